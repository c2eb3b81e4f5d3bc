import { z } from 'zod'
import { draftAnswerSchema, saveDraftRequestSchema } from '../api/draft.ts'
import { episodeParamsSchema } from '../api/episode.ts'
import { type Route, route } from '../route.ts'
import { loadEpisode } from './episode-view.ts'

/** What somebody has typed in an episode and not signed: kept for them alone, through reloads and restarts. */
export function draftRoutes(): Route[] {
  return [
    route({
      route: 'GET /api/episodes/:episodeId/draft',
      summary: 'Your own unsigned answers in this episode, if there are any',
      params: episodeParamsSchema,
      answer: draftAnswerSchema,
      async handler({ params: { episodeId }, session }) {
        return { draft: await session.drafts.find({ episodeId, authorId: session.actor.id }) }
      },
    }),
    route({
      route: 'PUT /api/episodes/:episodeId/draft',
      summary: 'Save your unsigned answers over the revision you have',
      params: episodeParamsSchema,
      body: saveDraftRequestSchema,
      answer: draftAnswerSchema,
      async handler({ params: { episodeId }, body, session, now }) {
        await loadEpisode(session.record, episodeId)
        const place = { episodeId, authorId: session.actor.id }
        return { draft: await session.drafts.save(place, { ...body, savedAt: now.toISOString() }) }
      },
    }),
    route({
      route: 'DELETE /api/episodes/:episodeId/draft',
      summary: 'Discard your unsigned answers in this episode',
      params: episodeParamsSchema,
      answer: z.undefined(),
      async handler({ params: { episodeId }, session }) {
        await session.drafts.discard({ episodeId, authorId: session.actor.id })
        return undefined
      },
    }),
  ]
}

import { z } from 'zod'
import { careEventFrom } from '../../care/events.ts'
import { foldHistory } from '../../care/history.ts'
import { episodeParamsSchema } from '../api/episode.ts'
import { linkParamsSchema, linksAnswerSchema, newLinkAnswerSchema, newLinkRequestSchema } from '../api/questionnaire.ts'
import { offered } from '../content/texts.ts'
import { loadEpisode } from '../episodes/episode-view.ts'
import { ServiceError } from '../errors.ts'
import { type Route, route } from '../route.ts'
import type { Services } from '../services.ts'
import { shownLanguage } from './shown-language.ts'

/** Links by which a patient answers before the visit: made and stopped by whoever treats the patient. */
export function linkRoutes({ links, texts }: Services): Route[] {
  return [
    route({
      route: 'GET /api/episodes/:episodeId/questionnaires',
      summary: 'The links that were made for this patient, and the languages in which one can be answered',
      params: episodeParamsSchema,
      answer: linksAnswerSchema,
      async handler({ params: { episodeId }, session }) {
        await loadEpisode(session.record, episodeId)
        return {
          links: [...(await links[session.workspace].list(episodeId))],
          languages: offered(texts.questionnaires, session.workspace).map(shownLanguage),
        }
      },
    }),
    route({
      route: 'POST /api/episodes/:episodeId/questionnaires',
      summary: 'A link by which this patient can answer once; its code is answered this once',
      params: episodeParamsSchema,
      body: newLinkRequestSchema,
      answer: newLinkAnswerSchema,
      status: 201,
      async handler({ params: { episodeId }, body: { hours }, session }) {
        const { closed, voided } = foldHistory((await loadEpisode(session.record, episodeId)).map(careEventFrom))
        if (closed || voided) throw new ServiceError('PLB_QUESTIONNAIRE_EPISODE_CLOSED')
        if (offered(texts.questionnaires, session.workspace).length === 0)
          throw new ServiceError('PLB_TEXT_NOT_REVIEWED')
        const { code, ...link } = await links[session.workspace].create({
          episodeId,
          createdBy: session.actor.id,
          hours,
        })
        return { link, path: `/q/${code}` }
      },
    }),
    route({
      route: 'DELETE /api/episodes/:episodeId/questionnaires/:linkId',
      summary: 'Stop a link: nobody can open it any more',
      params: linkParamsSchema,
      answer: z.undefined(),
      async handler({ params: { episodeId, linkId }, session }) {
        await loadEpisode(session.record, episodeId)
        await links[session.workspace].revoke(episodeId, linkId)
        return undefined
      },
    }),
  ]
}

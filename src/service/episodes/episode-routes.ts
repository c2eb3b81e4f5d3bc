import { episodeParamsSchema, episodeViewSchema, recordEventsRequestSchema } from '../api/episode.ts'
import { launchHeader } from '../api/headers.ts'
import { deskOf } from '../desk.ts'
import { isSigned } from '../permissions.ts'
import { type Route, route } from '../route.ts'
import type { Services } from '../services.ts'
import { episodeView, loadEpisode } from './episode-view.ts'
import { recordEvents } from './record-events.ts'

/** One episode: as it stands today, and what is recorded in it. */
export function episodeRoutes({ staff, launches }: Services): Route[] {
  return [
    route({
      route: 'GET /api/episodes/:episodeId',
      summary: 'An episode as it stands today: what was recorded, the decision, the pathway, open work',
      params: episodeParamsSchema,
      answer: episodeViewSchema,
      handler: async ({ params, session, today, protocol }) =>
        episodeView(await loadEpisode(session.record, params.episodeId), today, protocol),
    }),
    route({
      route: 'POST /api/episodes/:episodeId/events',
      summary: 'Record events together, or none of them; the same command again answers the same',
      params: episodeParamsSchema,
      body: recordEventsRequestSchema,
      answer: episodeViewSchema,
      async handler(context) {
        const { session, body, params, request } = context
        const launch = request.headers[launchHeader]
        // Whoever another record is open as is not guessed to be who signs here.
        if (launch !== undefined && body.events.some(({ type }) => isSigned(type)))
          await launches.assertMaySign(session.actor.id, String(launch))
        return recordEvents(deskOf(context), params.episodeId, body, (accountId) =>
          staff.isColleague(session, accountId),
        )
      },
    }),
  ]
}

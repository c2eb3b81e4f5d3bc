import { careEventFrom } from '../../care/events.ts'
import { foldHistory } from '../../care/history.ts'
import { type Document, documentSchema, letterQuerySchema } from '../api/document.ts'
import { episodeParamsSchema } from '../api/episode.ts'
import { ServiceError } from '../errors.ts'
import { type Route, route } from '../route.ts'
import { documentFrom, weaveHandout, weaveLetter } from './documents.ts'
import { dayFor, loadEpisode } from './episode-view.ts'

const text = (document: Document): string => document.text

/** Letters and handouts, as JSON with their sections or as plain text. */
export function documentRoutes(): Route[] {
  return [
    route({
      route: 'GET /api/episodes/:episodeId/letter',
      summary: 'The locked letter of a referral, or a preview of the letter as it would be today',
      params: episodeParamsSchema,
      query: letterQuerySchema,
      answer: documentSchema,
      text,
      async handler({ params, query: { referral, decision }, session, today }) {
        const events = (await loadEpisode(session.record, params.episodeId)).map(careEventFrom)
        const history = foldHistory(events)
        if (referral === undefined) {
          const request = { destination: '', ...(decision === undefined ? {} : { decision }) }
          return documentFrom(weaveLetter(history, request, session.actor, dayFor(events, today)), false)
        }
        const sent = history.referrals.find(({ sequence }) => sequence === referral)
        if (sent === undefined) throw new ServiceError('PLB_DOCUMENT_NOT_FOUND')
        return documentFrom(sent.letter, true)
      },
    }),
    route({
      route: 'GET /api/episodes/:episodeId/handout',
      summary: 'What the patient takes home, as it would be today',
      params: episodeParamsSchema,
      answer: documentSchema,
      text,
      async handler({ params, session, today }) {
        const events = (await loadEpisode(session.record, params.episodeId)).map(careEventFrom)
        return documentFrom(weaveHandout(foldHistory(events), dayFor(events, today)), false)
      },
    }),
  ]
}

import { careEventFrom } from '../../care/events.ts'
import { foldHistory } from '../../care/history.ts'
import { letterOf } from '../../care/letters.ts'
import { handoutText } from '../../weave/handout.ts'
import { type Document, documentSchema, handoutQuerySchema, handoutSchema, letterQuerySchema } from '../api/document.ts'
import { episodeParamsSchema } from '../api/episode.ts'
import { offered } from '../content/texts.ts'
import { ServiceError } from '../errors.ts'
import { shownLanguage } from '../questionnaire/shown-language.ts'
import { type Route, route } from '../route.ts'
import type { Services } from '../services.ts'
import { documentFrom, weaveHandout, weaveLetter } from './documents.ts'
import { dayFor, loadEpisode } from './episode-view.ts'

const english = 'en'
const text = (document: Document): string => document.text

/** Letters and handouts, as JSON with their sections or as plain text. */
export function documentRoutes({ texts }: Pick<Services, 'texts'>): Route[] {
  return [
    route({
      route: 'GET /api/episodes/:episodeId/letter',
      summary: 'The locked letter of a referral, or a preview of the letter as it would be today',
      params: episodeParamsSchema,
      query: letterQuerySchema,
      answer: documentSchema,
      text,
      async handler({ params, query: { referral, decision }, session, today, protocol }) {
        const events = (await loadEpisode(session.record, params.episodeId)).map(careEventFrom)
        const history = foldHistory(events)
        if (referral === undefined) {
          const request = { destination: '', ...(decision === undefined ? {} : { decision }) }
          return documentFrom(weaveLetter(history, request, session.actor, dayFor(events, today), protocol), false)
        }
        const sent = letterOf(history, referral)
        if (sent === undefined) throw new ServiceError('PLB_DOCUMENT_NOT_FOUND')
        return documentFrom(sent.letter, true)
      },
    }),
    route({
      route: 'GET /api/episodes/:episodeId/handout',
      summary: 'What the patient takes home, as it would be today',
      params: episodeParamsSchema,
      query: handoutQuerySchema,
      answer: handoutSchema,
      text,
      async handler({ params, query: { language = english }, session, today, protocol }) {
        const events = (await loadEpisode(session.record, params.episodeId)).map(careEventFrom)
        const usable = offered(texts.handouts, session.workspace)
        const chosen = texts.handouts.find((each) => each.language === language)
        // In English a real patient gets the protocol's advice even while the text around it is not reviewed.
        if (chosen === undefined || (language !== english && !usable.includes(chosen)))
          throw new ServiceError('PLB_TEXT_NOT_REVIEWED')
        const handout = weaveHandout(foldHistory(events), dayFor(events, today), chosen, protocol)
        const document = documentFrom(handoutText(handout), false)
        const { marks, parts, ...head } = handout
        return {
          ...document,
          ...head,
          marks: [...marks],
          parts: parts.map(({ lines, ...part }) => ({ ...part, lines: [...lines] })),
          languages: usable.map(shownLanguage),
        }
      },
    }),
  ]
}

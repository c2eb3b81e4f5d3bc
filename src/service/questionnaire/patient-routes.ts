import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { checkAppend } from '../../care/check-append.ts'
import type { EpisodeHistory } from '../../care/episode.ts'
import { type CareEvent, careEventFrom } from '../../care/events.ts'
import { foldHistory } from '../../care/history.ts'
import { contentHash } from '../../language/hash.ts'
import type { Protocol } from '../../language/protocol.ts'
import type { EventRecord } from '../../record/contract.ts'
import { RecordError } from '../../record/errors.ts'
import {
  openQuestionnaireAnswerSchema,
  openQuestionnaireRequestSchema,
  type PatientQuestion,
  sendAnswersRequestSchema,
} from '../api/questionnaire.ts'
import type { Workspace } from '../api/role.ts'
import type { QuestionnaireText } from '../content/text-schemas.ts'
import { offered, type ReviewedText } from '../content/texts.ts'
import { dayFor, loadEpisode } from '../episodes/episode-view.ts'
import { newEvent } from '../episodes/record-events.ts'
import { ServiceError } from '../errors.ts'
import { type Route, route } from '../route.ts'
import type { Services } from '../services.ts'
import { readAnswers } from './answers.ts'
import type { OpenLink } from './links.ts'
import { questionsFor } from './questions.ts'
import { shownLanguage } from './shown-language.ts'

/** Who records what a patient sends: nobody with an account. */
export const patientActor = 'patient'

/** A link that works, with the episode it was made for. */
interface Opened {
  readonly link: OpenLink
  readonly workspace: Workspace
  readonly history: EpisodeHistory
  readonly day: string
}

/** Opens a code, from wherever somebody has it; guesses are counted by the address they come from. */
function opener({ links, attempts, options }: Services) {
  return async (request: FastifyRequest, code: string, today: string, sentHash?: string): Promise<Opened> => {
    const workspace = await attempts.counted([{ kind: 'link', name: request.ip }], async () => {
      if (await links.real.knows(code)) return 'real'
      if (await links.demo.knows(code)) return 'demo'
      throw new ServiceError('PLB_QUESTIONNAIRE_UNKNOWN')
    })
    const link = await links[workspace].open(code, sentHash)
    const events = (await loadEpisode(options.records[workspace], link.episodeId)).map(careEventFrom)
    const history = foldHistory(events)
    if (history.closed || history.voided) throw new ServiceError('PLB_QUESTIONNAIRE_REVOKED')
    return { link, workspace, history, day: dayFor(events, today) }
  }
}

/** What the page of a link shows and sends. It answers nothing that anybody has answered, and no name. */
export function questionnaireRoutes(services: Services): Route[] {
  const open = opener(services)
  const { links, texts, options } = services

  /** The text in a language that may be used for this patient. */
  function textIn(language: string, workspace: Workspace): ReviewedText<QuestionnaireText> {
    const text = offered(texts.questionnaires, workspace).find((each) => each.language === language)
    if (text === undefined) throw new ServiceError('PLB_TEXT_NOT_REVIEWED')
    return text
  }

  return [
    route({
      route: 'POST /api/questionnaire',
      summary: 'The questions behind a link, in a language; nothing of what anybody answered',
      body: openQuestionnaireRequestSchema,
      answer: openQuestionnaireAnswerSchema,
      async handler({ request, body: { code, language }, today, protocol: { standard } }) {
        const { link, workspace, history, day } = await open(request, code, today)
        const frame = {
          expiresAt: link.expiresAt,
          demo: workspace === 'demo',
          languages: offered(texts.questionnaires, workspace).map(shownLanguage),
        }
        if (language === undefined) return frame
        const { content } = textIn(language, workspace)
        const questions = [...questionsFor(history, content, standard, day)]
        const { safety } = content
        return { ...frame, text: { language, version: versionOf(questions), safety, questions } }
      },
    }),
    route({
      route: 'POST /api/questionnaire/answers',
      summary: 'Send a patient’s answers, once; they are kept as what the patient said and decide nothing',
      body: sendAnswersRequestSchema,
      answer: z.undefined(),
      async handler({ request, body, today, now, protocol: { standard } }) {
        const sentHash = contentHash(body.answers)
        const opened = await open(request, body.code, today, sentHash)
        const { link, workspace, history, day } = opened
        const text = textIn(body.language, workspace)
        const questions = questionsFor(history, text.content, standard, day)
        if (versionOf(questions) !== body.version) throw new ServiceError('PLB_QUESTIONNAIRE_CHANGED')
        const read = readAnswers(body.answers, questions, standard, day)
        if (!read.ok) throw new ServiceError('PLB_QUESTIONNAIRE_REFUSED', { errors: read.faults })
        const event: CareEvent = {
          episodeId: history.episodeId,
          patientId: history.patientId,
          sequence: history.sequence + 1,
          actorId: patientActor,
          recordedAt: now.toISOString(),
          recordedOn: day,
          type: 'patientAnswered',
          payload: {
            link: link.id,
            language: body.language,
            ...read.heard,
            text: { hash: text.hash, reviewed: text.review !== undefined },
          },
        }
        assertRecordable(history, event, standard)
        await links[workspace].use(link.id, sentHash)
        try {
          await append(options.records[workspace], { event, linkId: link.id, standard })
        } catch (error) {
          await links[workspace].release(link.id, sentHash)
          throw error
        }
        return undefined
      },
    }),
  ]
}

/** Care's reasons why it cannot be recorded, by the question they are about. */
function assertRecordable(history: EpisodeHistory, event: CareEvent, standard: Protocol): void {
  const problems = checkAppend(history, event, standard)
  if (problems.length === 0) return
  const errors = problems.map(({ path, message, code }) => {
    return { path: path.replace(/^findings/, 'body.answers'), message, code }
  })
  throw new ServiceError('PLB_QUESTIONNAIRE_REFUSED', { errors })
}

/** How often somebody else may be faster before the patient is asked to send again. */
const attemptsToAppend = 5

/** Under the link's own id, so that the same sent twice is recorded once; behind whatever was recorded meanwhile. */
async function append(
  record: EventRecord,
  { event, linkId, standard }: { readonly event: CareEvent; readonly linkId: string; readonly standard: Protocol },
): Promise<void> {
  let next = event
  for (let attempt = 1; ; attempt++) {
    try {
      await record.append([newEvent(next, `${event.type}:${linkId}`)])
      return
    } catch (error) {
      const isLate = error instanceof RecordError && error.code === 'PLB_RECORD_CONFLICT'
      if (!isLate || attempt === attemptsToAppend) throw error
      const history = foldHistory((await loadEpisode(record, event.episodeId)).map(careEventFrom))
      next = { ...event, patientId: history.patientId, sequence: history.sequence + 1 }
      assertRecordable(history, next, standard)
    }
  }
}

/** Of the questions themselves: another answer that is offered, or another word, is another version. */
const versionOf = (questions: readonly PatientQuestion[]): string => contentHash(questions)

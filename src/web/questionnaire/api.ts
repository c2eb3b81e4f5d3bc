import type { PatientAnswersSent, Questionnaire } from '../../service/api/questionnaire.ts'

/** Why the page cannot go on, by the key of what it says. */
export type FailureWord =
  | 'failUnknown'
  | 'failExpired'
  | 'failUsed'
  | 'failRevoked'
  | 'failWait'
  | 'failNetwork'
  | 'failChanged'
  | 'checkNumber'

/** A request that was not answered as hoped. */
export class Failed extends Error {
  readonly word: FailureWord
  /** The questions whose answers were refused. */
  readonly questions: readonly string[]

  constructor(word: FailureWord, questions: readonly string[] = []) {
    super(word)
    this.name = 'Failed'
    this.word = word
    this.questions = questions
  }
}

const wordsByCode: Readonly<Record<string, FailureWord>> = {
  PLB_QUESTIONNAIRE_UNKNOWN: 'failUnknown',
  PLB_QUESTIONNAIRE_EXPIRED: 'failExpired',
  PLB_QUESTIONNAIRE_USED: 'failUsed',
  PLB_QUESTIONNAIRE_REVOKED: 'failRevoked',
  PLB_QUESTIONNAIRE_CHANGED: 'failChanged',
  PLB_QUESTIONNAIRE_REFUSED: 'checkNumber',
  PLB_TEXT_NOT_REVIEWED: 'failChanged',
  PLB_SESSION_TOO_MANY_ATTEMPTS: 'failWait',
  PLB_HTTP_BAD_INPUT: 'failUnknown',
}

async function post(path: string, body: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' }
  // No cookie: whoever is signed in on this device answers nothing with it.
  const answer = await fetch(path, {
    method: 'POST',
    headers,
    credentials: 'omit',
    body: JSON.stringify(body),
  }).catch(() => undefined)
  if (answer === undefined) throw new Failed('failNetwork')
  const said: unknown = answer.status === 204 ? undefined : await answer.json().catch(() => undefined)
  if (answer.ok) return said
  const { code = '', errors = [] } = (said ?? {}) as { code?: string; errors?: readonly { path: string }[] }
  const questions = errors.flatMap(({ path: place }) => place.split('.')[2] ?? [])
  throw new Failed(wordsByCode[code] ?? 'failNetwork', questions)
}

/** The questions behind a link. Throws a `Failed`. */
export async function openQuestionnaire(code: string, language?: string): Promise<Questionnaire> {
  return (await post('/api/questionnaire', { code, ...(language === undefined ? {} : { language }) })) as Questionnaire
}

/** Sends answers, once. Throws a `Failed`. */
export async function sendAnswers(request: {
  readonly code: string
  readonly language: string
  readonly version: string
  readonly answers: PatientAnswersSent
}): Promise<void> {
  await post('/api/questionnaire/answers', request)
}

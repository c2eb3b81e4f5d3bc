import { type TreatmentResponse, treatmentResponses } from '../../care/treatment-response.ts'

/** What can be asked of a treatment, in the order in which it is asked. */
export const responseQuestions = Object.keys(treatmentResponses) as readonly (keyof typeof treatmentResponses)[]

/**
 * What was said of the treatment, as the draft of the review keeps it in its text; nothing where that is no response.
 *
 * @example responseIn('{"taken":"inPart"}') // { taken: 'inPart' }
 */
export function responseIn(note: string): TreatmentResponse {
  const read = readObject(note)
  const answers = responseQuestions.flatMap((question) => {
    const answer = treatmentResponses[question].find((each) => each === read[question])
    return answer === undefined ? [] : [[question, answer] as const]
  })
  const { words } = read
  return {
    ...(Object.fromEntries(answers) as TreatmentResponse),
    ...(typeof words === 'string' && words !== '' ? { words } : {}),
  }
}

function readObject(note: string): Readonly<Record<string, unknown>> {
  try {
    const read: unknown = JSON.parse(note)
    return typeof read === 'object' && read !== null ? (read as Readonly<Record<string, unknown>>) : {}
  } catch {
    return {}
  }
}

/**
 * A response as it is recorded: without empty words; `undefined` where nothing was said.
 *
 * @example responseToRecord({ words: ' ' }) // undefined
 */
export function responseToRecord({ words = '', ...answers }: TreatmentResponse): TreatmentResponse | undefined {
  const said = { ...answers, ...(words.trim() === '' ? {} : { words: words.trim() }) }
  return Object.keys(said).length > 0 ? said : undefined
}

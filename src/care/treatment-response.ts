/** What can be said of a treatment at its review: whether it was taken, helped and harmed. No rule reads it. */
export const treatmentResponses = {
  taken: ['asAdvised', 'inPart', 'notAtAll', 'notKnown'],
  helped: ['yes', 'inPart', 'no', 'notKnown'],
  harmed: ['yes', 'no', 'notKnown'],
} as const

type Responses = typeof treatmentResponses

/** What was said of a treatment at its review; what is left out was not asked. */
export type TreatmentResponse = { readonly [Question in keyof Responses]?: Responses[Question][number] } & {
  readonly words?: string
}

const WORDS: { readonly [Question in keyof Responses]: Readonly<Record<Responses[Question][number], string>> } = {
  taken: {
    asAdvised: 'taken as advised',
    inPart: 'taken in part',
    notAtAll: 'not taken',
    notKnown: 'not known whether it was taken',
  },
  helped: {
    yes: 'it helped',
    inPart: 'it helped in part',
    no: 'it did not help',
    notKnown: 'not known whether it helped',
  },
  harmed: { yes: 'it did harm', no: 'no harm noticed', notKnown: 'not known whether it did harm' },
}

/**
 * What was said of a treatment, in one line for the timeline and the letter; empty where nothing was.
 *
 * @example responseWords({ taken: 'inPart', harmed: 'yes', words: 'stomach pain' }) // 'taken in part; it did harm; stomach pain'
 */
export function responseWords({ taken, helped, harmed, words }: TreatmentResponse): string {
  return [taken && WORDS.taken[taken], helped && WORDS.helped[helped], harmed && WORDS.harmed[harmed], words?.trim()]
    .filter(Boolean)
    .join('; ')
}

import type { ReadFrom } from '../../care/events.ts'
import type { Recorded, RecordedFindings } from '../../evaluate/situation.ts'
import type { Provenance } from '../../fhir/in/ledger.ts'

/** An answer as it was confirmed from another record, and where it stood. */
export interface ConfirmedSource {
  readonly answer: Recorded
  readonly from: readonly ReadFrom[]
}

/**
 * The note of a draft that says where an answer stood in another record.
 *
 * @example sourceNote('fever') // 'from.fever'
 */
export const sourceNote = (finding: string): string => `from.${finding}`

const sourcesAtMost = 10
const characters = { says: 500, status: 200, date: 60, dateOf: 60 } as const

/**
 * Where an answer stood, as it is recorded beside it. What has no id there cannot be pointed to, and is left out.
 *
 * @example readFrom(proposal.from, { name: 'City Hospital', server: 'https://ehr.example/fhir' })[0]?.resource // 'Condition/7'
 */
export function readFrom(
  from: readonly Provenance[],
  { name, server }: { readonly name: string; readonly server: string },
): readonly ReadFrom[] {
  return from
    .filter(({ resource }) => /^[A-Za-z]{1,64}\/[A-Za-z0-9.-]{1,64}$/.test(resource))
    .slice(0, sourcesAtMost)
    .map(({ resource, ...each }) => {
      const texts = Object.entries(characters).flatMap(([member, most]) => {
        const text = each[member as keyof typeof characters]?.replace(/\s+/g, ' ').trim().slice(0, most)
        return text ? [[member, text] as const] : []
      })
      return { record: name, server, resource, ...Object.fromEntries(texts) }
    })
}

/**
 * Answers with where they stood, where they are as they were confirmed: whoever has answered otherwise since did not
 * confirm that.
 *
 * @example withSources({ fever: { value: 'present', observedOn } }, noteOf).fever.from // [{ resource: 'Condition/7', … }]
 */
export function withSources(
  answers: RecordedFindings,
  noteOf: (finding: string) => string | undefined,
): RecordedFindings {
  return Object.fromEntries(
    Object.entries(answers).map(([id, answer]) => {
      const note = noteOf(id)
      const source = note === undefined ? undefined : (JSON.parse(note) as ConfirmedSource)
      const isSame = source?.answer.value === answer.value && source.answer.observedOn === answer.observedOn
      return [id, isSame && source.from.length > 0 ? { ...answer, from: source.from } : answer] as const
    }),
  )
}

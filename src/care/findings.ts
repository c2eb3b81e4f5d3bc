import { answer } from '../evaluate/answer.ts'
import { type RecordedFindings, situate } from '../evaluate/situation.ts'
import { read } from '../evaluate/truth.ts'
import type { CalendarDate } from '../language/date.ts'
import type { Protocol } from '../language/protocol.ts'
import type { CurrentFinding, CurrentFindings, EarlierValue, Source } from './episode.ts'
import type { ObservedFinding, ObservedFindings, ReadFrom } from './events.ts'

/** A finding as a client enters it: a value, or a value with its day (today where none is given). */
export type EnteredFindings = Readonly<
  Record<
    string,
    | string
    | number
    | {
        readonly value: string | number
        readonly observedOn?: CalendarDate
        readonly from?: readonly ReadFrom[]
        readonly together?: true
      }
  >
>

/**
 * Gives every finding its day: the one that was entered, else `day`.
 *
 * @example observed({ fever: 'absent' }, '2026-03-01') // { fever: { value: 'absent', observedOn: '2026-03-01' } }
 */
export function observed(entered: EnteredFindings, day: CalendarDate): ObservedFindings {
  const entries = Object.entries(entered).map(([id, item]): [string, ObservedFinding] => [
    id,
    typeof item === 'object'
      ? {
          value: item.value,
          observedOn: item.observedOn ?? day,
          ...(item.from ? { from: item.from } : {}),
          ...(item.together ? { together: item.together } : {}),
        }
      : { value: item, observedOn: day },
  ])
  return Object.fromEntries(entries)
}

/**
 * Puts findings over those that stand. What they replace is kept, with the reason where it was an amendment; a finding
 * entered again unchanged keeps who entered it first. What was observed before the value that stands (an old result that
 * arrives late) goes among the earlier ones: the latest observation is the one that counts.
 *
 * @example record(findings, { fever: { value: 'present', observedOn: '2026-03-02' } }, source).fever.earlier.length // 1
 */
export function record(
  findings: CurrentFindings,
  entered: ObservedFindings,
  source: Source,
  reason?: string,
): CurrentFindings {
  const next: Record<string, CurrentFinding> = { ...findings }
  for (const [id, { value, observedOn, from }] of Object.entries(entered)) {
    const standing = findings[id]
    if (standing?.value === value && standing.observedOn === observedOn) continue
    const isOlder = standing !== undefined && reason === undefined && observedOn < standing.observedOn
    const own = { value, observedOn, ...source, ...(from ? { from } : {}) }
    next[id] = isOlder
      ? { ...standing, earlier: [...standing.earlier, { ...own, replacedBy: standing.sequence }] }
      : { ...own, earlier: standing ? replaced(standing, source.sequence, reason) : [] }
  }
  return next
}

function replaced(standing: CurrentFinding, replacedBy: number, reason: string | undefined): readonly EarlierValue[] {
  const { earlier, ...value } = standing
  return [...earlier, { ...value, replacedBy, ...(reason === undefined ? {} : { reason }) }]
}

/**
 * The findings as `decide` takes them.
 *
 * @example observedOf(history.findings) // { fever: { value: 'absent', observedOn: '2026-03-01' } }
 */
export function observedOf(findings: CurrentFindings): ObservedFindings {
  return Object.fromEntries(
    Object.entries(findings).map(([id, { value, observedOn }]) => [id, { value, observedOn }] as const),
  )
}

/**
 * Whether a value is one: not "not known" and not "not done".
 *
 * @example isAnswer('notKnown') // false
 */
export function isAnswer(value: string | number): boolean {
  return value !== 'notKnown' && value !== 'notDone'
}

/**
 * The urgency alone, without the reasons and what would change it: what an event records beside what it says.
 *
 * @example gradeOf(standard, { fever: { value: 'present', observedOn: '2026-03-01' } }, '2026-03-01') // 'urgent'
 */
export function gradeOf(protocol: Protocol, findings: RecordedFindings, asOf: CalendarDate): string {
  const reading = read(protocol, situate(protocol, findings, asOf))
  const decision = protocol.decisions.find(({ kind }) => kind === 'urgency')
  return decision ? answer(decision, reading).outcome : ''
}

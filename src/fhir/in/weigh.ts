import { type ConditionData, findingsOf, walk } from '../../language/condition.ts'
import type { CalendarDate } from '../../language/date.ts'
import type { Constraint } from '../../language/protocol.ts'
import { type Candidate, type Ledger, leaveOut, type ReadingLine, type Reason } from './ledger.ts'

/** A finding as the record gives it. Without a day in the record it is observed on the as-of date. */
export interface RecordFinding {
  readonly value: string | number
  readonly observedOn: CalendarDate
}

/** Values by how cautious it is to believe them, for what is of one day: the last wins. All else stands between. */
const LEAST_CAUTIOUS = ['notKnown', 'never', 'none', 'absent', 'normal', 'degenerative', 'past']
const MOST_CAUTIOUS = ['current', 'present']
/** Results that reassure: they do not stand against a newer report that nobody has read. */
const REASSURING = ['normal', 'degenerative', 'absent', 'notKnown']

/**
 * Weighs what resources say of each finding. The newest wins, and of one day the more cautious; current cancer is not made
 * past by a "history of" another; pain has lasted since the first of the pains that go on; a report nobody has read hides no
 * abnormal result. What cannot be together is not taken. Everything is listed.
 *
 * @example weigh(ledger, [], '2026-03-15').fever // { value: 'present', observedOn: '2026-03-14' }
 */
export function weigh(
  ledger: Ledger,
  constraints: readonly Constraint[],
  asOf: CalendarDate,
): Readonly<Record<string, RecordFinding>> {
  const chosen = new Map<string, Candidate>()
  for (const candidate of ledger.candidates) {
    const other = chosen.get(candidate.finding)
    if (other === undefined || isPreferred(candidate, other)) chosen.set(candidate.finding, candidate)
  }
  dropImpossible(chosen, constraints, ledger)
  const findings: Record<string, RecordFinding> = {}
  const taken: ReadingLine[] = []
  for (const candidate of ledger.candidates) {
    const { finding, value, observedOn, reason, provenance } = candidate
    const winner = chosen.get(finding)
    if (winner === candidate) {
      findings[finding] = { value, observedOn: observedOn ?? asOf }
      // Not a spread: V8 makes a slow dictionary of this one, at which reading a record spent half its time.
      const line = { finding, value, observedOn: observedOn ?? asOf, taken: true, reason }
      taken.push(Object.assign(line, provenance))
    } else if (winner !== undefined)
      leaveOut(ledger, provenance, whyNotChosen(candidate, winner), {
        finding,
        value,
        ...(observedOn === undefined ? {} : { observedOn }),
      })
  }
  ledger.lines.unshift(...taken)
  return findings
}

function whyNotChosen({ value }: Candidate, winner: Candidate): Reason {
  if (value === 'notKnown') return 'resultKnown'
  return winner.value === value ? 'takenNotNewest' : 'contradicted'
}

function isPreferred(one: Candidate, other: Candidate): boolean {
  if (one.finding === 'onsetDate') return String(one.value) < String(other.value)
  if (one.finding === 'cancerHistory' && one.value !== other.value) {
    if (one.value === 'current') return true
    if (other.value === 'current') return false
  }
  if (one.value === 'notKnown' && !REASSURING.includes(String(other.value))) return false
  if (other.value === 'notKnown' && !REASSURING.includes(String(one.value))) return true
  const days = compared(one.observedOn ?? '', other.observedOn ?? '')
  if (days !== 0) return days > 0
  const instants = compared(instant(one.at), instant(other.at))
  if (instants !== 0) return instants > 0
  return caution(one.value) > caution(other.value)
}

function compared<Ordered extends string | number>(one: Ordered, other: Ordered): number {
  return one === other ? 0 : one > other ? 1 : -1
}

/** Only what says a time is earlier or later within its day. */
function instant(text: string): number {
  return text.includes('T') ? Date.parse(text) || 0 : 0
}

function caution(value: string | number): number {
  if (typeof value === 'number') return value
  const low = LEAST_CAUTIOUS.indexOf(value)
  return low >= 0 ? low - LEAST_CAUTIOUS.length : MOST_CAUTIOUS.indexOf(value) + 1
}

/** What cannot be together: what says "absent" goes first, since not known is safer than absent; else all of it goes. */
function dropImpossible(chosen: Map<string, Candidate>, constraints: readonly Constraint[], ledger: Ledger): void {
  for (const { impossible } of constraints) {
    if (!holds(impossible, chosen)) continue
    const concerned = findingsIn(impossible).filter((finding) => chosen.has(finding))
    const drop = (finding: string) => {
      const candidate = chosen.get(finding)
      if (!candidate) return
      chosen.delete(finding)
      const { provenance, value, observedOn } = candidate
      leaveOut(ledger, provenance, 'impossible', {
        finding,
        value,
        ...(observedOn === undefined ? {} : { observedOn }),
      })
    }
    for (const finding of concerned) if (['absent', 'never'].includes(String(chosen.get(finding)?.value))) drop(finding)
    if (holds(impossible, chosen)) for (const finding of concerned) drop(finding)
  }
}

function findingsIn(condition: ConditionData): readonly string[] {
  const found = new Set<string>()
  walk(condition, (part) => {
    if ('finding' in part) for (const finding of findingsOf(part)) found.add(finding)
  })
  return [...found]
}

/** Whether a constraint certainly holds for what was chosen; what it asks beyond values is taken not to. */
function holds(condition: ConditionData, chosen: ReadonlyMap<string, Candidate>): boolean {
  const chosenValue = (finding: string) => chosen.get(finding)?.value
  switch (condition.op) {
    case 'present':
      return chosenValue(condition.finding) === 'present'
    case 'is':
      return condition.values.includes(String(chosenValue(condition.finding)))
    case 'done':
      return chosen.has(condition.finding) && !['notKnown', 'notDone'].includes(String(chosenValue(condition.finding)))
    case 'not':
      return condition.of.op === 'present' && chosenValue(condition.of.finding) === 'absent'
    case 'all':
      return condition.of.every((each) => holds(each, chosen))
    case 'any':
      return condition.of.some((each) => holds(each, chosen))
    default:
      return false
  }
}

import { type ConditionData, type Leaf, walk } from '../../src/language/condition.ts'
import type { CalendarDate } from '../../src/language/date.ts'
import type { Protocol } from '../../src/language/protocol.ts'
import { decode, type Entered } from './decode.ts'
import { type Case, type Encoding, encode } from './encoding.ts'
import { isComplete, type Patient, type Recorded } from './patient.ts'
import { Reading } from './reading.ts'
import { and, FALSE, not, or, same, type Term, TRUE } from './smt.ts'
import { type Oddity, smallest } from './solver.ts'

/** An ordinary patient, by finding: usual values of a choice, the usual number of a quantity. */
export type Ordinary = Readonly<Record<string, number | readonly string[]>>

/** One outcome in the place of another, with one patient for each smallest way in which it comes about. */
export interface SmallestDifferences {
  readonly decision: string
  readonly before: string
  readonly after: string
  readonly patients: readonly Entered[]
}

/**
 * Asks z3 for every smallest patient whom one protocol decides otherwise than another: no other patient so decided departs
 * from the ordinary in some of the same things only. Encoded from the protocols' data, found by search: one patient, then
 * less and less of what is out of the ordinary, then none with the same again.
 *
 * @example await smallestDifferences(source, standard, ['urgency'], ordinaryPatient, '2026-03-15')
 */
export async function smallestDifferences(
  before: Protocol,
  after: Protocol,
  decisions: readonly string[],
  ordinary: Ordinary,
  asOf: CalendarDate,
): Promise<readonly SmallestDifferences[]> {
  const encoding = encode({ before, after }, ['patient'])
  const [patient] = encoding.cases
  if (!patient) throw new Error('there is no patient')
  const changes = decisions.flatMap((decision) => changesOf(decision, patient))
  const script = `${encoding.script}\n(assert ${isRecorded(patient)})`
  const found = await smallest(
    script,
    changes.map(({ holds }) => holds),
    odditiesOf(encoding, { before, after }, ordinary),
  )
  return changes.map((change, index) => ({
    decision: change.decision,
    before: change.before,
    after: change.after,
    patients: (found[index] ?? []).map((values) => decode(values, patient.patient, asOf)),
  }))
}

interface Change {
  readonly decision: string
  readonly before: string
  readonly after: string
  readonly holds: Term
}

/** Every outcome in the place of every other; a question that only one of them asks has no answer to compare. */
function changesOf(decision: string, { readings }: Case): readonly Change[] {
  const [was, is] = ['before', 'after'].map((name) => readings.get(name)?.decisions.get(decision))
  if (!was || !is) return []
  return [...was.now].flatMap(([before, here]) =>
    [...is.now]
      .filter(([after]) => after !== before)
      .map(([after, there]) => ({ decision, before, after, holds: and(here, there) })),
  )
}

/** Everything is recorded that can be, and nothing that cannot. */
function isRecorded({ patient, readings }: Case): Term {
  const all = [...readings.values()]
  return and(
    isComplete(patient, (id) => and(...all.map((reading) => reading.cannotApply(id)))),
    ...all.flatMap((reading) => reading.protocol.constraints.map((each) => not(reading.truth(each.impossible).yes))),
  )
}

/** What can be out of the ordinary in a patient, each thing by itself. */
function odditiesOf(
  { cases }: Encoding,
  protocols: Readonly<Record<string, Protocol>>,
  ordinary: Ordinary,
): readonly Oddity[] {
  const [own] = cases
  if (!own) return []
  const leaves = Object.entries(protocols).flatMap(([name, protocol]) =>
    leavesOf(protocol).map((leaf): OwnLeaf => ({ reading: readingOf(own, name), protocol, leaf })),
  )
  const numbers = (id: string) => numberOddity(own.patient, id, leaves, ordinary[id])
  const counted = own.patient.counted.map(({ id }) => numbers(id))
  const recorded = [...own.patient.findings.values()].flatMap((each): readonly Oddity[] => {
    const { definition, has, value } = each
    const within = leaves
      .filter(({ leaf }) => leaf.op === 'within' && leaf.finding === definition.id)
      .map(({ reading, leaf }) => reading.truth(leaf).no)
    return [
      recordedOddity(each, own),
      { ordinary: or(not(has), and(...within.map(not))), parts: within },
      ...(definition.kind === 'quantity' ? [numbers(definition.id)] : []),
      ...(definition.kind === 'sign' ? [{ ordinary: or(not(has), not(value)), parts: [] }] : []),
      ...(definition.kind === 'choice' ? [choiceOddity(each, ordinary[definition.id])] : []),
    ]
  })
  return [...counted, ...recorded]
}

interface OwnLeaf {
  readonly reading: Reading
  readonly protocol: Protocol
  readonly leaf: Leaf
}

/** A number that some comparison tells from the usual one; a number without a usual one is never out of the ordinary. */
function numberOddity(
  patient: Patient,
  id: string,
  leaves: readonly OwnLeaf[],
  usual: number | readonly string[] | undefined,
): Oddity {
  if (typeof usual !== 'number') return { ordinary: TRUE, parts: [] }
  const own = leaves.filter(({ leaf }) => leaf.op === 'compare' && leaf.finding === id)
  const truths = own.map(({ reading, leaf }) => reading.truth(leaf))
  const usually = own.map(({ protocol, leaf }) => truthOfNumber(patient, protocol, leaf, usual))
  const isThere = or(...truths.flatMap(({ yes, no }) => [yes, no]))
  // A number that is not there is known to be on no side: no comparison with it holds.
  const has = patient.findings.get(id)?.has ?? isThere
  const alike = truths.map(({ yes, no }, index) => {
    const other = usually[index] ?? { yes, no }
    return and(same(yes, other.yes), same(no, other.no))
  })
  return {
    ordinary: or(not(has), isCountedAndNotThere(patient, id), and(...alike)),
    parts: truths.flatMap(({ yes, no }) => [yes, no]),
  }
}

/** A time between two findings that are not both on record. */
function isCountedAndNotThere(patient: Patient, id: string): Term {
  const counted = patient.counted.find((each) => each.id === id)
  if (!counted) return FALSE
  const [start, end] = [patient.findings.get(counted.from), patient.findings.get(counted.until)]
  return not(and(start?.has ?? FALSE, end?.has ?? FALSE))
}

/** How a comparison would stand with another number. */
function truthOfNumber(patient: Patient, protocol: Protocol, leaf: Leaf, value: number) {
  if (leaf.op !== 'compare') return { yes: FALSE, no: FALSE }
  const { limit, relation } = leaf
  if ('parameter' in limit) {
    const bound = protocol.parameters.find(({ id }) => id === limit.parameter)?.value ?? Number.NaN
    const holds = { '>': value > bound, '>=': value >= bound, '<': value < bound, '<=': value <= bound }[relation]
    return { yes: holds ? TRUE : FALSE, no: holds ? FALSE : TRUE }
  }
  const recorded = patient.findings.get(leaf.finding)
  if (recorded?.definition.kind !== 'quantity') return { yes: FALSE, no: FALSE }
  const steps = Math.round(value * 10 ** recorded.definition.decimals)
  const findings = new Map([...patient.findings, [leaf.finding, { ...recorded, value: String(steps) }]])
  const asked = protocol.findings.map(({ appliesWhen: _, ...rest }) => rest)
  const bare = { ...protocol, findings: asked, conditions: [], decisions: [] }
  return new Reading('usual', bare, { ...patient, findings }).truth(leaf)
}

function readingOf({ readings }: Case, name: string): Reading {
  const reading = readings.get(name)
  if (!reading) throw new Error(`the patient is not read by ${name}`)
  return reading
}

/** A test or a treatment that is on record at all; anything on record that cannot apply. */
function recordedOddity({ definition, has }: Recorded, { readings }: Case): Oddity {
  const cannotApply = definition.appliesWhen
    ? and(...[...readings.values()].map((reading) => reading.cannotApply(definition.id)))
    : FALSE
  const isOdd = definition.unrecorded === 'notDone' ? has : and(has, cannotApply)
  return { ordinary: not(isOdd), parts: [] }
}

/** A value that is not a usual one: where none is named the first, and none where the finding need not apply. */
function choiceOddity({ definition, has, value }: Recorded, usual: number | readonly string[] | undefined): Oddity {
  const values = definition.kind === 'choice' ? definition.values.map(({ id }) => id) : []
  const first = definition.appliesWhen ? [] : values.slice(0, 1)
  const ordinary = typeof usual === 'object' ? usual : first
  const is = (id: string) => same(value, String(values.indexOf(id)))
  return { ordinary: or(not(has), ...ordinary.map(is)), parts: values.map(is) }
}

/** The leaves that a protocol asks. */
export function leavesOf({ conditions, decisions, constraints, findings }: Protocol): readonly Leaf[] {
  const whens: readonly ConditionData[] = [
    ...conditions.flatMap(({ definitions }) => definitions.map(({ when }) => when)),
    ...decisions.flatMap(({ rules }) => rules.map(({ when }) => when)),
    ...constraints.map(({ impossible }) => impossible),
    ...findings.flatMap(({ appliesWhen }) => appliesWhen ?? []),
  ]
  const leaves = new Map<string, Leaf>()
  for (const when of whens)
    walk(when, (part) => {
      if ('finding' in part) leaves.set(JSON.stringify(part), part)
    })
  return [...leaves.values()]
}

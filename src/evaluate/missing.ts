import type { NarrowedGraph } from '../diagram/narrowed-graph.ts'
import { narrowedTo } from '../diagram/narrowed-graphs.ts'
import type { FindingDefinition } from '../language/finding.ts'
import type { Answered } from './answer.ts'
import { type Completions, completionsOf } from './completions.ts'
import { unknownsOf } from './explain.ts'
import { informationOf } from './information.ts'
import { lookup } from './lookup.ts'
import type { Missing } from './result.ts'
import { type Reading, truthOf } from './truth.ts'

/**
 * The findings that are not known and could change an answer, most useful question first. Exactly those: an answer
 * excludes an outcome that is open, or two completions that differ in this finding only are answered differently; and
 * whatever says whether such a finding applies at all.
 *
 * Questions that could reveal the highest urgency come first (they are asked even of patients in whom they settle
 * little), and among them those that are asked one by one; then those from whose answer most is learned; then the order of the form.
 *
 * @example missingOf(answers, reading)[0].finding // 'urinaryIncontinence'
 */
export function missingOf(answers: readonly Answered[], reading: Reading): readonly Missing[] {
  const open = answers.filter(({ settled }) => !settled)
  if (open.length === 0) return []
  const completions = completionsOf(reading)
  const affects = new Map<string, Set<string>>()
  for (const answered of open)
    for (const finding of hangingOn(answered, completions, reading))
      affects.set(finding, (affects.get(finding) ?? new Set()).add(answered.decision))
  const urgency = urgencyReach(answers, completions, reading)
  const gains = informationOf(
    open.flatMap(({ decision }) => (isAdvice(decision, reading) ? [] : (completions.narrowed(decision) ?? []))),
    completions.admitted,
    reading.protocol,
  )
  // Whether a finding applies is asked before the finding itself.
  const first = ({ id, appliesWhen, askedAlone }: FindingDefinition) =>
    appliesWhen && truthOf(appliesWhen, reading) === undefined ? 0 : urgency.highest.has(id) ? (askedAlone ? 3 : 2) : 1
  return reading.protocol.findings
    .filter(({ id }) => affects.has(id))
    .map((definition, place) => ({
      definition,
      place,
      tier: first(definition),
      gain: gains.get(definition.id) ?? 0,
    }))
    .sort((a, b) => b.tier - a.tier || b.gain - a.gain || a.place - b.place)
    .map(({ definition }) => ({
      finding: definition.id,
      label: definition.label,
      question: definition.question,
      why: definition.why,
      couldRaise: urgency.raises.has(definition.id),
      couldLower: urgency.lowers.has(definition.id),
      affects: [...(affects.get(definition.id) ?? [])],
    }))
}

/** Sentences follow what is decided: the order of questions is not theirs. */
function isAdvice(decision: string, { protocol }: Reading): boolean {
  return protocol.decisions.some(({ id, kind }) => id === decision && kind === 'advice')
}

/** The findings that one decision hangs on. */
function hangingOn(answered: Answered, completions: Completions, reading: Reading): ReadonlySet<string> {
  const narrowed = completions.narrowed(answered.decision)
  const exact = narrowed ? hanging(narrowed, completions, reading) : new Set<string>()
  const decision = reading.protocol.decisions.find(({ id }) => id === answered.decision)
  const rank = decision?.outcomes.findIndex(({ id }) => id === answered.outcome) ?? 0
  // "Not yet, first ask" waits for every finding that its rules name (I11), whether or not it would change the answer.
  if (exact.size > 0 && narrowed?.ends.includes(rank)) return exact
  const found = new Set(exact)
  for (const rule of answered.open) unknownsOf(rule.when, reading, found)
  return found
}

function hanging(graph: NarrowedGraph, { admitted }: Completions, reading: Reading): Set<string> {
  const found = new Set<string>()
  admitted.forEach(({ answers }, component) => {
    for (const finding of answers.keys()) if (graph.hangsOn(component, finding)) found.add(finding)
  })
  for (const finding of [...found]) {
    // Whether it applies is asked first, where that is not known either.
    const applies = lookup(reading.protocol).findings.get(finding)?.appliesWhen
    if (applies && truthOf(applies, reading) === undefined) unknownsOf(applies, reading, found)
  }
  return found
}

/** Which findings could reveal the highest urgency, or one above or below the present. */
interface UrgencyReach {
  readonly highest: ReadonlySet<string>
  readonly raises: ReadonlySet<string>
  readonly lowers: ReadonlySet<string>
}

function urgencyReach(answers: readonly Answered[], completions: Completions, reading: Reading): UrgencyReach {
  const graded = reading.protocol.decisions.find(({ kind }) => kind === 'urgency')
  const answered = answers.find(({ decision }) => decision === graded?.id)
  const graph = graded && completions.graph(graded.id)
  const [raises, lowers] = [new Set<string>(), new Set<string>()]
  let highest: ReadonlySet<string> = new Set()
  if (!graded || !answered || !graph || answered.settled) return { highest, raises, lowers }
  const now = graded.outcomes.findIndex(({ id }) => id === answered.outcome)
  for (let level = 1; level < graded.outcomes.length; level += 1) {
    const reached = narrowedTo(graph, completions.admitted, level)
    const found = reached.ends.length > 1 ? hanging(reached, completions, reading) : new Set<string>()
    for (const finding of found) (level > now ? raises : lowers).add(finding)
    if (level > now && level === graded.outcomes.length - 1) highest = found
  }
  return { highest, raises, lowers }
}

import { type Admitted, admittedBy } from '../diagram/admitted.ts'
import { type AnswerGraph, answerGraphs } from '../diagram/answer-graph.ts'
import type { NarrowedGraph } from '../diagram/narrowed-graph.ts'
import { narrowedTo } from '../diagram/narrowed-graphs.ts'
import type { Truth } from '../language/kleene.ts'
import type { DecisionDefinition, RuleData } from '../language/protocol.ts'
import { type Answered, answer } from './answer.ts'
import { type Reading, truthOf } from './truth.ts'

/** What the unknowns of a patient may turn out to be, and what that makes of decisions and rules. */
export interface Completions {
  /** By component of the protocol's case space. */
  readonly admitted: readonly Admitted[]
  /** A decision's graph, narrowed to this patient: its ends are ranks of outcomes. */
  narrowed(decision: string): NarrowedGraph | undefined
  /** A decision's graph as it is for everybody. */
  graph(decision: string): AnswerGraph | undefined
  /** Whether the condition of a rule holds in every completion, or fails in every one. */
  truth(rule: string): Truth
}

const known = new WeakMap<Reading, Completions>()

/**
 * Every way in which what is not known of a patient may turn out.
 *
 * @example completionsOf(reading).narrowed('urgency').ends // [0, 3]: routine or an emergency, nothing between
 */
export function completionsOf(reading: Reading): Completions {
  const found = known.get(reading)
  if (found) return found
  const { components, decisions, rules } = answerGraphs(reading.protocol)
  const state = (finding: string) => reading.situation.get(finding) ?? { is: 'notKnown' as const }
  const admitted = components.map((component) => admittedBy(component, state))
  const completions: Completions = {
    admitted,
    graph: (decision) => decisions.get(decision),
    narrowed(decision) {
      const own = decisions.get(decision)
      return own && narrowedTo(own, admitted)
    },
    truth(rule) {
      const own = rules.get(rule)
      const ends = own ? narrowedTo(own, admitted).ends : []
      return ends.length === 1 ? ends[0] === 1 : undefined
    },
  }
  known.set(reading, completions)
  return completions
}

/**
 * Answers made exact. A rule speaks when its condition holds in every completion of the unknowns; the bounds are the
 * weakest and the strongest answer that some completion has, and what all completions share is the answer. Kleene's
 * logic, by which answers are found first, sees only the form of the rules: not that an ESR of 30 is raised in a man of
 * 40 as in a woman of 40.
 *
 * A treatment is the exception (I11): it is never put forward because of what is inferred, only of what is known.
 *
 * @example exactly(answers, reading)[0].settled // true, although the sex is not known
 */
export function exactly(answers: readonly Answered[], reading: Reading): readonly Answered[] {
  return answers.map((answered) => {
    const decision = reading.protocol.decisions.find(({ id }) => id === answered.decision)
    if (answered.settled || !decision) return answered
    const completions = completionsOf(reading)
    const ends = completions.narrowed(answered.decision)?.ends ?? []
    // Without any completion that can be, what is recorded contradicts itself, and Kleene's bounds are all there is.
    if (ends.length === 0) return answered
    const truth = (rule: RuleData): Truth => truthOf(rule.when, reading) ?? completions.truth(rule.id)
    return exact(answer(decision, reading, truth), decision, ends)
  })
}

function exact(answered: Answered, decision: DecisionDefinition, ends: readonly number[]): Answered {
  const { outcomes } = decision
  const now = outcomes.findIndex(({ id }) => id === answered.outcome)
  const rank = ends.includes(now) ? now : chosen(answered, decision, ends, now)
  const possible = [...new Set([...ends, rank])].sort((a, b) => a - b)
  const idAt = (place: number | undefined) => outcomes[place ?? 0]?.id ?? ''
  const outcome = idAt(rank)
  return {
    ...answered,
    outcome,
    atLeast: idAt(possible[0]),
    atMost: idAt(possible.at(-1)),
    settled: possible.length === 1,
    possible: possible.map(idAt),
    // What speaks for another answer is what could give it.
    rules: rank === now ? answered.rules : answered.open.filter(({ then }) => then === outcome),
  }
}

/**
 * The answer where the one that the rules give is that of no completion: it is brought within what completions give, to
 * the weakest of them or to the strongest, and is what they share where they share one.
 */
function chosen(answered: Answered, decision: DecisionDefinition, ends: readonly number[], now: number): number {
  const [weakest, strongest] = [ends[0] ?? now, ends.at(-1) ?? now]
  const stanceAt = (rank: number) => decision.outcomes[rank]?.stance
  const within = Math.min(Math.max(now, weakest), strongest)
  if (decision.kind === 'treatment') {
    // "Not yet, first ask" is the answer of no completion and stands until everything is known; what is inferred puts no
    // treatment forward.
    const isDefault = answered.rules.some(({ exceptionTo }) => exceptionTo.length === 0)
    return isDefault || (within > now && stanceAt(within) === 'recommended') ? now : within
  }
  // A broader wording of what all completions say stays: both searches while the sex is not known.
  const stance = stanceAt(now)
  return stance && ends.length > 1 && ends.every((rank) => stanceAt(rank) === stance) ? now : within
}

import type { Action, DecisionResult, Flag, Answer as Outcome } from '../../src/evaluate/result.ts'

/** What every engine is compared by: everything a decision says but its words. */
export interface Answer {
  readonly status: string
  readonly urgency: {
    readonly level: string
    readonly atLeast: string
    readonly atMost: string
    readonly settled: boolean
    readonly statements: readonly string[]
  }
  readonly redFlags: readonly Cited[]
  readonly features: readonly Cited[]
  readonly notes: readonly Cited[]
  readonly actions: readonly AnsweredAction[]
  /** Every decision with its bounds, also those that ask nothing of anyone. */
  readonly answers: readonly Outcome[]
  readonly next: string
  /** Findings, most useful question first. */
  readonly missing: readonly string[]
}

/** A flag, feature or note by its id, with the statements it cites. */
export interface Cited {
  readonly id: string
  readonly statements: readonly string[]
}

export type AnsweredAction = Pick<
  Action,
  'action' | 'decision' | 'kind' | 'outcome' | 'stance' | 'definite' | 'statements'
>

/** Input that was refused, by the codes of its problems. */
export interface Refusal {
  readonly refused: readonly string[]
}

/**
 * The comparable part of a decision, also of one that has been through JSON.
 *
 * @example answerOf(decide(standard, {}, '2026-03-15')).status // 'incomplete'
 */
export function answerOf(result: DecisionResult): Answer {
  const { status, urgency, redFlags, features, notes, actions, answers, next, missing } = result
  const { level, atLeast, atMost, settled, statements } = urgency
  return {
    status,
    urgency: { level, atLeast, atMost, settled, statements: sorted(statements) },
    redFlags: redFlags.map(cited),
    features: features.map(cited),
    notes: notes.map(cited),
    actions: actions.map((line) => ({
      action: line.action,
      decision: line.decision,
      kind: line.kind,
      outcome: line.outcome,
      stance: line.stance,
      definite: line.definite,
      statements: sorted(line.statements),
    })),
    answers: answers.map(({ decision, outcome, atLeast: least, atMost: most, settled: isSettled }) => ({
      decision,
      outcome,
      atLeast: least,
      atMost: most,
      settled: isSettled,
    })),
    next: next?.id ?? 'none',
    missing: missing.map(({ finding }) => finding),
  }
}

function cited({ id, statements }: Flag): Cited {
  return { id, statements: sorted(statements) }
}

function sorted(statements: readonly string[]): readonly string[] {
  return [...statements].sort()
}

/** Every statement that an answer cites anywhere. */
export function statementsOf({ urgency, redFlags, features, notes, actions }: Answer): ReadonlySet<string> {
  const lines = [urgency, ...redFlags, ...features, ...notes, ...actions]
  return new Set(lines.flatMap(({ statements }) => statements))
}

/** Whether the input was refused. */
export function isRefusal(answer: Answer | Refusal): answer is Refusal {
  return 'refused' in answer
}

import type { CalendarDate } from '../language/date.ts'
import { contentHash } from '../language/hash.ts'
import type { ConditionDefinition, NextStep, Protocol } from '../language/protocol.ts'
import { type Answered, answer } from './answer.ts'
import { changesOf } from './changes.ts'
import { combinedChangesOf } from './combined-changes.ts'
import { exactly } from './completions.ts'
import { because, evidenceFor } from './explain.ts'
import { missingOf } from './missing.ts'
import type { Action, Change, DecisionResult, Flag, Missing, ProtocolReference, Step, Urgency } from './result.ts'
import { type RecordedFindings, situate } from './situation.ts'
import { type Reading, read, truthOf } from './truth.ts'

/** What may be left out of a decision by whoever has no use for it. */
export interface DecideOptions {
  /** False: `changes` stays empty. They take half the time of a decision. */
  readonly withChanges?: boolean
}

/**
 * Decides a patient: everything CLINICAL.md section 6 asks for, with its reasons.
 * `findings` must have been read with `readFindings`; `asOf` is a day in the site's time zone.
 *
 * @example decide(standard, { cancerHistory: { value: 'past' } }, '2026-03-01').urgency.atLeast // 'soon'
 */
export function decide(
  protocol: Protocol,
  findings: RecordedFindings,
  asOf: CalendarDate,
  { withChanges = true }: DecideOptions = {},
): DecisionResult {
  const reading = read(protocol, situate(protocol, findings, asOf))
  const byRules = protocol.decisions.map((decision) => answer(decision, reading))
  const answers = exactly(byRules, reading)
  const missing = missingOf(answers, reading)
  const urgency = urgencyOf(answers, reading)
  const actions = answers.flatMap((answered) => actionOf(answered, urgency.level, reading))
  const steps = stepsOf(protocol.nextSteps, answers, missing, actions)
  // The first outcome of a decision on scope is "within scope".
  const outOfScope = protocol.decisions.some(
    ({ kind, outcomes }, index) => kind === 'scope' && answers[index]?.outcome !== outcomes[0]?.id,
  )
  return {
    asOf,
    status: outOfScope ? 'outOfScope' : missing.length > 0 ? 'incomplete' : 'complete',
    urgency,
    redFlags: flagsOf('red flag', reading),
    features: flagsOf('feature', reading),
    notes: flagsOf('note', reading),
    actions,
    ...(steps[0] ? { next: steps[0] } : {}),
    steps,
    missing,
    changes: withChanges ? allChanges(reading, asOf, byRules, answers) : [],
    answers: answers.map(({ decision, outcome, atLeast, atMost, settled }) => ({
      decision,
      outcome,
      atLeast,
      atMost,
      settled,
    })),
    protocol: referenceTo(protocol),
  }
}

/** Answers that only completions give are left out: by the rules alone it could not be told what changes them. */
function allChanges(
  reading: Reading,
  asOf: CalendarDate,
  byRules: readonly Answered[],
  answers: readonly Answered[],
): readonly Change[] {
  const told = byRules.filter(({ outcome }, index) => outcome === answers[index]?.outcome)
  const singles = changesOf(reading, asOf, told)
  return [...singles, ...combinedChangesOf(reading, asOf, told, singles)]
}

const references = new WeakMap<Protocol, ProtocolReference>()

/**
 * Names a protocol by version, layer and content hash, so that a past decision can be replayed.
 *
 * @example referenceTo(standard).layer // 'standard'
 */
export function referenceTo(protocol: Protocol): ProtocolReference {
  const found = references.get(protocol)
  if (found) return found
  const { name, version, layer } = protocol
  const reference = { name, version, hash: contentHash(protocol), layer }
  references.set(protocol, reference)
  return reference
}

function urgencyOf(answers: readonly Answered[], reading: Reading): Urgency {
  const index = reading.protocol.decisions.findIndex(({ kind }) => kind === 'urgency')
  const { outcome = '', atLeast = '', atMost = '', settled = false, rules = [] } = answers[index] ?? {}
  return { level: outcome, atLeast, atMost, settled, ...because(rules, reading) }
}

function actionOf(answered: Answered, level: string, reading: Reading): readonly Action[] {
  const decision = reading.protocol.decisions.find(({ id }) => id === answered.decision)
  const outcome = decision?.outcomes.find(({ id }) => id === answered.outcome)
  if (!decision || !outcome?.stance) return []
  const possible = decision.outcomes.filter(({ id }) => answered.possible.includes(id))
  return [
    {
      decision: decision.id,
      kind: decision.kind,
      outcome: outcome.id,
      action: outcome.action ?? decision.id,
      stance: outcome.stance,
      label: outcome.label,
      ...(decision.kind === 'referral' ? { urgency: level } : {}),
      definite: possible.every(({ stance }) => stance === outcome.stance),
      ...because(answered.rules, reading),
    },
  ]
}

function flagsOf(shows: ConditionDefinition['shows'], reading: Reading): readonly Flag[] {
  return reading.protocol.conditions
    .filter((condition) => condition.shows === shows)
    .flatMap((condition) => condition.definitions)
    .filter((definition) => truthOf(definition.when, reading) === true)
    .map(({ id, label, statements, when }) => ({ id, label, statements, findings: evidenceFor(when, reading) }))
}

/** The protocol's list of next steps, those that apply; where something is not known, the next question has its place among them. */
function stepsOf(
  nextSteps: readonly NextStep[],
  answers: readonly Answered[],
  missing: readonly Missing[],
  actions: readonly Action[],
): readonly Step[] {
  const matches = ({ decision, outcomes }: NextStep['does'][number]) =>
    answers.some((answered) => answered.decision === decision && outcomes.includes(answered.outcome))
  return nextSteps.flatMap((step): readonly Step[] => {
    const question = missing[0]
    if (step.asks)
      return question
        ? [{ id: step.id, label: question.question, actions: [], finding: question.finding, definite: true }]
        : []
    const does = step.does.filter(matches).map(({ decision }) => decision)
    if (does.length === 0 || !(step.given ?? []).every(matches)) return []
    const definite = actions.every((action) => action.definite || !does.includes(action.decision))
    return [{ id: step.id, label: step.label, actions: does, definite }]
  })
}

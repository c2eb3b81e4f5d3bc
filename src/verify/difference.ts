import type { DecisionRegions } from '../diagram/answers.ts'
import type { Ordinary } from '../diagram/component.ts'
import { type Diagram, FALSE, type Node, TRUE } from '../diagram/diagram.ts'
import { minimalCases } from '../diagram/minimal.ts'
import { type Case, oddness } from '../diagram/patients.ts'
import { referenceTo } from '../evaluate/decide.ts'
import type { ProtocolReference } from '../evaluate/result.ts'
import type { DecisionKind } from '../language/decision.ts'
import type { Protocol } from '../language/protocol.ts'
import { type Changed, changesBetween } from './changed-text.ts'
import { type GivenAnswer, type Patient, patientOf, replay } from './patient.ts'
import { type LayerModel, type Model, modelOf, type RecordedModel, recordedModelOf } from './prove.ts'

/** How many cases of how many. */
export interface Share {
  readonly cases: bigint
  readonly of: bigint
}

/** A share of the complete cases, and of those in which something may be not known too. */
export interface Shares {
  readonly complete: Share
  readonly withUnknowns: Share
}

/** One of the smallest patients who are treated differently: with fewer findings out of the ordinary they would not be. */
export interface MinimalDifference {
  readonly patient: Patient
  /** Of the decision, and of every other that differs for this patient. */
  readonly before: readonly GivenAnswer[]
  readonly after: readonly GivenAnswer[]
}

/** Minimal differences by the rules that speak before and after. */
export interface DifferenceByRule {
  readonly rulesBefore: readonly string[]
  readonly rulesAfter: readonly string[]
  readonly minimal: readonly MinimalDifference[]
}

/** One outcome in the place of another; `undefined` where one of the protocols does not ask the question. */
export interface OutcomeChange extends Shares {
  readonly before: string | undefined
  readonly after: string | undefined
  readonly byRule: readonly DifferenceByRule[]
}

export interface DecisionDifference extends Shares {
  readonly decision: string
  readonly label: string
  readonly kind: DecisionKind
  readonly changes: readonly OutcomeChange[]
}

/** What another protocol would do differently: exact, over all cases. */
export interface Difference {
  readonly before: ProtocolReference
  readonly after: ProtocolReference
  /** What was written otherwise: parameters, findings, conditions, rules. */
  readonly changed: readonly Changed[]
  /** Cases in which any decision differs, advice and scope apart. */
  readonly treatedDifferently: Shares
  /** The same, advice and scope included. */
  readonly saidDifferently: Shares
  readonly decisions: readonly DecisionDifference[]
}

export interface DifferenceOptions {
  readonly ordinary?: Ordinary
  readonly alwaysTold?: readonly string[]
}

/**
 * Compares two protocols (layers, or versions that may differ in parameters, findings and rules) over every case that
 * both admit: how many cases each decision answers otherwise, and all minimal differences as patients.
 *
 * A case with unknowns differs when its answer on what is known does. A question that only one of them asks counts where
 * its answer asks something of someone. Throws a VocabularyError where findings cannot be the same.
 *
 * @example difference(source, standard).decisions.find(({ decision }) => decision === 'urgency')
 */
export function difference(before: Protocol, after: Protocol, options: DifferenceOptions = {}): Difference {
  const { ordinary = {}, alwaysTold = [] } = options
  const nameOf = (protocol: Protocol) => (protocol === before ? 'before' : 'after')
  const model = modelOf([before, { ...after }], nameOf, { ordinary })
  const both: Both = { model, recorded: recordedModelOf(model) }
  const compared = compare(both)
  const decisions = compared.decisions
    .filter(({ changes }) => changes.length > 0)
    .map((decision): DecisionDifference => decisionDifference(decision, compared, both, alwaysTold))
  const isTreatment = ({ kind }: Compared) => kind !== 'advice' && kind !== 'scope'
  const share = (list: readonly Compared[]) =>
    sharesOf(
      list.flatMap(({ changes }) => changes),
      both,
    )
  return {
    before: referenceTo(before),
    after: referenceTo(after),
    changed: changesBetween(before, after),
    treatedDifferently: share(compared.decisions.filter(isTreatment)),
    saidDifferently: share(compared.decisions),
    decisions,
  }
}

interface Both {
  readonly model: Model
  readonly recorded: RecordedModel
}

/** Where one outcome stands in the place of another, over complete cases and over those with unknowns. */
interface Pair {
  readonly before: string | undefined
  readonly after: string | undefined
  readonly complete: Node
  readonly partial: Node
}

interface Compared {
  readonly decision: string
  readonly label: string
  readonly kind: DecisionKind
  readonly changes: readonly Pair[]
}

interface Comparison {
  readonly decisions: readonly Compared[]
}

interface Sides {
  readonly before: LayerModel | undefined
  readonly after: LayerModel | undefined
}

function compare({ model, recorded }: Both): Comparison {
  const sides = (layers: Model['layers']): Sides => ({ before: layers.get('before'), after: layers.get('after') })
  const [complete, partial] = [sides(recorded.layers), sides(model.layers)]
  const definitions = new Map(
    [complete.after, complete.before].flatMap((layer) =>
      (layer?.protocol.decisions ?? []).map((decision) => [decision.id, decision] as const),
    ),
  )
  const decisions = [...definitions.values()].map(({ id, label, kind }): Compared => {
    const exact = pairsOf(id, complete, recorded.cases, recorded.space.diagram)
    const known = pairsOf(id, partial, model.cases, model.partial.diagram)
    const keys = new Map([...known, ...exact])
    const changes = [...keys].map(([key, { before, after }]) => ({
      before,
      after,
      complete: exact.get(key)?.where ?? FALSE,
      partial: known.get(key)?.where ?? FALSE,
    }))
    return { decision: id, label, kind, changes }
  })
  return { decisions }
}

interface Where {
  readonly before: string | undefined
  readonly after: string | undefined
  readonly where: Node
}

function pairsOf(id: string, { before, after }: Sides, cases: Node, diagram: Diagram): ReadonlyMap<string, Where> {
  const pairs = new Map<string, Where>()
  for (const [from, here] of answersOf(before?.decisions.get(id), before))
    for (const [to, there] of answersOf(after?.decisions.get(id), after)) {
      if (from === to || (from === undefined && !asks(after, id, to)) || (to === undefined && !asks(before, id, from)))
        continue
      const where = diagram.and(here, there, cases)
      if (where !== FALSE) pairs.set(`${from} ${to}`, { before: from, after: to, where })
    }
  return pairs
}

/** Where each outcome is the answer: that of the first rule that speaks, as the interpreter has it; a question not asked has none. */
function answersOf(
  regions: DecisionRegions | undefined,
  layer: LayerModel | undefined,
): readonly (readonly [string | undefined, Node])[] {
  if (!regions || !layer) return [[undefined, TRUE]]
  const { diagram } = layer.regions.space
  const answers = new Map<string, Node>()
  let spoken: Node = FALSE
  for (const rule of regions.decision.rules) {
    const speaks = regions.speaks.get(rule.id) ?? FALSE
    answers.set(rule.then, diagram.or(answers.get(rule.then) ?? FALSE, diagram.without(speaks, spoken)))
    spoken = diagram.or(spoken, speaks)
  }
  return [...answers]
}

/** Whether an outcome asks something of someone. */
function asks(layer: LayerModel | undefined, id: string, outcome: string | undefined): boolean {
  const decision = layer?.protocol.decisions.find((candidate) => candidate.id === id)
  return decision?.outcomes.find((candidate) => candidate.id === outcome)?.stance !== undefined
}

function sharesOf(pairs: readonly Pair[], { model, recorded }: Both): Shares {
  const share = (diagram: Diagram, nodes: readonly Node[], all: Node): Share => ({
    cases: diagram.count(diagram.or(...nodes)),
    of: diagram.count(all),
  })
  const [complete, partial] = [pairs.map((pair) => pair.complete), pairs.map((pair) => pair.partial)]
  return {
    complete: share(recorded.space.diagram, complete, recorded.cases),
    withUnknowns: share(model.partial.diagram, partial, model.cases),
  }
}

function decisionDifference(
  { decision, label, kind, changes }: Compared,
  { decisions }: Comparison,
  both: Both,
  alwaysTold: readonly string[],
): DecisionDifference {
  const ids = decisions.map((each) => each.decision)
  const { space } = both.recorded
  return {
    decision,
    label,
    kind,
    ...sharesOf(changes, both),
    changes: changes.map((pair) => {
      const cases = minimalCases(space, pair.complete)
      const sorted = cases.toSorted((a, b) => oddness(space, a) - oddness(space, b))
      return {
        before: pair.before,
        after: pair.after,
        ...sharesOf([pair], both),
        byRule: grouped(
          sorted.map((found) => minimalDifference(found, ids, both.recorded, alwaysTold)),
          decision,
        ),
      }
    }),
  }
}

function minimalDifference(
  found: Case,
  ids: readonly string[],
  { space, layers }: RecordedModel,
  alwaysTold: readonly string[],
): MinimalDifference {
  const [first, second] = [layers.get('before'), layers.get('after')]
  const richer = (second?.protocol.findings.length ?? 0) >= (first?.protocol.findings.length ?? 0) ? second : first
  if (!first || !second || !richer) throw new RangeError('A comparison needs two protocols.')
  const patient = patientOf(space, found, richer.protocol, alwaysTold)
  const [before, after] = [replay(first, found, patient, ids), replay(second, found, patient, ids)]
  const outcomes = (answers: readonly GivenAnswer[]) =>
    new Map(answers.map(({ decision, outcome }) => [decision, outcome]))
  const [was, is] = [outcomes(before), outcomes(after)]
  const differs = ({ decision }: GivenAnswer) => was.get(decision) !== is.get(decision)
  return { patient, before: before.filter(differs), after: after.filter(differs) }
}

function grouped(minimal: readonly MinimalDifference[], decision: string): readonly DifferenceByRule[] {
  const rulesOf = (answers: readonly GivenAnswer[]) =>
    answers.find((each) => each.decision === decision)?.rules.map(({ id }) => id) ?? []
  const groups = new Map<
    string,
    { rulesBefore: readonly string[]; rulesAfter: readonly string[]; minimal: MinimalDifference[] }
  >()
  for (const each of minimal) {
    const [rulesBefore, rulesAfter] = [rulesOf(each.before), rulesOf(each.after)]
    const key = JSON.stringify([rulesBefore, rulesAfter])
    const group = groups.get(key) ?? { rulesBefore, rulesAfter, minimal: [] }
    group.minimal.push(each)
    groups.set(key, group)
  }
  return [...groups.values()]
}

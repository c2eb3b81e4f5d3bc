import { type DecisionRegions, exceptionsIn } from '../diagram/answers.ts'
import type { Placed } from '../diagram/case-space.ts'
import { type Diagram, FALSE, type Node } from '../diagram/diagram.ts'
import { answering } from '../diagram/lift.ts'
import type { ComponentState, Sample } from '../diagram/space.ts'
import type { Claim, Turn } from '../language/claim.ts'
import type { DecisionDefinition } from '../language/protocol.ts'
import { type LayerModel, type Model, whereAll, whereFact } from './prove.ts'

/** Where a claim fails: the cases, or, for a claim about the text itself, the names it fails for. */
export interface Refutation {
  readonly where: Node
  readonly names: readonly string[]
}

const HOLDS: Refutation = { where: FALSE, names: [] }

/**
 * Looks for cases that refute a claim, among all cases that can be.
 *
 * @example refute({ kind: 'one answer' }, standardLayer, model).where === FALSE // proved
 */
export function refute(claim: Claim, layer: LayerModel, model: Model): Refutation {
  const { diagram } = model.partial
  const among = (where: Node, names: readonly string[] = []): Refutation => ({
    where: diagram.and(where, model.cases),
    names,
  })
  switch (claim.kind) {
    case 'never':
      return among(whereAll(layer, claim.facts))
    case 'one answer':
      return firstOf(
        [...layer.decisions.values()].map((regions) =>
          among(unanswered(layer, regions.decision), [regions.decision.id]),
        ),
      )
    case 'never weakens':
      return firstOf(claim.turns.flatMap((turn) => weakened(claim, turn, layer, model)))
    case 'answers narrow':
      return widened(layer, model)
    case 'not below layer':
      return among(below(claim, layer, model))
    case 'weaker than layer only by':
      return firstOf(claim.decisions.map((id) => among(weaker(id, claim, layer, model), [id])))
    case 'all cited':
      return uncited(claim.kinds, layer)
    case 'all decisive':
      return indecisive(layer, model)
  }
}

function firstOf(refutations: readonly Refutation[]): Refutation {
  return refutations.find(({ where, names }) => where !== FALSE && names.length >= 0) ?? HOLDS
}

/** Cases without an answer, or with two: rules that speak side by side and disagree. */
function unanswered(layer: LayerModel, decision: DecisionDefinition): Node {
  const { diagram } = layer.regions.space
  const now = [...(layer.decisions.get(decision.id)?.now.values() ?? [])]
  const conflicts = now.flatMap((node, index) => now.slice(index + 1).map((other) => diagram.and(node, other)))
  return diagram.or(diagram.not(diagram.or(...now)), ...conflicts)
}

function rank(decision: DecisionDefinition, outcome: string): number {
  return decision.outcomes.findIndex(({ id }) => id === outcome)
}

/** Cases in which a turn of one finding has taken a decision to a weaker outcome. */
function weakened(
  claim: Extract<Claim, { kind: 'never weakens' }>,
  turn: Turn,
  layer: LayerModel,
  model: Model,
): readonly Refutation[] {
  const { partial: space } = model
  const { diagram } = space
  const placed = space.placed.find(({ component }) => component.findings.some(({ id }) => id === turn.finding))
  if (!placed) return []
  const unless = diagram.or(...claim.unless.map((fact) => whereFact(layer, fact)))
  return turnsOf(placed, turn).flatMap(([before, after]) => {
    const both = diagram.and(
      space.given(model.cases, placed, before),
      space.given(model.cases, placed, after),
      diagram.not(space.given(unless, placed, after)),
    )
    return claim.decisions.map((id) => {
      const falls = thresholds(layer.decisions.get(id), diagram).map((reached) =>
        diagram.and(space.given(reached, placed, before), diagram.not(space.given(reached, placed, after))),
      )
      const there = space.where(placed, (state) => state === placed.states[after])
      return { where: diagram.and(both, diagram.or(...falls), there), names: [turn.finding, id] }
    })
  })
}

/** Pairs of states of a component that differ in the one finding only, as the turn says. */
function turnsOf(placed: Placed, turn: Turn): readonly (readonly [number, number])[] {
  const is = (sample: Sample | undefined, value: string, side: 'from' | 'to') => {
    if (sample?.is !== 'value') return false
    if (typeof sample.value === 'string') return sample.value === value
    return side === 'from' ? sample.value <= Number(value) : sample.value >= Number(value)
  }
  return placed.states.flatMap((before, from) =>
    is(before.samples.get(turn.finding), turn.from, 'from')
      ? placed.states.flatMap((after, to) =>
          is(after.samples.get(turn.finding), turn.to, 'to') && sameBut(turn.finding, before, after)
            ? [[from, to] as const]
            : [],
        )
      : [],
  )
}

function sameBut(finding: string, a: ComponentState, b: ComponentState): boolean {
  return [...a.samples].every(
    ([id, sample]) => id === finding || JSON.stringify(sample) === JSON.stringify(b.samples.get(id)),
  )
}

/** For each outcome above the weakest: where the decision answers that or more. */
function thresholds(regions: DecisionRegions | undefined, diagram: Diagram): readonly Node[] {
  const outcomes = regions?.decision.outcomes ?? []
  return outcomes
    .slice(1)
    .map((_, index) => diagram.or(...outcomes.slice(index + 1).map(({ id }) => regions?.now.get(id) ?? FALSE)))
}

/** Cases in which an answer to something unknown makes an outcome possible that was not. */
function widened(layer: LayerModel, model: Model): Refutation {
  const { diagram } = model.partial
  const answered = answering(model.partial)
  for (const [id, { possible }] of layer.decisions)
    for (const [outcome, node] of possible) {
      const wider = diagram.and(answered(diagram.and(node, model.cases)), model.cases, diagram.not(node))
      if (wider !== FALSE) return { where: wider, names: [id, outcome] }
    }
  return HOLDS
}

/** Cases in which the least possible outcome is below that of another layer. */
function below(claim: Extract<Claim, { kind: 'not below layer' }>, layer: LayerModel, model: Model): Node {
  const { diagram } = model.partial
  const own = layer.decisions.get(claim.decision)
  const other = model.layers.get(claim.layer)?.decisions.get(claim.decision)
  if (!own || !other) return FALSE
  return diagram.or(
    ...[...own.possible].map(([outcome, node]) => {
      const atOrBelow = [...other.possible].filter(([id]) => rank(own.decision, id) <= rank(own.decision, outcome))
      return diagram.and(node, diagram.not(diagram.or(...atOrBelow.map(([, region]) => region))))
    }),
  )
}

/** Cases in which a decision is weaker than in another layer by a rule that cites none of the statements. */
function weaker(
  id: string,
  claim: Extract<Claim, { kind: 'weaker than layer only by' }>,
  layer: LayerModel,
  model: Model,
): Node {
  const { diagram } = model.partial
  const own = layer.decisions.get(id)
  const other = model.layers.get(claim.layer)?.decisions.get(id)
  if (!own || !other) return FALSE
  return diagram.or(
    ...own.decision.rules
      .filter(({ statements }) => !statements.some((statement) => claim.statements.includes(statement)))
      .map((rule) => {
        const stronger = [...other.now].filter(
          ([outcome]) => rank(own.decision, outcome) > rank(own.decision, rule.then),
        )
        return diagram.and(own.speaks.get(rule.id) ?? FALSE, diagram.or(...stronger.map(([, node]) => node)))
      }),
  )
}

function uncited(kinds: readonly string[], layer: LayerModel): Refutation {
  const { protocol } = layer
  const cited = new Set([
    ...protocol.conditions.flatMap(({ definitions }) => definitions.flatMap(({ statements }) => statements)),
    ...protocol.decisions.flatMap(({ rules }) => rules.flatMap(({ statements }) => statements)),
    ...protocol.parameters.map(({ statement }) => statement),
  ])
  const names = protocol.statements.filter(({ id, kind }) => kinds.includes(kind) && !cited.has(id)).map(({ id }) => id)
  return { where: FALSE, names }
}

/** Rules without which no case would be answered otherwise, and definitions without which their condition would not change. */
function indecisive(layer: LayerModel, model: Model): Refutation {
  const { diagram } = model.partial
  const names: string[] = []
  for (const { decision } of layer.decisions.values()) {
    const exceptions = exceptionsIn(decision)
    for (const rule of decision.rules) {
      const speaks = layer.decisions.get(decision.id)?.speaks.get(rule.id) ?? FALSE
      const others = decision.rules.filter((other) => other.then !== rule.then)
      const without = others.map((other) => {
        const above = (exceptions.get(other.id) ?? []).filter((id) => id !== rule.id)
        const holds = (id: string) =>
          layer.regions.region(decision.rules.find((candidate) => candidate.id === id)?.when ?? other.when).holds
        return diagram.and(holds(other.id), diagram.not(diagram.or(...above.map(holds))))
      })
      const only = rule.exceptionTo.length === 0 ? speaks : diagram.and(speaks, diagram.or(...without))
      if (diagram.and(model.cases, only) === FALSE) names.push(rule.id)
    }
  }
  for (const { definitions } of layer.protocol.conditions)
    for (const definition of definitions) {
      const others = definitions
        .filter((other) => other !== definition)
        .map(({ when }) => layer.regions.region(when).holds)
      const alone = diagram.and(layer.regions.region(definition.when).holds, diagram.not(diagram.or(...others)))
      if (diagram.and(model.cases, alone) === FALSE) names.push(definition.id)
    }
  return { where: FALSE, names }
}

import type { DecisionRegions } from '../diagram/answers.ts'
import type { Placed } from '../diagram/case-space.ts'
import type { ComponentState, Sample } from '../diagram/component.ts'
import { type Diagram, FALSE, type Node } from '../diagram/diagram.ts'
import { isBeyond, refinements } from '../diagram/lift.ts'
import { asking, mayWiden } from '../diagram/narrowing.ts'
import type { Case } from '../diagram/patients.ts'
import type { Claim, Turn } from '../language/claim.ts'
import { exceptionsOf } from '../language/exceptions.ts'
import type { DecisionDefinition } from '../language/protocol.ts'
import { type LayerModel, type Model, whereAll, whereFact } from './prove.ts'

/** Where a claim fails: the cases, or, for a claim about the text itself, the names it fails for. */
export interface Refutation {
  readonly where: Node
  readonly names: readonly string[]
  /** For a claim about a turn: the same patient before it. */
  readonly before?: (found: Case) => Case
}

const HOLDS: Refutation = { where: FALSE, names: [] }

type ClaimOf<Kind extends Claim['kind']> = Extract<Claim, { readonly kind: Kind }>

/**
 * Looks for cases that refute a claim, among all cases that can be: the first that is found.
 *
 * @example refute({ kind: 'one answer' }, standardLayer, model).where === FALSE // proved
 */
export function refute(claim: Claim, layer: LayerModel, model: Model): Refutation {
  for (const refutation of refutations(claim, layer, model)) return refutation
  return HOLDS
}

/**
 * Every way in which a claim fails: by each finding that turns, each decision, each rule.
 *
 * @example [...refutations(claim, standardLayer, model)].map(({ names }) => names.join()) // ['treatedForCancer,mri', …]
 */
export function* refutations(claim: Claim, layer: LayerModel, model: Model): Generator<Refutation> {
  if (claim.kind === 'all cited') yield* uncited(claim.kinds, layer)
  else if (claim.kind === 'all decisive') yield* indecisive(layer, model)
  else
    for (const { where, ...rest } of failures(claim, layer, model)) {
      const among = model.partial.diagram.and(where, model.cases)
      if (among !== FALSE) yield { where: among, ...rest }
    }
}

type ClaimOfText = ClaimOf<'all cited' | 'all decisive'>

function failures(claim: Exclude<Claim, ClaimOfText>, layer: LayerModel, model: Model): Iterable<Refutation> {
  switch (claim.kind) {
    case 'never':
      return [{ where: whereAll(layer, claim.facts), names: [] }]
    case 'one answer':
      return unanswered(layer)
    case 'never weakens':
      return weakened(claim, layer, model)
    case 'answers narrow':
      return widened(layer, model)
    case 'not below layer':
      return below(claim, layer, model)
    case 'weaker only by':
      return weaker(claim, layer, model)
  }
}

/** Cases without an answer, or with two: rules that speak side by side and disagree. */
function* unanswered(layer: LayerModel): Generator<Refutation> {
  const { diagram } = layer.regions.space
  for (const { decision, now } of layer.decisions.values()) {
    const answers = [...now.values()]
    const conflicts = answers.flatMap((node, index) =>
      answers.slice(index + 1).map((other) => diagram.and(node, other)),
    )
    const where = diagram.or(diagram.not(diagram.or(...answers)), ...conflicts)
    if (where !== FALSE) yield { where, names: [decision.id] }
  }
}

function rank(decision: DecisionDefinition, outcome: string): number {
  return decision.outcomes.findIndex(({ id }) => id === outcome)
}

/** Cases in which a turn of one finding has taken a decision to a weaker outcome. */
function* weakened(claim: ClaimOf<'never weakens'>, layer: LayerModel, model: Model): Generator<Refutation> {
  const { partial: space, cases } = model
  const { diagram } = space
  const unless = diagram.or(...claim.unless.map((fact) => whereFact(layer, fact)))
  const reached = claim.decisions.map((id) => {
    const nodes = thresholds(layer.decisions.get(id), diagram)
    return { id, nodes, asked: asking(space, nodes) }
  })
  for (const turn of claim.turns) {
    const index = space.placed.findIndex(({ component }) => component.findings.some(({ id }) => id === turn.finding))
    const placed = space.placed[index]
    if (!placed) continue
    for (const [from, to] of turnsOf(placed, turn)) {
      const [before, after] = [space.giving(placed, from), space.giving(placed, to)]
      for (const { id, nodes, asked } of reached) {
        // Where nothing falls at the place where the finding is asked, nothing falls anywhere.
        const mayFall = (asked.get(placed) ?? []).some(
          (node) => diagram.without(space.fix(node, placed, from), space.fix(node, placed, to)) !== FALSE,
        )
        if (!mayFall) continue
        const falls = diagram.or(...nodes.map((node) => diagram.without(before(node), after(node))))
        const there = space.where(placed, (state) => state === placed.states[to])
        const where = diagram.and(diagram.without(falls, after(unless)), before(cases), after(cases), there)
        yield { where, names: [turn.finding, id], before: (found) => found.with(index, from) }
      }
    }
  }
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

/**
 * Cases in which an answer to something unknown makes an outcome possible that was not. Answers to one component at a time
 * are enough: several are given one after another, and every case on the way can be too.
 */
function* widened(layer: LayerModel, model: Model): Generator<Refutation> {
  const { partial: space } = model
  const { diagram } = space
  const outcomes = [...layer.decisions].flatMap(([id, { possible }]) =>
    [...possible].map(([outcome, node]) => ({ names: [id, outcome], node })),
  )
  const functions = outcomes.map(({ node }) => node)
  for (const placed of mayWiden(space, functions)) {
    const given = placed.states.map((_, code) => space.giving(placed, code))
    const cases = whereItApplies(placed, model)
    for (const [less, codes] of refinements(placed).entries())
      for (const { names, node } of outcomes)
        for (const more of codes) {
          const gained = diagram.without(given[more]?.(node) ?? FALSE, given[less]?.(node) ?? FALSE)
          if (gained === FALSE) continue
          const there = space.where(placed, (state) => state === placed.states[less])
          yield { where: diagram.and(gained, given[more]?.(cases) ?? FALSE, there), names }
        }
  }
}

/** The cases that can be in which a component records nothing that does not apply: what does not apply is no answer. */
function whereItApplies(placed: Placed, { partial, complete, completeCases, lift }: Model): Node {
  const there = complete.placed[partial.placed.indexOf(placed)]
  return there ? lift(complete.diagram.without(completeCases, complete.where(there, isBeyond))) : FALSE
}

/** Cases in which the least possible outcome is below that of another layer. */
function* below(claim: ClaimOf<'not below layer'>, layer: LayerModel, model: Model): Generator<Refutation> {
  const { diagram } = model.partial
  const own = layer.decisions.get(claim.decision)
  const other = model.layers.get(claim.layer)?.decisions.get(claim.decision)
  if (!own || !other) return
  for (const [outcome, node] of own.possible) {
    const atOrBelow = [...other.possible].filter(([id]) => rank(own.decision, id) <= rank(own.decision, outcome))
    yield {
      where: diagram.without(node, diagram.or(...atOrBelow.map(([, region]) => region))),
      names: [claim.decision],
    }
  }
}

/** Cases in which a decision is weaker than in another layer by a rule that cites none of the statements. */
function* weaker(claim: ClaimOf<'weaker only by'>, layer: LayerModel, model: Model): Generator<Refutation> {
  const { diagram } = model.partial
  for (const id of claim.decisions) {
    const own = layer.decisions.get(id)
    const other = model.layers.get(claim.layer)?.decisions.get(id)
    if (!own || !other) continue
    for (const rule of own.decision.rules) {
      if (rule.statements.some((statement) => claim.statements.includes(statement))) continue
      const stronger = [...other.now].filter(([outcome]) => rank(own.decision, outcome) > rank(own.decision, rule.then))
      const where = diagram.and(own.speaks.get(rule.id) ?? FALSE, diagram.or(...stronger.map(([, node]) => node)))
      yield { where, names: [id, rule.id] }
    }
  }
}

function uncited(kinds: readonly string[], layer: LayerModel): readonly Refutation[] {
  const { protocol } = layer
  const cited = new Set([
    ...protocol.conditions.flatMap(({ definitions }) => definitions.flatMap(({ statements }) => statements)),
    ...protocol.decisions.flatMap(({ rules }) => rules.flatMap(({ statements }) => statements)),
    ...protocol.parameters.map(({ statement }) => statement),
  ])
  const names = protocol.statements.filter(({ id, kind }) => kinds.includes(kind) && !cited.has(id)).map(({ id }) => id)
  return names.length > 0 ? [{ where: FALSE, names }] : []
}

/** Rules without which no case would be answered otherwise, and definitions without which their condition would not change. */
function indecisive(layer: LayerModel, model: Model): readonly Refutation[] {
  const { diagram } = model.partial
  const among = (...nodes: readonly Node[]) => diagram.and(model.cases, diagram.and(...nodes)) !== FALSE
  const rules = [...layer.decisions.values()].flatMap(({ decision, speaks }) =>
    decision.rules
      .filter((rule) => {
        const own = speaks.get(rule.id) ?? FALSE
        if (rule.exceptionTo.length === 0) return !among(own)
        return !withoutRule(rule.id, decision, layer).some((node) => among(own, node()))
      })
      .map(({ id }) => id),
  )
  const definitions = layer.protocol.conditions.flatMap(({ definitions: all }) =>
    all
      .filter((definition) => {
        const others = all.filter((other) => other !== definition).map(({ when }) => layer.regions.region(when).holds)
        return !among(diagram.without(layer.regions.region(definition.when).holds, diagram.or(...others)))
      })
      .map(({ id }) => id),
  )
  const names = [...rules, ...definitions]
  return names.length > 0 ? [{ where: FALSE, names }] : []
}

/** Where each rule with another outcome would speak if one rule were not there; those it excepts first. */
function withoutRule(id: string, decision: DecisionDefinition, layer: LayerModel): readonly (() => Node)[] {
  const { diagram } = layer.regions.space
  const exceptions = exceptionsOf(decision)
  const rule = decision.rules.find((candidate) => candidate.id === id)
  const holds = new Map(decision.rules.map(({ id: other, when }) => [other, layer.regions.region(when).holds]))
  const region = (other: string) => holds.get(other) ?? FALSE
  const isParent = (other: string) => Number(rule?.exceptionTo.includes(other) ?? false)
  return decision.rules
    .filter(({ then }) => then !== rule?.then)
    .toSorted((a, b) => isParent(b.id) - isParent(a.id))
    .map(({ id: other }) => () => {
      const above = (exceptions.get(other) ?? []).filter((each) => each !== id)
      return diagram.without(region(other), diagram.or(...above.map(region)))
    })
}

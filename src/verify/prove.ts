import { answerEverywhere, type DecisionRegions } from '../diagram/answers.ts'
import { CaseSpace, ProtocolRegions, possibleCases } from '../diagram/case-space.ts'
import { FALSE, type Node, TRUE } from '../diagram/diagram.ts'
import { lift } from '../diagram/lift.ts'
import { componentsOf, type SpaceOptions } from '../diagram/space.ts'
import type { Claim, Fact } from '../language/claim.ts'
import type { ConditionData } from '../language/condition.ts'
import type { Protocol } from '../language/protocol.ts'

/** One layer read over all cases with unknowns. */
export interface LayerModel {
  readonly protocol: Protocol
  readonly regions: ProtocolRegions
  readonly decisions: ReadonlyMap<string, DecisionRegions>
}

/** Everything a proof needs: the cases, with and without unknowns, and every layer read over them. */
export interface Model {
  readonly partial: CaseSpace
  readonly complete: CaseSpace
  /** The complete cases that can be. */
  readonly completeCases: Node
  /** The cases with unknowns that can be: some complete case that can be completes each. */
  readonly cases: Node
  /** From complete cases to the cases with unknowns they complete. */
  readonly lift: (node: Node) => Node
  readonly layers: ReadonlyMap<string, LayerModel>
  readonly completeLayers: ReadonlyMap<string, LayerModel>
}

/**
 * Reads protocols (layers or versions) over every possible case. `alsoRead` names the conditions that claims ask, so
 * that no claim is proved because nothing tells its cases apart.
 *
 * @example modelOf([source, standard]).layers.get('standard')
 */
export function modelOf(
  protocols: readonly Protocol[],
  nameOf: (protocol: Protocol) => string = ({ layer }) => layer,
  options: SpaceOptions = {},
): Model {
  const components = componentsOf(protocols, options)
  const partial = new CaseSpace(components, 'partial')
  const complete = new CaseSpace(components, 'complete')
  const read = (space: CaseSpace) =>
    new Map(protocols.map((protocol): [string, LayerModel] => [nameOf(protocol), readLayer(space, protocol)]))
  const layers = read(partial)
  const completeLayers = read(complete)
  const completeCases = possibleCases([...completeLayers.values()].map(({ regions }) => regions))
  const lifted = lift(complete, partial)
  return { partial, complete, completeCases, cases: lifted(completeCases), lift: lifted, layers, completeLayers }
}

/** The cases in which everything is recorded that can be, and every layer read over them: each can be decided as it stands. */
export interface RecordedModel {
  readonly space: CaseSpace
  readonly cases: Node
  readonly layers: ReadonlyMap<string, LayerModel>
}

/**
 * Reads the protocols of a model over the cases in which everything is recorded that can be.
 *
 * @example recordedModelOf(modelOf([standard])).layers.get('standard')
 */
export function recordedModelOf(model: Model): RecordedModel {
  const space = new CaseSpace(
    model.partial.placed.map(({ component }) => component),
    'recorded',
  )
  const layers = new Map([...model.layers].map(([name, { protocol }]) => [name, readLayer(space, protocol)]))
  return { space, cases: possibleCases([...layers.values()].map(({ regions }) => regions)), layers }
}

function readLayer(space: CaseSpace, protocol: Protocol): LayerModel {
  const regions = new ProtocolRegions(space, protocol)
  const decisions = new Map(protocol.decisions.map((decision) => [decision.id, answerEverywhere(regions, decision)]))
  return { protocol, regions, decisions }
}

/**
 * The conditions that claims ask of a case.
 *
 * @example modelOf([source, standard], undefined, { alsoRead: askedBy(guarantees.flatMap(({ claims }) => claims)) })
 */
export function askedBy(claims: readonly Claim[]): readonly ConditionData[] {
  return claims.flatMap((claim) => {
    const facts = claim.kind === 'never' ? claim.facts : claim.kind === 'never weakens' ? claim.unless : []
    return facts.flatMap((fact) => ('condition' in fact ? [fact.condition] : []))
  })
}

/** Where a fact holds, in a layer over the cases with unknowns. */
export function whereFact(layer: LayerModel, fact: Fact): Node {
  const { diagram } = layer.regions.space
  if ('condition' in fact) {
    const { holds, fails } = layer.regions.region(fact.condition)
    switch (fact.is) {
      case 'true':
        return holds
      case 'false':
        return fails
      case 'not true':
        return diagram.not(holds)
      case 'not false':
        return diagram.not(fails)
      case 'not known':
        return diagram.not(diagram.or(holds, fails))
    }
  }
  const decision = layer.decisions.get(fact.decision)
  if (!decision) return fact.is === 'not now' ? TRUE : FALSE
  const among = fact.outcomes.map(
    (outcome) => (fact.is === 'possible' ? decision.possible : decision.now).get(outcome) ?? FALSE,
  )
  const found = diagram.or(...among)
  return fact.is === 'not now' ? diagram.not(found) : found
}

/** Where all facts hold. */
export function whereAll(layer: LayerModel, facts: readonly Fact[]): Node {
  return layer.regions.space.diagram.and(...facts.map((fact) => whereFact(layer, fact)))
}

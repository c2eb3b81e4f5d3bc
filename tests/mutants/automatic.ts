import { exceptionsOf } from '../../src/language/exceptions.ts'
import type { DecisionDefinition, Protocol, RuleData } from '../../src/language/protocol.ts'
import { without } from '../engines/without.ts'
import { variantsOf } from './conditions.ts'
import { eachLayer, type Layers, type Mutant, withCondition, withParameter, withRule } from './mutant.ts'
import { saidMutants } from './said.ts'
import { vocabularyMutants } from './vocabulary.ts'

/*
 * Mutants of what decides: conditions, rules and parameters. Those of the vocabulary and of what is said are beside it.
 */

/** How far a parameter is moved, by its unit: one step of what it is compared with. */
const STEP: Readonly<Record<string, number>> = { Cel: 0.1, 'mm/h/a': 0.1 }

/**
 * Every mutant of every rule, definition and parameter of some layers. A piece that several layers share is changed in
 * all of them, as an edit of its text would.
 *
 * @example automaticMutants({ source, standard }).length // more than a thousand
 */
export function automaticMutants(layers: Layers): readonly Mutant[] {
  return [
    ...ofConditions(layers),
    ...ofRules(layers),
    ...removals(layers),
    ...ofParameters(layers),
    ...vocabularyMutants(layers),
    ...saidMutants(layers),
  ]
}

/** Each piece once, by its id, with the words of the first layer that has it: every other layer that has it knows them. */
function piecesOf(layers: Layers) {
  const pieces = Object.values(layers)
    .toReversed()
    .flatMap(({ conditions, decisions, findings, parameters }) => [
      ...conditions.flatMap(({ definitions }) =>
        definitions.map(({ id, when }) => ({ id, when, findings, parameters })),
      ),
      ...decisions.flatMap(({ rules }) =>
        rules
          .filter(({ exceptionTo }) => exceptionTo.length > 0)
          .map(({ id, when }) => ({ id, when, findings, parameters })),
      ),
    ])
  return [...new Map(pieces.map((piece) => [piece.id, piece])).values()]
}

function rulesOf(layers: Layers): readonly { readonly rule: RuleData; readonly decision: DecisionDefinition }[] {
  const rules = Object.values(layers).flatMap(({ decisions }) =>
    decisions.flatMap((decision) => decision.rules.map((rule) => ({ rule, decision }))),
  )
  return [...new Map(rules.map((each) => [each.rule.id, each])).values()]
}

function ofConditions(layers: Layers): readonly Mutant[] {
  return piecesOf(layers).flatMap(({ id, when, ...vocabulary }) =>
    variantsOf(when, vocabulary).map(({ kind, description, when: changed }) => ({
      kind,
      piece: id,
      description,
      make: () => eachLayer(layers, (protocol) => withCondition(protocol, id, changed)),
    })),
  )
}

function ofRules(layers: Layers): readonly Mutant[] {
  return rulesOf(layers).flatMap(({ rule, decision }) => [
    ...otherOutcomes(rule, decision).map((then) => ({
      kind: 'change the outcome',
      piece: rule.id,
      description: `“${then}” in place of “${rule.then}”`,
      make: () => eachLayer(layers, (protocol) => withRule(protocol, rule.id, (each) => ({ ...each, then }))),
    })),
    ...detachments(rule).map((parent) => ({
      kind: 'detach an exception',
      piece: rule.id,
      description: `no exception to “${parent}”`,
      make: () =>
        eachLayer(layers, (protocol) =>
          withRule(protocol, rule.id, (each) => {
            // In a layer with fewer rules it may be an exception to that one only, and stays so.
            const left = each.exceptionTo.filter((other) => other !== parent)
            return left.length > 0 ? { ...each, exceptionTo: left } : each
          }),
        ),
    })),
    ...attachments(rule, decision).map((parent) => ({
      kind: 'attach an exception',
      piece: rule.id,
      description: `an exception to “${parent}” too`,
      make: () =>
        eachLayer(layers, (protocol) =>
          // A layer without the other rule has nothing to except.
          hasRule(protocol, parent)
            ? withRule(protocol, rule.id, (each) => ({ ...each, exceptionTo: [...each.exceptionTo, parent].sort() }))
            : protocol,
        ),
    })),
  ])
}

function otherOutcomes({ then }: RuleData, { outcomes }: DecisionDefinition): readonly string[] {
  return outcomes.map(({ id }) => id).filter((id) => id !== then)
}

/** Rules before this one that it does not except already, by itself or through one that it excepts. */
function attachments(rule: RuleData, decision: DecisionDefinition): readonly string[] {
  if (rule.exceptionTo.length === 0) return []
  const excepting = exceptionsOf(decision)
  const place = decision.rules.indexOf(rule)
  return decision.rules
    .slice(0, place)
    .map(({ id }) => id)
    .filter((id) => !excepting.get(id)?.includes(rule.id))
}

function hasRule({ decisions }: Protocol, id: string): boolean {
  return decisions.some(({ rules }) => rules.some((rule) => rule.id === id))
}

/** A rule must stay an exception to something, or the decision would have two defaults: that is refused when it is built. */
function detachments({ exceptionTo }: RuleData): readonly string[] {
  return exceptionTo.length > 1 ? exceptionTo : []
}

function removals(layers: Layers): readonly Mutant[] {
  return piecesOf(layers).map(({ id }) => ({
    kind: 'remove it',
    piece: id,
    description: 'not there',
    make: () => eachLayer(layers, (protocol) => without(protocol, id)),
  }))
}

function ofParameters(layers: Layers): readonly Mutant[] {
  const parameters = new Map(
    Object.values(layers).flatMap(({ parameters: list }) => list.map((each) => [each.id, each])),
  )
  return [...parameters.values()].flatMap(({ id, value, unit }) =>
    [-1, 1].map((direction) => {
      const moved = Number((value + direction * (STEP[unit] ?? 1)).toFixed(3))
      return {
        kind: 'shift a parameter',
        piece: id,
        description: `${moved} in place of ${value} ${unit}`,
        make: () => eachLayer(layers, (protocol) => withParameter(protocol, id, moved)),
      }
    }),
  )
}

import { contentHash } from '../language/hash.ts'
import type { Protocol } from '../language/protocol.ts'

/** A part of a protocol that is there in one version only, or is written otherwise in the other. */
export interface Changed {
  readonly what: 'parameter' | 'finding' | 'constraint' | 'statement' | 'definition' | 'rule' | 'decision' | 'next step'
  readonly id: string
  readonly change: 'added' | 'removed' | 'changed'
  /** For a parameter: its numbers. */
  readonly numbers?: { readonly before?: number; readonly after?: number; readonly unit: string }
}

/**
 * What two protocols have written otherwise, whether or not it changes what any patient gets.
 *
 * @example changesBetween(source, standard).filter(({ what }) => what === 'rule').length // the rules that are added
 */
export function changesBetween(before: Protocol, after: Protocol): readonly Changed[] {
  const compare = (
    what: Changed['what'],
    own: readonly { readonly id: string }[],
    other: readonly { readonly id: string }[],
  ): readonly Changed[] => {
    const [was, is] = [byId(own), byId(other)]
    return [...new Set([...was.keys(), ...is.keys()])].flatMap((id): readonly Changed[] => {
      const change = !was.has(id)
        ? 'added'
        : !is.has(id)
          ? 'removed'
          : was.get(id) === is.get(id)
            ? undefined
            : 'changed'
      return change ? [{ what, id, change }] : []
    })
  }
  const definitions = (protocol: Protocol) => protocol.conditions.flatMap((condition) => condition.definitions)
  const rules = (protocol: Protocol) => protocol.decisions.flatMap((decision) => decision.rules)
  const decisions = (protocol: Protocol) => protocol.decisions.map(({ rules: _, ...decision }) => decision)
  return [
    ...compare('parameter', before.parameters, after.parameters).map((changed) => ({
      ...changed,
      numbers: numbersOf(changed.id, before, after),
    })),
    ...compare('finding', before.findings, after.findings),
    ...compare('constraint', before.constraints, after.constraints),
    ...compare('statement', before.statements, after.statements),
    ...compare('definition', definitions(before), definitions(after)),
    ...compare('decision', decisions(before), decisions(after)),
    ...compare('rule', rules(before), rules(after)),
    ...compare('next step', before.nextSteps, after.nextSteps),
  ]
}

function byId(items: readonly { readonly id: string }[]): ReadonlyMap<string, string> {
  // By content, not by how it happens to be written: a kept or saved protocol may have its members in another order.
  return new Map(items.map((item) => [item.id, contentHash(item)]))
}

function numbersOf(id: string, before: Protocol, after: Protocol): NonNullable<Changed['numbers']> {
  const [was, is] = [before, after].map(({ parameters }) => parameters.find((parameter) => parameter.id === id))
  return {
    ...(was ? { before: was.value } : {}),
    ...(is ? { after: is.value } : {}),
    unit: (is ?? was)?.unit ?? '',
  }
}

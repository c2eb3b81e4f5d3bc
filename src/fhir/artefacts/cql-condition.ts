import type { ConditionData, Leaf, Limit } from '../../language/condition.ts'
import type { Protocol } from '../../language/protocol.ts'

/*
 * Conditions in CQL. CQL's `and`, `or`, `not` are Kleene's, with null for not known, so a condition keeps its form. A
 * finding is three definitions: `Done f` (true: it has a value; false: it was not done, or cannot apply; null: not
 * known), `Value f` and `Age f` (days since it was observed), both null without a value. `"Done f" and …` therefore is
 * false for what was not done, and null for what is not known, whatever stands after it.
 */

/** A name in CQL. */
export const quoted = (name: string): string => `"${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`

/** A text in CQL. */
export const literal = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

/** A number in CQL that is a Decimal whatever its digits. */
export const decimal = (value: number): string => (Number.isInteger(value) ? `${value}.0` : String(value))

/** The names under which the library defines a thing. */
export const defined = {
  value: (finding: string) => quoted(`Value ${finding}`),
  done: (finding: string) => quoted(`Done ${finding}`),
  age: (finding: string) => quoted(`Age ${finding}`),
  record: (finding: string) => quoted(`Record ${finding}`),
  parameter: (id: string) => quoted(`Parameter ${id}`),
  condition: (id: string) => quoted(`Condition ${id}`),
  definition: (id: string) => quoted(`Definition ${id}`),
  rule: (id: string) => quoted(`Rule ${id}`),
} as const

/**
 * A condition as a CQL expression, in the same three values.
 *
 * @example cqlOf({ op: 'present', finding: 'fever' }, standard) // '("Done fever" and "Value fever")'
 */
export function cqlOf(condition: ConditionData, protocol: Protocol): string {
  switch (condition.op) {
    case 'not':
      return `(not ${cqlOf(condition.of, protocol)})`
    case 'all':
      return joined(condition.of, ' and ', 'true', protocol)
    case 'any':
      return joined(condition.of, ' or ', 'false', protocol)
    case 'atLeast':
      return `"At least"(${condition.count}, { ${condition.of.map((part) => cqlOf(part, protocol)).join(', ')} })`
    case 'defined': {
      // A condition that this layer does not define never holds.
      const isDefined = protocol.conditions.some(({ id }) => id === condition.condition)
      return isDefined ? defined.condition(condition.condition) : 'false'
    }
    default:
      return `(${defined.done(condition.finding)} and ${readOf(condition)})`
  }
}

function joined(parts: readonly ConditionData[], by: string, empty: string, protocol: Protocol): string {
  const [only, ...more] = parts.map((part) => cqlOf(part, protocol))
  if (only === undefined) return empty
  return more.length === 0 ? only : inBrackets([only, ...more], by)
}

/** Parts joined in brackets: in one line while that is short, else each on a line of its own. */
export function inBrackets(parts: readonly string[], by: string): string {
  const line = `(${parts.join(by)})`
  if (line.length <= LINE && !line.includes('\n')) return line
  const lines = parts.map((part, index) => `  ${index === 0 ? '' : by.trimStart()}${part.replaceAll('\n', '\n  ')}`)
  return `(\n${lines.join('\n')}\n)`
}

const LINE = 100

function readOf(leaf: Leaf): string {
  const value = defined.value(leaf.finding)
  switch (leaf.op) {
    case 'done':
      return 'true'
    case 'present':
      return value
    case 'is': {
      const each = leaf.values.map((id) => `${value} = ${literal(id)}`)
      return each.length === 1 ? String(each[0]) : `(${each.join(' or ')})`
    }
    case 'within':
      return `${defined.age(leaf.finding)} <= ${defined.parameter(leaf.days)}`
    case 'compare':
      return `${value} ${leaf.relation} ${limitOf(leaf.limit)}`
  }
}

function limitOf(limit: Limit): string {
  if ('parameter' in limit) return defined.parameter(limit.parameter)
  const { finding, plus, times } = limit
  const sum = plus ? `(${defined.value(finding)} + ${defined.parameter(plus)})` : defined.value(finding)
  return times ? `(${sum} * ${defined.parameter(times)})` : sum
}

/**
 * The statements that a condition rests on while it is true (or false), as a CQL list: those whose definitions made it
 * so. Undefined where it mentions no named condition, and so rests on none.
 *
 * @example citesOf({ op: 'defined', condition: 'redFlag' }, true, standard) // '"Cites redFlag"'
 */
export function citesOf(condition: ConditionData, truth: boolean, protocol: Protocol): string | undefined {
  switch (condition.op) {
    case 'not':
      return citesOf(condition.of, !truth, protocol)
    case 'all':
    case 'any':
    case 'atLeast': {
      const parts = condition.of.flatMap((part) => {
        const cites = citesOf(part, truth, protocol)
        if (cites === undefined) return []
        // A part of another truth had no say. A named condition answers for itself.
        if (part.op === 'defined' || (part.op === 'not' && part.of.op === 'defined')) return [cites]
        return [`(if ${cqlOf(part, protocol)} is ${truth} then ${cites} else List<String>{ })`]
      })
      if (parts.length === 0) return undefined
      return parts.length === 1 ? parts[0] : `flatten { ${parts.join(', ')} }`
    }
    case 'defined': {
      const found = protocol.conditions.find(({ id }) => id === condition.condition)
      if (!found) return undefined
      if (truth) return quoted(`Cites ${found.id}`)
      return citesAgainst(found.id, protocol) === undefined ? undefined : quoted(`Cites against ${found.id}`)
    }
    default:
      return undefined
  }
}

/**
 * What a named condition cites while it does not hold: what its failing definitions rest on; undefined for nothing.
 *
 * @example citesAgainst('redFlag', standard) // 'if "Condition redFlag" is false then flatten { … } else List<String>{ }'
 */
export function citesAgainst(condition: string, protocol: Protocol): string | undefined {
  const definitions = protocol.conditions.find(({ id }) => id === condition)?.definitions ?? []
  const parts = definitions.flatMap(({ when }) => citesOf(when, false, protocol) ?? [])
  if (parts.length === 0) return undefined
  return `if ${defined.condition(condition)} is false then flatten { ${parts.join(', ')} } else List<String>{ }`
}

import type { Leaf, Limit } from '../../src/language/condition.ts'
import type { Protocol } from '../../src/language/protocol.ts'

/** What a condition's words are taken from. */
export type Vocabulary = Pick<Protocol, 'findings' | 'parameters'>

/** Tests that are easily taken for one another. */
const TESTS = ['xray', 'esrMmPerHour', 'mri']

/**
 * The finding that one is most easily taken for: the next sign of its group in the form; for whether a test was done, and
 * when, another test.
 *
 * @example otherFinding({ op: 'present', finding: 'weakness' }, standard) // ['numbnessOrSensoryLoss']
 */
export function otherFinding({ op, finding }: Leaf, { findings }: Vocabulary): readonly string[] {
  if (op === 'done' || op === 'within') return next(finding, TESTS)
  const own = findings.find(({ id }) => id === finding)
  if (op !== 'present' || !own) return []
  return next(
    finding,
    findings.filter(({ kind, group }) => kind === 'sign' && group === own.group).map(({ id }) => id),
  )
}

function next(id: string, list: readonly string[]): readonly string[] {
  const other = list[(list.indexOf(id) + 1) % list.length]
  return list.includes(id) && other !== undefined && other !== id ? [other] : []
}

/**
 * The parameter that one is most easily taken for: the nearest other value of the same unit.
 *
 * @example otherParameter('reviewOpensDays', standard) // ['oneMonthDays']
 */
export function otherParameter(id: string, { parameters }: Vocabulary): readonly string[] {
  const own = parameters.find((parameter) => parameter.id === id)
  if (!own) return []
  const [nearest] = parameters
    .filter(({ unit, value }) => unit === own.unit && value !== own.value)
    .sort((a, b) => Math.abs(a.value - own.value) - Math.abs(b.value - own.value))
  return nearest ? [nearest.id] : []
}

/** The limits that one is most easily taken for. */
export function otherLimit(limit: Limit, vocabulary: Vocabulary): readonly Limit[] {
  if ('parameter' in limit) return otherParameter(limit.parameter, vocabulary).map((parameter) => ({ parameter }))
  if (limit.plus === undefined) return []
  return otherParameter(limit.plus, vocabulary).map((plus) => ({ ...limit, plus }))
}

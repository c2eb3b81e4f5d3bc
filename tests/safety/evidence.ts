import type { Evidence } from '../../src/language/hazard.ts'
import { nameOf, nodeAt, nodesAt, nodesWhere, type Source } from '../architecture/source.ts'
import { testsOf } from './test-names.ts'

/** What there is to point at. */
export interface Known {
  /** By path from the project's folder. */
  readonly files: ReadonlyMap<string, Source>
  /** Whether a guarantee is proved in every layer it speaks of, by name. */
  readonly isProved: ReadonlyMap<string, boolean>
  /** Ids of clinical cases that are met without a known disagreement. */
  readonly clinicalCases: ReadonlySet<string>
}

/**
 * Why a control is not shown by what it names; undefined where it is.
 *
 * @example missing({ clinicalCase: 'no-such-case' }, known) // 'there is no clinical case no-such-case that is met'
 */
export function missing(evidence: Evidence, known: Known): string | undefined {
  if ('guarantee' in evidence) {
    const isProved = known.isProved.get(evidence.guarantee)
    if (isProved === undefined) return `there is no guarantee ${evidence.guarantee}`
    return isProved ? undefined : `the guarantee ${evidence.guarantee} is not proved`
  }
  if ('clinicalCase' in evidence)
    return known.clinicalCases.has(evidence.clinicalCase)
      ? undefined
      : `there is no clinical case ${evidence.clinicalCase} that is met`
  const file = known.files.get(evidence.file)
  if (file === undefined) return `there is no file ${evidence.file}`
  if ('code' in evidence)
    return exportsOf(file).includes(evidence.code) ? undefined : `${evidence.file} exports no ${evidence.code}`
  const found = testsOf(file).filter(({ name }) => name === evidence.test)
  if (found.length !== 1) return `${evidence.file} has ${found.length} tests named “${evidence.test}”`
  if (found.some(({ isOff }) => isOff)) return `${evidence.file}: “${evidence.test}” is switched off`
  const { row } = evidence
  if (row === undefined || hasRow(file, row)) return undefined
  return `${evidence.file} has no row “${row}”`
}

/** Names that a file exports by declaring them. */
function exportsOf(file: Source): readonly string[] {
  return nodesWhere(
    file,
    ({ type }) => type === 'ExportNamedDeclaration' || type === 'ExportDefaultDeclaration',
  ).flatMap((node) => {
    const declaration = nodeAt(node, 'declaration')
    const declared = nodesAt(declaration, 'declarations').map((each) => nameOf(nodeAt(each, 'id')))
    return [nameOf(nodeAt(declaration, 'id')), ...declared].flatMap((name) => name ?? [])
  })
}

/** Whether a table of tests has this row: the name of a member of an object, or a text. */
function hasRow(file: Source, row: string): boolean {
  return nodesWhere(file, (node) => node.type === 'Property' && nameOf(nodeAt(node, 'key')) === row).length > 0
}

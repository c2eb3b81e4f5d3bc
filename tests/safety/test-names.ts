import { type Node, nameOf, nodeAt, nodesAt, type Source, walk } from '../architecture/source.ts'

/** One test of a file. */
export interface NamedTest {
  /** The titles of the groups around it and its own, with a space between: as a report names it. */
  readonly name: string
  /** Whether it, or a group around it, is switched off for good. */
  readonly isOff: boolean
}

/**
 * The tests of a file, by the names that stand in it (a table's `%s` or `$name` is not filled in).
 *
 * @example testsOf(source('a.test.ts', "describe('A', () => test('b', f))")) // [{ name: 'A b', isOff: false }]
 */
export function testsOf(file: Source): NamedTest[] {
  const found: NamedTest[] = []
  walk(file.program, (node, around) => {
    const own = callOf(node, ['test', 'it'])
    if (own === undefined) return
    const groups = around.flatMap((outer) => callOf(outer, ['describe', inBrowser]) ?? [])
    const all = [...groups, own]
    found.push({ name: all.map(({ title }) => title).join(' '), isOff: all.some(({ isOff }) => isOff) })
  })
  return found
}

/** A group of tests/browser, whose title says with which browser it ran, or why with none (clinic.ts). */
const inBrowser = 'inBrowser'

/** The title and state of a call such as `test('…', …)`, `test.each(…)('…', …)` or `describe.skip('…', …)`. */
function callOf(node: Node, names: readonly string[]): { title: string; isOff: boolean } | undefined {
  if (node.type !== 'CallExpression') return undefined
  const [first] = nodesAt(node, 'arguments')
  const words = wordsOf(nodeAt(node, 'callee'))
  const title = titleOf(first)
  if (title === undefined || words[0] === undefined || !names.includes(words[0])) return undefined
  return {
    title: words[0] === inBrowser ? `${title} (…)` : title,
    isOff: words.some((word) => word === 'skip' || word === 'todo'),
  }
}

/** `test.each(rows)` is test, each. */
function wordsOf(callee: Node | undefined): readonly string[] {
  if (callee?.type === 'Identifier') return [nameOf(callee) ?? '']
  if (callee?.type === 'MemberExpression')
    return [...wordsOf(nodeAt(callee, 'object')), nameOf(nodeAt(callee, 'property')) ?? '']
  return callee?.type === 'CallExpression' ? wordsOf(nodeAt(callee, 'callee')) : []
}

function titleOf(node: Node | undefined): string | undefined {
  if (node?.type === 'Literal') return nameOf(node)
  if (node?.type !== 'TemplateLiteral') return undefined
  return nodesAt(node, 'quasis')
    .map(({ value }) => (typeof value === 'object' && value !== null && 'cooked' in value ? String(value.cooked) : ''))
    .join('…')
}

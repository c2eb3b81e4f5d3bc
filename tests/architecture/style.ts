import { isTest, lineAt, type Node, nameOf, nodeAt, nodesAt, nodesWhere, placeOf, type Source, walk } from './source.ts'

const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']

/** `any`, a non-null `!`, and comments that silence the compiler; a test may expect an error if it says why. */
export function looseTypes(file: Source): string[] {
  const nodes = nodesWhere(file, ({ type }) => type === 'TSAnyKeyword' || type === 'TSNonNullExpression')
  const silenced = file.comments.filter(
    ({ value }) =>
      /@ts-(ignore|nocheck)/.test(value) ||
      (/@ts-expect-error/.test(value) && !(isTest(file.path) && /@ts-expect-error\W*\w+/.test(value))),
  )
  return [
    ...nodes.map((node) => `${placeOf(file, node)}: ${node.type === 'TSAnyKeyword' ? 'any' : 'a non-null !'}`),
    ...silenced.map((comment) => `${placeOf(file, comment)}: the compiler is silenced`),
  ]
}

/** The clock and chance: `Date.now`, `new Date()` and `Date()` without an argument, `performance`, `Math.random`, `crypto`. */
export function clockOrChance(file: Source): string[] {
  const found = nodesWhere(file, (node) => {
    if (node.type === 'MemberExpression') {
      const object = nodeAt(node, 'object')
      const path = `${nameOf(object) ?? nameOf(nodeAt(object, 'property'))}.${nameOf(nodeAt(node, 'property'))}`
      return /^(Date\.now|Math\.random|performance\.now|crypto\.\w+)$/.test(path)
    }
    const isCall = node.type === 'NewExpression' || node.type === 'CallExpression'
    return isCall && nameOf(nodeAt(node, 'callee')) === 'Date' && nodesAt(node, 'arguments').length === 0
  })
  return found.map((node) => `${placeOf(file, node)}: a pure folder is given its date and has no chance`)
}

const LOGIC = new Set([
  ...FUNCTIONS,
  'ClassDeclaration',
  'ClassExpression',
  'IfStatement',
  'SwitchStatement',
  'ConditionalExpression',
  'LogicalExpression',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'WhileStatement',
  'DoWhileStatement',
  'TryStatement',
  'ThrowStatement',
  'NewExpression',
  'AwaitExpression',
  'AssignmentExpression',
  'UpdateExpression',
])

/**
 * What a protocol may not hold: functions, conditionals, loops, and calls of anything but the language's builder (a
 * name that is imported or declared in the file, or a method of such a name).
 */
export function protocolLogic(file: Source): string[] {
  const known = new Set<string>()
  walk(file.program, (node) => {
    const declared = node.type.startsWith('Import')
      ? nodeAt(node, 'local')
      : node.type === 'VariableDeclarator'
        ? nodeAt(node, 'id')
        : undefined
    const names =
      declared?.type === 'ObjectPattern'
        ? nodesAt(declared, 'properties').map((each) => nodeAt(each, 'value'))
        : [declared]
    for (const name of names.map(nameOf)) if (name) known.add(name)
  })
  const logic = nodesWhere(file, ({ type }) => LOGIC.has(type))
  const foreign = nodesWhere(file, (node) => {
    const callee =
      node.type === 'CallExpression'
        ? nodeAt(node, 'callee')
        : node.type === 'TaggedTemplateExpression'
          ? nodeAt(node, 'tag')
          : undefined
    return callee !== undefined && !known.has(nameOf(rootOf(callee)) ?? '')
  })
  return [
    ...logic.map((node) => `${placeOf(file, node)}: a protocol is plain data (${node.type})`),
    ...foreign.map((node) => `${placeOf(file, node)}: a protocol calls only the language's builder`),
  ]
}

/** Exported functions that no doc comment precedes. */
export function undocumentedFunctions(file: Source): string[] {
  return nodesAt(file.program, 'body')
    .filter(({ type }) => type === 'ExportNamedDeclaration' || type === 'ExportDefaultDeclaration')
    .filter((statement) => exportsFunction(nodeAt(statement, 'declaration')))
    .filter((statement) => !hasDocComment(file, statement))
    .map((statement) => `${placeOf(file, statement)}: an exported function without a doc comment`)
}

/** The lengths of functions over the limit, as `path#name` → lines; those nested in a longer one are not named twice. */
export function longFunctionsOf(file: Source, limit: number): Map<string, number> {
  const found = new Map<string, number>()
  walk(file.program, (node, around) => {
    if (!FUNCTIONS.includes(node.type)) return
    const lines = lineAt(file.text, node.end) - lineAt(file.text, node.start) + 1
    if (lines > limit) found.set(`${file.path}#${functionName(node, around)}`, lines)
  })
  return found
}

/** The number of lines of a file, its last newline not counted as one more. */
export function linesOf(file: Source): number {
  return file.text.replace(/\n$/, '').split('\n').length
}

/** Compares lengths with a ratchet: nothing new over the limit, nothing recorded that has grown, shrunk or gone. */
export function ratchet(
  measured: ReadonlyMap<string, number>,
  recorded: Readonly<Record<string, number>>,
  limit: number,
): string[] {
  const grown = [...measured].flatMap(([name, lines]) => {
    const allowed = recorded[name] ?? limit
    if (lines > allowed) return [`${name} has ${lines} lines; ${allowed} are allowed`]
    return lines < allowed ? [`${name} has shrunk to ${lines} lines: lower its number from ${allowed}`] : []
  })
  const gone = Object.keys(recorded).filter((name) => !measured.has(name))
  return [...grown, ...gone.map((name) => `${name} is under the limit of ${limit}: drop its row`)]
}

/** Tests narrowed to one, and tests switched off without a reason in the same line. */
export function narrowedTests(file: Source): string[] {
  return nodesWhere(file, (node) => {
    if (node.type !== 'MemberExpression') return false
    if (!/^(test|it|describe)$/.test(nameOf(rootOf(node)) ?? '')) return false
    const property = nameOf(nodeAt(node, 'property')) ?? ''
    if (property === 'only') return true
    const line = file.text.split('\n')[lineAt(file.text, node.start) - 1] ?? ''
    return /^(skip|todo|fails)$/.test(property) && !/\/\/\s*\w+/.test(line)
  }).map((node) => `${placeOf(file, node)}: a test is narrowed or switched off without a reason`)
}

function rootOf(node: Node): Node {
  const inner = nodeAt(node, 'object') ?? nodeAt(node, 'callee') ?? nodeAt(node, 'tag') ?? nodeAt(node, 'expression')
  return inner ? rootOf(inner) : node
}

function exportsFunction(declaration: Node | undefined): boolean {
  if (declaration === undefined) return false
  if (FUNCTIONS.includes(declaration.type) || declaration.type === 'TSDeclareFunction') return true
  return nodesAt(declaration, 'declarations').some((each) => FUNCTIONS.includes(nodeAt(each, 'init')?.type ?? ''))
}

/** Overloads after the first share its comment. */
function hasDocComment(file: Source, statement: Node): boolean {
  const before = file.comments.findLast((comment) => comment.end <= statement.start)
  if (
    before?.type === 'Block' &&
    before.value.startsWith('*') &&
    file.text.slice(before.end, statement.start).trim() === ''
  )
    return true
  const name = nameOf(nodeAt(nodeAt(statement, 'declaration'), 'id'))
  const siblings = nodesAt(file.program, 'body').filter((each) => each.end <= statement.start)
  const previous = siblings.at(-1)
  const isOverload =
    nodeAt(previous, 'declaration')?.type === 'TSDeclareFunction' &&
    nameOf(nodeAt(nodeAt(previous, 'declaration'), 'id')) === name
  return previous !== undefined && isOverload && hasDocComment(file, previous)
}

function functionName(node: Node, around: readonly Node[]): string {
  const own = nameOf(nodeAt(node, 'id'))
  if (own) return own
  const outer = around.at(-1)
  return nameOf(nodeAt(outer, 'id')) ?? nameOf(nodeAt(outer, 'key')) ?? 'anonymous'
}

import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { parseSync } from 'vite'

/** A node of the syntax tree (ESTree with TypeScript's nodes), read by name only. */
export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: unknown
}

/** One import, re-export, dynamic import, import type or `new URL('…', import.meta.url)` of a file. */
export interface Reference {
  readonly to: string
  readonly typeOnly: boolean
  /** The address of a file that is started (a worker), not imported. */
  readonly started: boolean
  readonly line: number
}

/** One TypeScript file, parsed. */
export interface Source {
  /** From the project's folder, with slashes: `src/care/fold.ts`. */
  readonly path: string
  readonly text: string
  readonly program: Node
  readonly comments: readonly {
    readonly type: string
    readonly value: string
    readonly start: number
    readonly end: number
  }[]
  readonly references: readonly Reference[]
}

/**
 * Parses one file.
 *
 * @example source('src/care/x.ts', "import type { A } from './a.ts'").references // [{ to: './a.ts', typeOnly: true, started: false, line: 1 }]
 * @throws Error when the text is not TypeScript
 */
export function source(path: string, text: string): Source {
  const parsed = parseSync(path, text)
  const [fault] = parsed.errors
  if (fault) throw new Error(`${path}: ${fault.message}`)
  const program = parsed.program as unknown as Node
  return { path, text, program, comments: parsed.comments, references: referencesOf(program, text) }
}

/** Every file below the folder whose name ends in `.ts` or `.tsx`, except the twins in `bad/` folders, which must not compile. */
export function sourcesBelow(root: string, folder: string): Source[] {
  return filesBelow(root, folder)
    .filter((path) => /\.tsx?$/.test(path) && !path.includes('/bad/'))
    .map((path) => source(path, readFileSync(join(root, path), 'utf8')))
}

/** Every file below a folder, as paths from the root with slashes, sorted. */
export function filesBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
}

/** Whether the file is a test. */
export function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path)
}

/** The line, from 1, of an offset in the text. */
export function lineAt(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1
  return line
}

/** Where a node stands, for a message: `src/care/fold.ts:12`. */
export function placeOf(file: Source, node: { readonly start: number }): string {
  return `${file.path}:${lineAt(file.text, node.start)}`
}

/** Calls `visit` for every node, outer before inner, with the nodes around it (nearest last). */
export function walk(top: Node, visit: (node: Node, around: readonly Node[]) => void): void {
  const around: Node[] = []
  const descend = (node: Node): void => {
    visit(node, around)
    around.push(node)
    for (const child of childrenOf(node)) descend(child)
    around.pop()
  }
  descend(top)
}

/** Every node of the file for which `test` holds. */
export function nodesWhere(file: Source, test: (node: Node, around: readonly Node[]) => boolean): Node[] {
  const found: Node[] = []
  walk(file.program, (node, around) => {
    if (test(node, around)) found.push(node)
  })
  return found
}

/** A field that holds a node, or nothing. */
export function nodeAt(node: Node | undefined, field: string): Node | undefined {
  const value = node?.[field]
  return isNode(value) ? value : undefined
}

/** A field that holds nodes, or an empty list. */
export function nodesAt(node: Node | undefined, field: string): Node[] {
  const value = node?.[field]
  return Array.isArray(value) ? value.filter(isNode) : []
}

/** The name of an identifier, or the text of a string literal. */
export function nameOf(node: Node | undefined): string | undefined {
  const value = node?.type === 'Literal' ? node.value : node?.name
  return typeof value === 'string' ? value : undefined
}

function childrenOf(node: Node): Node[] {
  return Object.values(node).flatMap((value) =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  )
}

function isNode(value: unknown): value is Node {
  return (
    typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value
  )
}

function referencesOf(program: Node, text: string): Reference[] {
  const references: Reference[] = []
  walk(program, (node) => {
    const target = targetOf(node)
    const to = target?.type === 'Literal' ? nameOf(target) : undefined
    const started = node.type === 'NewExpression'
    if (to === undefined || (started && !/\.[jt]sx?$/.test(to))) return
    references.push({ to, typeOnly: isTypeOnly(node), started, line: lineAt(text, node.start) })
  })
  return references
}

function targetOf(node: Node): Node | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return nodeAt(node, 'source')
    case 'NewExpression': {
      const [first, second] = nodesAt(node, 'arguments')
      const isBeside = nameOf(nodeAt(node, 'callee')) === 'URL' && nodeAt(second, 'object')?.type === 'MetaProperty'
      return isBeside ? first : undefined
    }
    default:
      return undefined
  }
}

function isTypeOnly(node: Node): boolean {
  if (node.type === 'TSImportType' || node.importKind === 'type' || node.exportKind === 'type') return true
  const specifiers = nodesAt(node, 'specifiers')
  return specifiers.length > 0 && specifiers.every((each) => each.importKind === 'type' || each.exportKind === 'type')
}

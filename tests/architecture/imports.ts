import { posix } from 'node:path'
import type { AdoptedVersionRule, FolderRule } from './layout.ts'
import { isTest, type Reference, type Source } from './source.ts'

type Folders = Readonly<Record<string, FolderRule>>

/**
 * Imports that the table does not allow, of files that are not tests (a test may bring a protocol, a record or a clock
 * to what it tests). A relative import must name its file with `.ts` or `.tsx`, and product code may not import a test.
 */
export function forbiddenImports(sources: readonly Source[], folders: Folders): string[] {
  return productEdges(sources).flatMap(({ file, reference }) => {
    const place = `${file.path}:${reference.line}`
    const from = folderOf(file.path, folders)
    if (from === undefined) return [`${place}: its folder has no row in the import table`]
    const rule = folders[from]
    if (!reference.to.startsWith('.'))
      return isAllowedPackage(reference.to, rule)
        ? []
        : [`${place}: ${from} may not import the package ${reference.to}`]
    const target = posix.join(posix.dirname(file.path), reference.to)
    if (isTest(target)) return [`${place}: product code may not import the test ${target}`]
    if (isAsset(target)) return []
    const to = folderOf(target, folders)
    if (to === undefined) return [`${place}: ${target} is outside every folder of the import table`]
    if (to === from || rule?.may.includes(to)) return []
    if (rule?.types?.includes(to)) return reference.typeOnly ? [] : [`${place}: ${from} may import types only of ${to}`]
    return [`${place}: ${from} may not import ${to}`]
  })
}

/**
 * Files that decide by the version of the protocol that this build brings, where the adopted one decides: a service, or a
 * page of it, that took the built-in version would change what patients get without anybody's having adopted it.
 */
export function builtInDeciders(sources: readonly Source[], adopted: AdoptedVersionRule): string[] {
  return productEdges(sources)
    .filter(({ file: { path } }) => adopted.decidesIn.some((folder) => path.startsWith(folder)))
    .filter(({ file: { path } }) => path !== adopted.takenBy)
    .filter(({ file, reference: { to } }) => posix.join(posix.dirname(file.path), to) === adopted.builtIn)
    .map(
      ({ file: { path }, reference }) =>
        `${path}:${reference.line}: the adopted protocol decides here; ${adopted.instead}`,
    )
}

/** Imports of files that are not there, or without their extension. */
export function unresolvedImports(sources: readonly Source[], files: ReadonlySet<string>): string[] {
  return sources.flatMap((file) =>
    file.references
      .filter(({ to }) => to.startsWith('.'))
      .filter((reference) => targetFile(file, reference, files) === undefined)
      .filter(({ to }) => !to.endsWith('/'))
      .map(({ to, line }) => `${file.path}:${line}: there is no ${to}`),
  )
}

/** Circles of imports, `import type` included, each named once by the files on it. */
export function importCycles(sources: readonly Source[]): string[] {
  const files = new Set(sources.map(({ path }) => path))
  const imports = ({ references }: Source): Reference[] => references.filter(({ started }) => !started)
  const edges = new Map(sources.map((file) => [file.path, targetsOf(file, files, imports(file))]))
  return circlesOf(edges).map((circle) => circle.join(' → '))
}

/** Files that nothing reaches: neither what runs nor a test. */
export function deadFiles(sources: readonly Source[], entries: readonly string[]): string[] {
  const byPath = new Map(sources.map((file) => [file.path, file]))
  const files = new Set(byPath.keys())
  const queue = [...files].filter((path) => isTest(path) || entries.includes(path))
  const reached = new Set(queue)
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    const file = byPath.get(path)
    for (const target of file ? targetsOf(file, files) : []) {
      if (reached.has(target)) continue
      reached.add(target)
      queue.push(target)
    }
  }
  return [...files]
    .filter((path) => path.startsWith('src/') && !reached.has(path))
    .map((path) => `${path} is reached by nothing`)
}

/** The folder of the table that a file of `src` belongs to: the longest that fits. */
export function folderOf(path: string, folders: Folders): string | undefined {
  return Object.keys(folders)
    .filter((name) => path.startsWith(`src/${name}/`))
    .sort((left, right) => right.length - left.length)[0]
}

function productEdges(sources: readonly Source[]): { file: Source; reference: Reference }[] {
  return sources
    .filter(({ path }) => path.startsWith('src/') && !isTest(path))
    .flatMap((file) => file.references.map((reference) => ({ file, reference })))
}

function isAllowedPackage(name: string, rule: FolderRule | undefined): boolean {
  const allowed = rule?.packages ?? []
  if (name.startsWith('node:')) return allowed.includes('node:')
  return allowed.some((each) => name === each || name.startsWith(`${each}/`))
}

function isAsset(path: string): boolean {
  return /\.(css|svg|json|png|woff2|sql)(\?\w+)?$/.test(path)
}

function targetsOf(file: Source, files: ReadonlySet<string>, references = file.references): string[] {
  return references.flatMap((reference) => targetFile(file, reference, files) ?? [])
}

/** A worker is named by what it compiles to (`./writer.js` for `./writer.ts`); what is tested as it ships, by its place in `dist`. */
function targetFile(file: Source, { to }: Reference, files: ReadonlySet<string>): string | undefined {
  if (!to.startsWith('.')) return undefined
  const target = posix.join(posix.dirname(file.path), to.replace(/\?\w+$/, '')).replace(/^dist\//, 'src/')
  return [target, target.replace(/\.js$/, '.ts'), target.replace(/\.js$/, '.tsx')].find((path) => files.has(path))
}

/** Circles by depth-first search: a file met again while it is still open closes one. */
function circlesOf(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const circles: string[][] = []
  const done = new Set<string>()
  const open: string[] = []
  const visit = (path: string): void => {
    const since = open.indexOf(path)
    if (since !== -1) circles.push([...open.slice(since), path])
    if (since !== -1 || done.has(path)) return
    open.push(path)
    for (const target of edges.get(path) ?? []) visit(target)
    open.pop()
    done.add(path)
  }
  for (const path of edges.keys()) visit(path)
  return circles
}

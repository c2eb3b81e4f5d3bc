/** What the rules read of one entry of package-lock.json. */
export interface LockEntry {
  readonly version?: string
  readonly resolved?: string
  readonly license?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/** The `packages` of package-lock.json: path (`node_modules/x`) → entry; the project itself is ''. */
export type Lock = Readonly<Record<string, LockEntry>>

/** What the rules read of package.json. */
export interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly overrides?: Readonly<Record<string, string>>
}

/** Optional packages (prebuilt files of other platforms, mostly) that the lockfile names but does not hold: `npm ci` fails there. */
export function lockGaps(lock: Lock): string[] {
  return Object.entries(lock).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => resolve(lock, path, name) === undefined)
      .map((name) => `${path} lacks ${name}`),
  )
}

/** Entries that name the address of one registry, which others may not reach. */
export function registryAddresses(lock: Lock): string[] {
  return Object.entries(lock).flatMap(([path, { resolved }]) =>
    resolved?.startsWith('http') ? [`${path} names the address ${resolved}`] : [],
  )
}

/** Dependencies that are ranges, tags or addresses rather than one version; of this package, or of another in its place. */
export function unpinned(manifest: Manifest): string[] {
  const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.overrides }
  return Object.entries(all).flatMap(([name, version]) =>
    /^(npm:[@\w./-]+@)?\d+\.\d+\.\d+(-[\w.-]+)?$/.test(version) ? [] : [`${name} is not pinned: ${version}`],
  )
}

/** The packages that ship: the manifest's dependencies, these others (what the web app bundles), and all they need. */
export function shippedPackages(lock: Lock, names: readonly string[]): Set<string> {
  const shipped = new Set<string>()
  const queue = names.flatMap((name) => resolve(lock, '', name) ?? [])
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (shipped.has(path)) continue
    shipped.add(path)
    const { dependencies, optionalDependencies } = lock[path] ?? {}
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies }))
      queue.push(...[resolve(lock, path, name) ?? []].flat())
  }
  return shipped
}

/** Packages whose licence is not on its list; of `A OR B` one suffices, of `A AND B` both are needed. */
export function licenceFaults(licences: ReadonlyMap<string, string | undefined>, allowed: readonly string[]): string[] {
  return [...licences].flatMap(([path, licence]) =>
    licence && isAllowed(licence, allowed) ? [] : [`${path} has the licence ${licence ?? 'none'}`],
  )
}

function isAllowed(licence: string, allowed: readonly string[]): boolean {
  const plain = licence.replace(/[()]/g, '')
  return plain.split(/ OR /i).some((option) => option.split(/ AND /i).every((each) => allowed.includes(each.trim())))
}

/** Where a package finds another: in its own node_modules, else further out. */
function resolve(lock: Lock, from: string, name: string): string | undefined {
  for (
    let folder = from;
    ;
    folder = folder.includes('/node_modules/') ? folder.slice(0, folder.lastIndexOf('/node_modules/')) : ''
  ) {
    const path = `${folder ? `${folder}/` : ''}node_modules/${name}`
    if (lock[path]) return path
    if (folder === '') return undefined
  }
}

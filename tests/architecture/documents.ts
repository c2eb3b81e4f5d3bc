import { posix } from 'node:path'

/** One Markdown file. */
export interface Document {
  readonly path: string
  readonly text: string
}

/** A document has one title, and it is its first heading. */
export function titleFaults({ path, text }: Document): string[] {
  const headings = linesOutsideFences(text).filter((line) => /^#{1,6}\s/.test(line))
  const titles = headings.filter((line) => /^#\s/.test(line))
  if (titles.length !== 1) return [`${path} has ${titles.length} titles`]
  return headings[0] === titles[0] ? [] : [`${path} does not begin with its title`]
}

/** Relative links to files that are not there, and to headings that are not in them. */
export function brokenLinks(documents: readonly Document[], exists: (path: string) => boolean): string[] {
  const anchors = new Map(documents.map(({ path, text }) => [path, anchorsOf(text)]))
  return documents.flatMap(({ path, text }) =>
    linksOf(text).flatMap((link) => {
      if (/^[a-z][a-z+.-]*:/i.test(link)) return []
      const [file = '', anchor] = link.split('#')
      const target = file === '' ? path : posix.join(posix.dirname(path), decodeURI(file))
      if (target.startsWith('..') || !exists(target)) return [`${path}: there is no ${link}`]
      const known = anchors.get(target.replace(/\/$/, ''))
      return anchor && known && !known.has(anchor) ? [`${path}: there is no heading ${link}`] : []
    }),
  )
}

/** Error codes written in a text. */
export function errorCodesIn(text: string): Set<string> {
  return new Set(text.match(/\bPLB_[A-Z]+(?:_[A-Z]+)*\b/g) ?? [])
}

/** Codes that only one of the two names: the sources, or the table of `docs/errors.md`. */
export function undocumentedCodes(inSources: ReadonlySet<string>, document: string): string[] {
  const rows = document
    .split('\n')
    .flatMap((line) => /^\|\s*`(PLB_[A-Z_]+)`\s*\|([^|]+)\|([^|]+)\|\s*$/.exec(line)?.slice(1, 4) ?? [])
  const documented = rows.filter((_, column) => column % 3 === 0)
  const missing = [...inSources]
    .filter((code) => !documented.includes(code))
    .map((code) => `${code} has no row in docs/errors.md`)
  const stale = documented
    .filter((code) => !inSources.has(code))
    .map((code) => `${code} of docs/errors.md is in no source`)
  const twice = documented.filter((code, at) => documented.indexOf(code) !== at).map((code) => `${code} has two rows`)
  const empty = rows.filter((cell) => cell.trim() === '').map(() => 'docs/errors.md has an empty cell')
  return [...missing, ...stale, ...twice, ...empty].sort()
}

/**
 * Generated files that do not say so: in their first five lines where the format has comments, and in .gitattributes;
 * and lines of .gitattributes that mark what nothing generates.
 */
export function unmarkedOutputs(outputs: ReadonlyMap<string, string>, gitattributes: string, notice: string): string[] {
  const marked = gitattributes.split('\n').flatMap((line) => /^(\S+)\s.*linguist-generated=true/.exec(line)?.[1] ?? [])
  return [
    ...[...outputs]
      .filter(([path, text]) => !path.endsWith('.json') && !text.split('\n').slice(0, 5).join('\n').includes(notice))
      .map(([path]) => `${path} does not say that it is generated`),
    ...[...outputs.keys()]
      .filter((path) => !marked.includes(path))
      .map((path) => `${path} has no linguist-generated line in .gitattributes`),
    ...marked
      .filter((path) => !outputs.has(path) && path !== 'package-lock.json')
      .map((path) => `.gitattributes marks ${path}, which nothing generates`),
  ]
}

/** The blocks fenced with this word, without their fences. */
export function fencedBlocks(text: string, word: string): string[] {
  return [...text.matchAll(/^(`{3,})([^\n`]*)\n([\s\S]*?)^\1[ \t]*$/gm)]
    .filter(([, , info]) => info?.trim() === word)
    .map(([, , , body]) => body ?? '')
}

function linesOutsideFences(text: string): string[] {
  return text.replace(/^(`{3,})[^\n]*\n[\s\S]*?^\1[ \t]*$/gm, '').split('\n')
}

function linksOf(text: string): string[] {
  const prose = linesOutsideFences(text)
    .join('\n')
    .replace(/`[^`\n]*`/g, '')
  const inline = [...prose.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g)]
  const references = [...prose.matchAll(/^\s*\[[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)/gm)]
  const html = [...prose.matchAll(/\b(?:src|href)="([^"]+)"/g)]
  return [...inline, ...references, ...html].flatMap(([, link]) => link ?? [])
}

/** The anchors of headings as code hosts make them, and explicit ones. */
function anchorsOf(text: string): Set<string> {
  const seen = new Map<string, number>()
  const anchors = new Set([...text.matchAll(/\b(?:id|name)="([^"]+)"/g)].flatMap(([, id]) => id ?? []))
  for (const line of linesOutsideFences(text)) {
    const heading = /^#{1,6}\s+(.*?)\s*#*$/.exec(line)?.[1]
    if (heading === undefined) continue
    const slug = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-')
    const times = seen.get(slug) ?? 0
    seen.set(slug, times + 1)
    anchors.add(times === 0 ? slug : `${slug}-${times}`)
  }
  return anchors
}

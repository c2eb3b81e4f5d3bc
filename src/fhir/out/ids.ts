import { contentHash } from '../../language/hash.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** So many digits at the beginning of an id are those of its episode. */
const MARK = 8
let marked: { readonly scope: string; readonly mark: string } | undefined

/**
 * How the ids of everything that belongs to an episode begin: by it a resource is found without looking through all.
 *
 * @example scopeMark('episode-1') // '5f0c1d2e'
 */
export function scopeMark(scope: string): string {
  if (marked?.scope !== scope) marked = { scope, mark: contentHash([scope]).slice(0, MARK) }
  return marked.mark
}

/**
 * The mark that an id begins with.
 *
 * @example markIn(resourceId('Flag', 'episode-1', 'priorCancer')) === scopeMark('episode-1') // true
 */
export function markIn(id: string): string {
  return id.slice(0, MARK)
}

/**
 * The id of a resource, made of what it stands for: the same thing has the same id in every export, so that whoever
 * imports it twice has it once. An id of ours that is a UUID stays itself; else it is a UUID of version 8 (a hash). The first
 * part is the episode it belongs to, with what of it after a `#`.
 *
 * @example resourceId('Flag', episodeId, 'priorCancer') // 'b1c5…-8…-…'
 */
export function resourceId(type: string, ...parts: readonly (string | number)[]): string {
  const [only, ...more] = parts
  if (typeof only === 'string' && more.length === 0 && UUID.test(only)) return only
  const hex = contentHash([type, ...parts])
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16)
  return [
    scopeMark(String(only).split('#')[0] ?? ''),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}

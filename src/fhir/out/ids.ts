import { contentHash } from '../../language/hash.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/**
 * The id of a resource, made of what it stands for: the same thing has the same id in every export, so that whoever
 * imports it twice has it once. An id of ours that is a UUID stays itself; else it is a UUID of version 8 (a hash).
 *
 * @example resourceId('Flag', episodeId, 'priorCancer') // 'b1c5…-8…-…'
 */
export function resourceId(type: string, ...parts: readonly (string | number)[]): string {
  const [only, ...more] = parts
  if (typeof only === 'string' && more.length === 0 && UUID.test(only)) return only
  const hex = contentHash([type, ...parts])
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16)
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/**
 * The text of a base64 attachment; undefined where it is none.
 *
 * @example fromBase64('TWE=') // 'Ma'
 */
export function fromBase64(data: string): string | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(data) || data.length % 4 !== 0) return undefined
  const bytes: string[] = []
  for (let at = 0; at < data.length; at += 4) {
    const four = data.slice(at, at + 4)
    const word = [...four].reduce((sum, letter) => (sum << 6) | Math.max(0, ALPHABET.indexOf(letter)), 0)
    const count = four.endsWith('==') ? 1 : four.endsWith('=') ? 2 : 3
    for (let byte = 0; byte < count; byte += 1)
      bytes.push(`%${((word >> (16 - 8 * byte)) & 255).toString(16).padStart(2, '0')}`)
  }
  try {
    return decodeURIComponent(bytes.join(''))
  } catch {
    return undefined
  }
}

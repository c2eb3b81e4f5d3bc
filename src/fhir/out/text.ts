import { utf8ToBytes } from './utf8.ts'

/** A narrative as FHIR wants it. */
export interface NarrativeText {
  status: 'generated'
  div: string
}

/**
 * Lines as a narrative: escaped, and without the characters that no XML may hold.
 *
 * @example narrative(['ESR < 20']).div // '<div xmlns="http://www.w3.org/1999/xhtml"><p>ESR &lt; 20</p></div>'
 */
export function narrative(lines: readonly string[]): NarrativeText {
  const paragraphs = lines.map((line) => `<p>${escaped(line)}</p>`).join('')
  return { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${paragraphs || '<p>–</p>'}</div>` }
}

function escaped(text: string): string {
  return allowed(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/**
 * A text without what FHIR's `string` may not hold (control characters but tab and line break, lone surrogates), or
 * nothing where nothing is left.
 *
 * @example plainString('  ') // undefined
 */
export function plainString(text: string | undefined): string | undefined {
  const kept = text === undefined ? '' : allowed(text).trim()
  return kept === '' ? undefined : kept
}

function allowed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\uFFFD').replace(/(?![\t\n\r])[\p{Cc}\uFFFE\uFFFF]/gu, ' ')
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/**
 * A text as an attachment's data: base64 of its UTF-8.
 *
 * @example base64('é') // 'w6k='
 */
export function base64(text: string): string {
  const bytes = utf8ToBytes(text)
  let out = ''
  for (let index = 0; index < bytes.length; index += 3) {
    const [one = 0, two = 0, three = 0] = bytes.slice(index, index + 3)
    const bits = (one << 16) | (two << 8) | three
    const left = bytes.length - index
    out += ALPHABET.charAt(bits >> 18) + ALPHABET.charAt((bits >> 12) & 63)
    out += left > 1 ? ALPHABET.charAt((bits >> 6) & 63) : '='
    out += left > 2 ? ALPHABET.charAt(bits & 63) : '='
  }
  return out
}

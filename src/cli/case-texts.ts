import { readJson } from './json-text.ts'

/** The text of one case, or why there is none; `line` is the line of the input on which it begins. */
export type CaseText =
  | { readonly line: number; readonly text: string }
  | { readonly line: number; readonly fault: 'PLB_CASE_TOO_LONG' | 'PLB_CASE_ENCODING' }

/** No case is longer: every finding there is takes a few thousand characters. */
export const longestCaseBytes = 1024 * 1024

const NEWLINE = 10

/**
 * Splits an input into the texts of its cases: one JSON object a line, or one JSON object over several lines. It is read
 * as it comes; no more than one case is held, however long a line is. Blank lines, a byte order mark and carriage
 * returns are passed over.
 *
 * @example for await (const { line, text } of caseTexts(createReadStream('cases.ndjson'))) …
 */
export async function* caseTexts(
  input: AsyncIterable<Uint8Array>,
  longestBytes = longestCaseBytes,
): AsyncGenerator<CaseText> {
  const lines = filledLines(input, longestBytes)
  const first = await lines.next()
  if (first.done) return
  // A first line that is no whole value begins one case over several lines, or is a broken line among others.
  const spansLines = 'text' in first.value && /^\s*[{[]/.test(first.value.text) && !readJson(first.value.text).ok
  if (!spansLines) yield first.value
  else yield* oneOrMany(first.value, lines, longestBytes)
  yield* lines
}

/** Holds lines back until it is clear whether they are one case together or a case each. */
async function* oneOrMany(
  first: CaseText,
  lines: AsyncGenerator<CaseText>,
  longestBytes: number,
): AsyncGenerator<CaseText> {
  const held: CaseText[] = [first]
  let text = 'text' in first ? first.text : ''
  let lastLine = first.line
  let isWhole = true
  while (isWhole) {
    const { value, done } = await lines.next()
    if (done) break
    held.push(value)
    isWhole = 'text' in value && text.length + value.text.length <= longestBytes
    if (!isWhole || !('text' in value)) break
    // Blank lines were passed over; they count for the place of a fault.
    text += '\n'.repeat(value.line - lastLine) + value.text
    lastLine = value.line
  }
  const hasCaseALine = held.some((each) => 'text' in each && /^\s*\{/.test(each.text) && readJson(each.text).ok)
  if (isWhole && (readJson(text).ok || !hasCaseALine)) yield { line: first.line, text }
  else if (hasCaseALine) yield* held
  else {
    yield { line: first.line, fault: 'PLB_CASE_TOO_LONG' }
    await lines.return(undefined)
  }
}

/** The lines that are not blank. */
async function* filledLines(input: AsyncIterable<Uint8Array>, longestBytes: number): AsyncGenerator<CaseText> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  for await (const { line, bytes } of byteLines(input, longestBytes)) {
    if (bytes === undefined) {
      yield { line, fault: 'PLB_CASE_TOO_LONG' }
      continue
    }
    let text: string
    try {
      text = decoder.decode(bytes)
    } catch {
      yield { line, fault: 'PLB_CASE_ENCODING' }
      continue
    }
    const own = (line === 1 ? text.replace(/^\uFEFF/, '') : text).replace(/\r$/, '')
    if (own.trim() !== '') yield { line, text: own }
  }
}

/** Lines as bytes, counted from 1; without bytes where a line is too long to be held. */
async function* byteLines(
  input: AsyncIterable<Uint8Array>,
  longestBytes: number,
): AsyncGenerator<{ readonly line: number; readonly bytes: Uint8Array | undefined }> {
  let line = 1
  let held: Uint8Array[] = []
  let length = 0
  const take = () => {
    const bytes = length > longestBytes ? undefined : Buffer.concat(held)
    held = []
    length = 0
    return { line: line++, bytes }
  }
  const hold = (part: Uint8Array) => {
    length += part.length
    if (length <= longestBytes) held.push(part)
    else held = []
  }
  for await (const chunk of input) {
    let from = 0
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      hold(chunk.subarray(from, end))
      yield take()
      from = end + 1
    }
    if (from < chunk.length) hold(chunk.subarray(from))
  }
  if (length > 0) yield take()
}

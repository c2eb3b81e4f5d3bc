/** One item of a letter: what it begins with ("Situation", a section of the form), its text, a report that it quotes. */
export interface LetterItem {
  readonly lead: string
  readonly text: string
  readonly quoted: readonly string[]
}

/** A row of the letter's heading: "To", and its lines. */
export interface LetterRow {
  readonly name: string
  readonly lines: readonly string[]
}

/** The lines of one part of a letter as a reader sees them: a table of rows, a list of items, or plain lines. */
export type LetterBlock =
  | { readonly is: 'rows'; readonly rows: readonly LetterRow[] }
  | { readonly is: 'items'; readonly items: readonly LetterItem[] }
  | { readonly is: 'lines'; readonly lines: readonly string[] }

const ITEM = '- '
const QUOTE = '  | '
const ROW = /^(\p{Lu}\p{L}*):(?: +(.*))?$/u
const ROW_GOES_ON = /^ {10}(?=\S)/

/**
 * Lays out the lines of one part of a woven letter. The letter is kept as text, as it was locked; on the page its
 * heading is a table, its items are a list, and lines that were broken at 80 columns run on. Nothing is left out:
 * a line of another form stays as it is.
 *
 * @example layOut(['- Allergies: Not', '  recorded.']) // { is: 'items', items: [{ lead: 'Allergies:', text: 'Not recorded.', quoted: [] }] }
 */
export function layOut(lines: readonly string[]): LetterBlock {
  if (lines.length > 0 && lines.every((line) => line.startsWith(ITEM) || line.startsWith('  ')) && startsItem(lines))
    return { is: 'items', items: itemsOf(lines) }
  if (lines.length > 1 && lines.every((line) => ROW.test(line) || ROW_GOES_ON.test(line)) && ROW.test(lines[0] ?? ''))
    return { is: 'rows', rows: rowsOf(lines) }
  return { is: 'lines', lines: runOn(lines) }
}

function startsItem([first = '']: readonly string[]): boolean {
  return first.startsWith(ITEM)
}

function itemsOf(lines: readonly string[]): readonly LetterItem[] {
  const items: { text: string; quoted: string[] }[] = []
  for (const line of lines) {
    const last = items.at(-1)
    if (line.startsWith(ITEM) || !last) items.push({ text: line.slice(ITEM.length), quoted: [] })
    else if (line.startsWith(QUOTE) || line === QUOTE.trimEnd()) last.quoted.push(line.slice(QUOTE.length))
    else last.text += ` ${line.trim()}`
  }
  return items.map(({ text, quoted }) => ({ ...leadOf(text), quoted }))
}

const LEAD = /^(\p{Lu}[^\s:]*(?: [^\s:–]+){0,3}(?::| –)) (?=\S)/u

/** "Situation:" and "The pain –" begin an item and are set apart; a sentence that holds a colon is left whole. */
function leadOf(text: string): Pick<LetterItem, 'lead' | 'text'> {
  const [whole = '', lead = ''] = LEAD.exec(text) ?? []
  return lead === '' ? { lead, text } : { lead, text: text.slice(whole.length) }
}

function rowsOf(lines: readonly string[]): readonly LetterRow[] {
  const rows: { name: string; lines: string[] }[] = []
  for (const line of lines) {
    const [, name, text = ''] = ROW.exec(line) ?? []
    if (name !== undefined) rows.push({ name, lines: [text] })
    else rows.at(-1)?.lines.push(line.trim())
  }
  return rows
}

/** A line that begins with two spaces belongs to the one before. */
function runOn(lines: readonly string[]): readonly string[] {
  const joined: string[] = []
  for (const line of lines) {
    const before = joined.at(-1)
    if (before !== undefined && /^ {2}\S/.test(line) && !line.startsWith(QUOTE))
      joined[joined.length - 1] = `${before} ${line.trim()}`
    else joined.push(line)
  }
  return joined
}

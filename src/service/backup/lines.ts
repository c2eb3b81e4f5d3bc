import type { Row } from '../../record/copy.ts'
import { BackupError } from './errors.ts'

/*
 * What is sealed in a backup: lines. One that begins with # says what follows, any other is a row of the table that was
 * named last. A number that counts the rows and the sum of their hashes end each table, and a line of its own the whole.
 */
export type BackupMark =
  | { readonly backup: 1; readonly madeAt: string }
  | { readonly file: string; readonly content: string }
  | { readonly store: string; readonly steps: readonly string[] }
  | { readonly table: string }
  | { readonly ends: string; readonly rows: number; readonly hash: string }
  | { readonly whole: true }

/** A line of a backup. */
export type BackupLine = { readonly mark: BackupMark } | { readonly row: Row }

/** @example markLine({ whole: true }) // '#{"whole":true}\n' */
export const markLine = (mark: BackupMark): string => `#${JSON.stringify(mark)}\n`

/** @example rowLine({ id: 1 }) // '{"id":1}\n' */
export const rowLine = (row: Row): string => `${JSON.stringify(row)}\n`

/**
 * Reads lines, and that they are all there.
 *
 * @throws `PLB_BACKUP_DAMAGED`, `PLB_BACKUP_NEWER`
 * @example for await (const line of readLines(gunzipped)) if ('row' in line) count += 1
 */
export async function* readLines(chunks: AsyncIterable<Buffer>): AsyncIterable<BackupLine> {
  let isFirst = true
  let isWhole = false
  for await (const text of textLines(chunks)) {
    if (isWhole) throw new BackupError('PLB_BACKUP_DAMAGED', 'This is no whole backup: it goes on after its end.')
    const line = parsed(text)
    if (isFirst) assertKnown(line)
    isFirst = false
    isWhole = 'mark' in line && 'whole' in line.mark
    yield line
  }
  if (!isWhole) throw new BackupError('PLB_BACKUP_DAMAGED', 'This is no whole backup: its end is missing.')
}

function parsed(text: string): BackupLine {
  try {
    return text.startsWith('#') ? { mark: JSON.parse(text.slice(1)) } : { row: JSON.parse(text) }
  } catch {
    throw new BackupError('PLB_BACKUP_DAMAGED', 'This is no whole backup: a line of it cannot be read.')
  }
}

function assertKnown(line: BackupLine): void {
  if ('mark' in line && 'backup' in line.mark && line.mark.backup === 1) return
  throw new BackupError('PLB_BACKUP_NEWER', 'The backup has a form that this version of the program does not know.')
}

const newLine = 0x0a

async function* textLines(chunks: AsyncIterable<Buffer>): AsyncIterable<string> {
  // Parts of a line that goes over chunks are put together once: a line may be a mebibyte long.
  let parts: Buffer[] = []
  for await (const chunk of chunks) {
    let from = 0
    for (let end = chunk.indexOf(newLine); end >= 0; end = chunk.indexOf(newLine, from)) {
      yield Buffer.concat([...parts, chunk.subarray(from, end)]).toString('utf8')
      parts = []
      from = end + 1
    }
    if (from < chunk.length) parts.push(chunk.subarray(from))
  }
  if (parts.length > 0) yield Buffer.concat(parts).toString('utf8')
}

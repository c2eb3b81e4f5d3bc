import { appendFileSync, readFileSync } from 'node:fs'
import type { EventRecord } from '../record/contract.ts'
import { openRecord } from '../record/record.ts'
import { findStores } from '../service/stores.ts'
import { CliError } from './errors.ts'
import type { Output } from './output.ts'

/** How `plumbline audit` was asked. */
export interface AuditOptions {
  readonly action: string | undefined
  readonly dataFolder: string
  /** Names the PostgreSQL, where the stores are in one. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** A file outside the data folder, with a line for each time the end of the chain was noted. */
  readonly anchor: string | undefined
  readonly now: Date
}

const BROKEN = 3

/**
 * `plumbline audit verify`: walks the chain of who did what, names the first link that does not hold, and compares it with
 * the ends that were noted outside, so that a tail that was cut off, or everything written anew, is noticed too.
 * `plumbline audit head`: prints where the chain ends, and notes it in the anchor file.
 *
 * @returns 0, or 3 where something does not hold
 * @throws `PLB_CLI_OPTION`, `PLB_CLI_FILE`, `PLB_CLI_WRITE`; the record's own errors
 * @example await audit({ action: 'verify', dataFolder: '.plumbline', environment: process.env, anchor: undefined, now: new Date() }, output) // 0
 */
export async function audit(
  { action, dataFolder, environment, anchor, now }: AuditOptions,
  output: Output,
): Promise<number> {
  if (action !== 'verify' && action !== 'head') throw new CliError('PLB_CLI_OPTION', 'audit takes verify or head.')
  const places = await findStores(dataFolder, environment)
  const record = await openRecord({ path: places.place('audit'), readOnly: true })
  try {
    return await auditOver(record, { action, anchor, now }, output)
  } finally {
    await record.close()
    await places.server?.close()
  }
}

/**
 * The same over a record that is open.
 *
 * @example await auditOver(record, { action: 'head', anchor: undefined, now: new Date() }, output) // prints '12 5f… 2026-…'
 */
export async function auditOver(
  record: EventRecord,
  {
    action,
    anchor,
    now,
  }: { readonly action: 'verify' | 'head'; readonly anchor: string | undefined; readonly now: Date },
  output: Output,
): Promise<number> {
  const chain = await record.verifyChain()
  if (!chain.intact) {
    await output.write(`Broken at entry ${chain.firstBroken}: ${chain.reason}.\n`)
    return BROKEN
  }
  if (action === 'head') return await noteHead(chain, { anchor, now }, output)
  const missing = anchor === undefined ? undefined : await firstMissing(record, anchor)
  if (missing !== undefined) {
    await output.write(`Broken at entry ${missing.position}: ${missing.reason}.\n`)
    return BROKEN
  }
  await output.write(
    `${chain.events} entries, each tied to the one before.${anchor === undefined ? ' Compared with no anchor: a tail that was cut off would not be noticed.' : ' Every anchored end is among them.'}\n`,
  )
  return 0
}

async function noteHead(
  { events, head }: { readonly events: number; readonly head: string },
  { anchor, now }: Pick<AuditOptions, 'anchor' | 'now'>,
  output: Output,
): Promise<number> {
  const line = `${events} ${head} ${now.toISOString()}\n`
  if (anchor !== undefined) {
    try {
      appendFileSync(anchor, line)
    } catch {
      throw new CliError('PLB_CLI_WRITE', 'The anchor file cannot be written.')
    }
  }
  await output.write(line)
  return 0
}

/** The first anchored end that the chain does not hold. */
async function firstMissing(
  record: EventRecord,
  anchor: string,
): Promise<{ readonly position: number; readonly reason: string } | undefined> {
  for (const { position, hash, notedAt } of anchorsIn(anchor)) {
    if (position === 0) continue
    const [event] = await record.readPage(position, 1)
    if (event === undefined)
      return { position, reason: `it was there on ${notedAt} and is missing, with all that followed` }
    if (event.hash !== hash) return { position, reason: `it is not the entry that was there on ${notedAt}` }
  }
  return undefined
}

function anchorsIn(file: string): readonly { position: number; hash: string; notedAt: string }[] {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw new CliError('PLB_CLI_FILE', 'The anchor file cannot be read.')
  }
  const lines = text.split('\n').filter((line) => line !== '')
  if (lines.length === 0) throw new CliError('PLB_CLI_FILE', 'The anchor file is empty.')
  return lines
    .map((line) => {
      const [, position = '', hash = '', notedAt = ''] = /^(\d{1,15}) ([0-9a-f]{64}) (\S{1,40})$/.exec(line) ?? []
      if (position === '')
        throw new CliError('PLB_CLI_FILE', 'The anchor file holds a line that audit head did not write.')
      return { position: Number(position), hash, notedAt }
    })
    .sort((one, other) => one.position - other.position)
}

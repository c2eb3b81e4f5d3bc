import { appendFileSync, readFileSync } from 'node:fs'
import type { EventRecord } from '../record/contract.ts'
import { openRecord } from '../record/record.ts'
import {
  type Anchor,
  type AnchoredStore,
  anchoredStores,
  anchorLine,
  endOf,
  firstMissing,
  readAnchor,
} from '../service/audit/anchors.ts'
import { findStores } from '../service/stores.ts'
import { CliError } from './errors.ts'
import type { Output } from './output.ts'

/** How `plumbline audit` was asked. */
export interface AuditOptions {
  readonly action: string | undefined
  readonly dataFolder: string
  /** Names the PostgreSQL, where the stores are in one. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** A file outside the data folder, with a line for each time that the end of a chain was noted. */
  readonly anchor: string | undefined
  /** Ends typed from paper: `audit 12 5f3a0c9912ab34cd`. */
  readonly noted: readonly string[]
  readonly now: Date
}

/** The chains, open for reading. */
export type AnchoredRecords = Readonly<Record<AnchoredStore, EventRecord>>

const BROKEN = 3
const ACTIONS = ['verify', 'head', 'digest', 'replay'] as const
type Action = (typeof ACTIONS)[number]

/**
 * `plumbline audit verify`: walks the chains of who did what, of the patients' record and of the adopted protocols, names
 * the first link that does not hold, and compares them with the ends that were noted outside, so that a tail that was cut
 * off, or everything written anew, is noticed too. `head` prints where they end, and notes it in the anchor file; `digest`
 * prints it for paper. `replay` decides again whatever was signed.
 *
 * @returns 0, or 3 where something does not hold
 * @throws `PLB_CLI_OPTION`, `PLB_CLI_FILE`, `PLB_CLI_WRITE`; the record's own errors
 * @example await audit({ action: 'verify', dataFolder: '.plumbline', environment: process.env, anchor: undefined, noted: [], now: new Date() }, output) // 0
 */
export async function audit(options: AuditOptions, output: Output): Promise<number> {
  const action = ACTIONS.find((each) => each === options.action)
  if (action === undefined) throw new CliError('PLB_CLI_OPTION', `audit takes one of ${ACTIONS.join(', ')}.`)
  const places = await findStores(options.dataFolder, options.environment)
  const opened: EventRecord[] = []
  const open = async (store: AnchoredStore): Promise<EventRecord> => {
    const record = await openRecord({ path: places.place(store), readOnly: true })
    opened.push(record)
    return record
  }
  try {
    const records = { audit: await open('audit'), record: await open('record'), protocol: await open('protocol') }
    return await auditOver(records, { ...options, action }, output)
  } finally {
    for (const record of opened) await record.close()
    await places.server?.close()
  }
}

/**
 * The same over records that are open.
 *
 * @example await auditOver(records, { action: 'head', anchor: undefined, noted: [], now: new Date() }, output) // prints 'audit 12 5f… 2026-…'
 */
export async function auditOver(
  records: AnchoredRecords,
  { action, anchor, noted, now }: Pick<AuditOptions, 'anchor' | 'noted' | 'now'> & { readonly action: Action },
  output: Output,
): Promise<number> {
  if (action === 'replay') return (await import('./audit-replay.ts')).replaySigned(records, output)
  if (action === 'verify') return verify(records, [...anchorsIn(anchor), ...typed(noted)], output)
  const ends = await Promise.all(anchoredStores.map((store) => endOf(store, records[store])))
  const anchors = ends.filter(({ position }) => position > 0).map((end) => ({ ...end, notedAt: now.toISOString() }))
  if (action === 'digest') {
    await output.write(anchors.map(forPaper).join(''))
    return 0
  }
  const lines = anchors.map(anchorLine).join('')
  if (anchor !== undefined) {
    try {
      appendFileSync(anchor, lines)
    } catch {
      throw new CliError('PLB_CLI_WRITE', 'The anchor file cannot be written.')
    }
  }
  await output.write(lines)
  return 0
}

/** Every chain is looked at, whatever is wrong with the one before. */
async function verify(records: AnchoredRecords, anchors: readonly Anchor[], output: Output): Promise<number> {
  let code = 0
  for (const store of anchoredStores) {
    const chain = await records[store].verifyChain()
    const broken = chain.intact
      ? await firstMissing(store, records[store], anchors)
      : { position: chain.firstBroken, reason: chain.reason }
    if (broken !== undefined) code = BROKEN
    const compared = anchors.filter((each) => each.store === store).length
    await output.write(
      broken !== undefined
        ? `${store}: broken at entry ${broken.position}: ${broken.reason}.\n`
        : `${store}: ${chain.intact ? chain.events : 0} entries, each tied to the one before; ${comparison(compared)}.\n`,
    )
  }
  return code
}

const comparison = (anchors: number): string =>
  anchors === 0
    ? 'compared with no anchor, so a tail that was cut off would not be noticed'
    : `every end noted of it is there (${anchors})`

/** In groups, so that it can be compared by eye; the first two groups are enough to type. */
const forPaper = ({ store, position, hash, notedAt }: Anchor): string =>
  `${store} ${position}\n  ${hash.match(/.{1,16}/g)?.join(' ')}\n  noted ${notedAt}\n`

function typed(noted: readonly string[]): readonly Anchor[] {
  return noted.map((line) => {
    const anchor = readAnchor(line)
    if (anchor === undefined)
      throw new CliError('PLB_CLI_OPTION', '--noted takes chain, number and 16 or more characters of the digest.')
    return anchor
  })
}

function anchorsIn(file: string | undefined): readonly Anchor[] {
  if (file === undefined) return []
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw new CliError('PLB_CLI_FILE', 'The anchor file cannot be read.')
  }
  const lines = text.split('\n').filter((line) => line !== '')
  if (lines.length === 0) throw new CliError('PLB_CLI_FILE', 'The anchor file is empty.')
  return lines.map((line) => {
    const anchor = readAnchor(line)
    if (anchor === undefined) throw new CliError('PLB_CLI_FILE', 'The anchor file holds a line that no anchor is.')
    return anchor
  })
}

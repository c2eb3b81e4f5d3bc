import type { EventRecord } from '../../record/contract.ts'

/** The chains whose ends are noted outside: who did what, the patients' record, and which protocol decided. */
export const anchoredStores = ['audit', 'record', 'protocol'] as const

/** A chain whose end is noted outside. */
export type AnchoredStore = (typeof anchoredStores)[number]

/** Where a chain ends. */
export interface ChainEnd {
  readonly store: AnchoredStore
  readonly position: number
  /** Empty at position 0. */
  readonly hash: string
}

/** Where a chain ended when it was noted; of a note from paper the hash may be its beginning alone. */
export interface Anchor extends ChainEnd {
  readonly notedAt: string
}

/** What an anchored chain no longer holds. */
export interface MissingAnchor {
  readonly store: AnchoredStore
  readonly position: number
  readonly reason: string
}

/**
 * One line of an anchor file.
 *
 * @example anchorLine({ store: 'audit', position: 12, hash: '5f…', notedAt: '2026-03-14T09:00:00.000Z' }) // 'audit 12 5f… 2026-…\n'
 */
export const anchorLine = ({ store, position, hash, notedAt }: Anchor): string =>
  `${store} ${position} ${hash} ${notedAt}\n`

const NOTED = /^(audit|record|protocol) (\d{1,15}) ([0-9a-f]{16,64})(?: (\S{1,40}))?$/

/**
 * Reads one line back; the first 16 characters of a digest are enough, as somebody types them from paper.
 *
 * @example readAnchor('audit 12 5f3a0c9912ab34cd')?.position // 12
 */
export function readAnchor(line: string): Anchor | undefined {
  const [, store, position = '', hash = '', notedAt = 'paper'] = NOTED.exec(line.trim()) ?? []
  const known = anchoredStores.find((each) => each === store)
  return known && { store: known, position: Number(position), hash, notedAt }
}

/**
 * Where a chain ends, found by halving: the record counts positions without gaps and is asked for the last.
 *
 * @example (await endOf('audit', record)).position // 12
 */
export async function endOf(store: AnchoredStore, record: Pick<EventRecord, 'readPage'>): Promise<ChainEnd> {
  let [low, step, hash] = [0, 1, '']
  for (;;) {
    const [event] = await record.readPage(low + step, 1)
    if (event !== undefined) {
      low += step
      hash = event.hash
      step *= 2
    } else if (step === 1) return { store, position: low, hash }
    else step = Math.max(1, Math.floor(step / 2))
  }
}

/**
 * The first end, of those noted of one chain, that it holds no more: the tail was cut off, or everything written anew.
 *
 * @example await firstMissing('audit', record, anchors) // { store: 'audit', position: 12, reason: 'it was there on …' }
 */
export async function firstMissing(
  store: AnchoredStore,
  record: Pick<EventRecord, 'readPage'>,
  anchors: readonly Anchor[],
): Promise<MissingAnchor | undefined> {
  const own = anchors.filter((anchor) => anchor.store === store && anchor.position > 0)
  for (const { position, hash, notedAt } of own.toSorted((one, other) => one.position - other.position)) {
    const [event] = await record.readPage(position, 1)
    const missing = (reason: string): MissingAnchor => ({ store, position, reason })
    if (event === undefined || event.position !== position)
      return missing(`it was there on ${notedAt} and is missing, with all that followed`)
    if (!event.hash.startsWith(hash)) return missing(`it is not the entry that was there on ${notedAt}`)
  }
  return undefined
}

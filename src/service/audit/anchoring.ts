import { randomUUID } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { Logger } from 'pino'
import type { EventRecord } from '../../record/contract.ts'
import { StartError } from '../listen.ts'
import type { Webhook } from '../messages/webhook.ts'
import { type Anchor, type AnchoredStore, anchoredStores, anchorLine, endOf } from './anchors.ts'

/** Where ends are noted: outside the data folder, where whoever can write the stores cannot write. */
export interface AnchorPlaces {
  readonly file?: string
  readonly webhook?: { readonly url: string; readonly by: Webhook }
  readonly everyMinutes: number
}

/** What became of the last note. */
export interface LastAnchor {
  readonly at: string
  readonly anchors: readonly Anchor[]
  /** Where it went, and where it could not go. */
  readonly reached: readonly Place[]
  readonly failed: readonly Place[]
}

type Place = 'file' | 'webhook'

/** Notes the ends of the chains outside. */
export interface Anchoring {
  /** The places that are set up. */
  readonly places: readonly Place[]
  /** Notes them now. */
  note(): Promise<LastAnchor>
  /** The last time that this process noted them. */
  last(): LastAnchor | undefined
  /** Notes them now and from time to time until `stop`. */
  start(): void
  /** Notes them once more. */
  stop(): Promise<void>
}

type Environment = Readonly<Record<string, string | undefined>>

const usualMinutes = 60
const mostMinutes = 1440

/**
 * Where the environment says that ends are noted:
 *
 * - `PLUMBLINE_ANCHOR_FILE`: a file that lines are added to, such as one on another machine;
 * - `PLUMBLINE_ANCHOR_WEBHOOK`: an address at one of `PLUMBLINE_WEBHOOK_HOSTS`, signed with `PLUMBLINE_WEBHOOK_SECRET`;
 * - `PLUMBLINE_ANCHOR_MINUTES`: how often; 60 unless given.
 *
 * @throws `PLB_START_ANCHOR` where one of them cannot be used
 * @example anchorPlacesFrom({ PLUMBLINE_ANCHOR_FILE: '/mnt/elsewhere/ends' }, undefined).file // '/mnt/elsewhere/ends'
 */
export function anchorPlacesFrom(environment: Environment, webhook: Webhook | undefined): AnchorPlaces {
  const [file, url] = [environment.PLUMBLINE_ANCHOR_FILE, environment.PLUMBLINE_ANCHOR_WEBHOOK]
  const minutes = environment.PLUMBLINE_ANCHOR_MINUTES || String(usualMinutes)
  if (!/^[1-9]\d{0,3}$/.test(minutes) || Number(minutes) > mostMinutes)
    throw refused(`PLUMBLINE_ANCHOR_MINUTES has to be a whole number from 1 to ${mostMinutes}.`)
  if (url && webhook?.refusal(url) !== undefined)
    throw refused('PLUMBLINE_ANCHOR_WEBHOOK has to be an address at one of PLUMBLINE_WEBHOOK_HOSTS.')
  if (url && webhook === undefined) throw refused('PLUMBLINE_ANCHOR_WEBHOOK needs PLUMBLINE_WEBHOOK_SECRET.')
  return {
    ...(file ? { file } : {}),
    ...(url && webhook ? { webhook: { url, by: webhook } } : {}),
    everyMinutes: Number(minutes),
  }
}

const refused = (message: string): StartError => new StartError('PLB_START_ANCHOR', message)

/** Anchoring over the opened stores; nothing happens before its first `note` or `start`. */
export function createAnchoring({
  stores,
  places: { file, webhook, everyMinutes },
  clock,
  log,
}: {
  readonly stores: Readonly<Record<AnchoredStore, Pick<EventRecord, 'readPage'>>>
  readonly places: AnchorPlaces
  readonly clock: () => Date
  readonly log: Logger
}): Anchoring {
  const ways: readonly { readonly place: Place; send(anchors: readonly Anchor[], at: Date): Promise<boolean> }[] = [
    ...(file === undefined
      ? []
      : [{ place: 'file' as const, send: (anchors: readonly Anchor[]) => add(file, anchors) }]),
    ...(webhook === undefined
      ? []
      : [{ place: 'webhook' as const, send: (anchors: readonly Anchor[], at: Date) => tell(webhook, anchors, at) }]),
  ]
  let last: LastAnchor | undefined
  let timer: NodeJS.Timeout | undefined
  let under = Promise.resolve()

  async function note(): Promise<LastAnchor> {
    const now = clock()
    const at = now.toISOString()
    const ends = await Promise.all(anchoredStores.map((store) => endOf(store, stores[store])))
    const anchors = ends.filter(({ position }) => position > 0).map((end) => ({ ...end, notedAt: at }))
    const [reached, failed]: [Place[], Place[]] = [[], []]
    for (const { place, send } of ways) {
      const isSent = await send(anchors, now).catch(() => false)
      ;(isSent ? reached : failed).push(place)
    }
    if (failed.length > 0) log.error({ places: failed }, 'the ends of the chains could not be noted outside')
    last = { at, anchors, reached, failed }
    return last
  }
  const quietly = (): Promise<void> => {
    under = under
      .then(note)
      .then(() => undefined)
      .catch((error) => log.error({ err: error }, 'the ends of the chains could not be noted outside'))
    return under
  }

  return {
    places: ways.map(({ place }) => place),
    note,
    last: () => last,
    start() {
      if (ways.length === 0) return
      timer = setInterval(quietly, everyMinutes * 60_000).unref()
      void quietly()
    },
    async stop() {
      if (timer === undefined) return
      clearInterval(timer)
      timer = undefined
      await quietly()
    },
  }
}

/** Added, never written over; true once it is on disk. */
async function add(file: string, anchors: readonly Anchor[]): Promise<boolean> {
  const handle = await open(file, 'a', 0o600)
  try {
    await handle.appendFile(anchors.map(anchorLine).join(''))
    await handle.sync()
    return true
  } finally {
    await handle.close()
  }
}

/** A number and a digest of each chain: nothing that is anybody's. */
async function tell(
  { url, by }: NonNullable<AnchorPlaces['webhook']>,
  anchors: readonly Anchor[],
  at: Date,
): Promise<boolean> {
  const body = JSON.stringify({
    kind: 'anchor',
    at: at.toISOString(),
    lines: anchors.map((each) => anchorLine(each).trim()),
  })
  return 'sent' in (await by.send({ id: randomUUID(), url, body, at }))
}

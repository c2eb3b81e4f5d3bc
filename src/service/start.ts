import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DestinationStream, Logger } from 'pino'
import { createAdmission } from './accounts/admission.ts'
import { type Anchoring, type AnchorPlaces, anchorPlacesFrom, createAnchoring } from './audit/anchoring.ts'
import { readHooksConfiguration } from './cds-hooks/configuration.ts'
import { readSiteReviews } from './content/site-reviews.ts'
import { seedDemo } from './demo/seed.ts'
import { hostNamesFor, isLoopback, listen, StartError } from './listen.ts'
import { createLog } from './log.ts'
import { channelsFrom } from './messages/channels.ts'
import type { ServerOptions } from './options.ts'
import { readOrganisation } from './organisation/configuration.ts'
import { openAdoptions } from './protocol/adoptions.ts'
import { builtInVersion, type ProtocolVersion } from './protocol/version.ts'
import { createServer } from './server.ts'
import { datesIn } from './site-date.ts'
import { keysWhereNeeded, readSmartConfiguration } from './smart/configuration.ts'
import { readSigningKeys } from './smart/signing-keys.ts'
import { openStores } from './stores.ts'
import { clockOffsetDaysOf, shifted } from './test-clock.ts'

/** What `plumbline serve` can be told. */
export interface StartOptions {
  /** Where the databases are, unless the environment names a PostgreSQL, and what the site has set up in files. */
  readonly dataFolder: string
  /** `127.0.0.1` unless given: nothing but this machine can then reach the service. */
  readonly host?: string
  /** The first free of 8420 to 8429 unless given; 0 for any. */
  readonly port?: number
  /** Further names under which people reach the service, such as that of the proxy in front. */
  readonly hostNames?: readonly string[]
  /** A proxy in front does TLS: cookies `Secure`, origins https. */
  readonly behindTls?: boolean
  readonly trustedProxies?: readonly string[]
  /** Demo patients without an account; on a loopback host only. Until set-up unless given. */
  readonly demo?: ServerOptions['demo']
  /** IANA name; that of the machine unless given. */
  readonly timeZone?: string
  /** The version of the protocol that this build brings; adopted on the first start alone. The built-in one unless given. */
  readonly protocol?: ProtocolVersion
  /** The built app; `dist/web` unless given. */
  readonly webFolder?: string
  readonly sessionIdleMinutes?: number
  readonly clock?: () => Date
  /**
   * Shifts the clock by whole days, to see in a test what a later day looks like; `PLUMBLINE_CLOCK_OFFSET_DAYS` unless
   * given. Refused unless the service is on a loopback host and the data folder holds a file `test-data-only`.
   */
  readonly clockOffsetDays?: string
  /** Where the address of a PostgreSQL and secrets for sending messages are found; the process's environment unless given. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Where the address and the set-up code are printed; standard output unless given. Never the log. */
  readonly print?: (line: string) => void
  /** Where log lines go; standard error unless given. */
  readonly logTo?: DestinationStream
  /** Told to stop by `SIGTERM` and `SIGINT`; the process unless given. */
  readonly signals?: Pick<NodeJS.EventEmitter, 'once' | 'off'>
}

/** A running service. */
export interface RunningService {
  /** For a browser on this machine, such as `http://127.0.0.1:8420`. */
  readonly address: string
  /** Answers what has been asked, closes the databases. The same promise however often it is called. */
  stop(): Promise<void>
}

/** How long requests under way may take once the service is stopping. */
const stopWithinMilliseconds = 10_000

/**
 * Starts the service and prints how to reach it; on a first start also the set-up code.
 *
 * @throws `StartError`; `RecordError` when the data folder cannot be used, for one because another process uses it.
 * @example const service = await startService({ dataFolder: '.plumbline' }) // prints the address
 */
export async function startService(options: StartOptions): Promise<RunningService> {
  const { host = '127.0.0.1', print = console.log } = options
  const loopback = isLoopback(host)
  const demo = demoOn(host, options.demo)
  const offsetDays = clockOffsetDaysOf(options.clockOffsetDays ?? process.env.PLUMBLINE_CLOCK_OFFSET_DAYS, {
    loopback,
    dataFolder: options.dataFolder,
  })
  const clock = shifted(options.clock ?? (() => new Date()), offsetDays)
  const timeZone = options.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone
  const siteReviews = readSiteReviews(options.dataFolder)
  const behindTls = options.behindTls ?? false
  const hooksConfiguration = readHooksConfiguration(options.dataFolder, { loopback, behindTls })
  const smart = readSmartConfiguration(options.dataFolder)
  const environment = options.environment ?? process.env
  const organisation = readOrganisation(options.dataFolder, environment)
  const signingKeys = keysWhereNeeded(smart, await readSigningKeys(environment))
  const stores = await openStores(options.dataFolder, environment)
  try {
    const log = createLog(options.logTo ?? process.stderr, process.stderr.isTTY ? 'warn' : 'info')
    const dateOf = datesIn(timeZone)
    const started = clock()
    const built = options.protocol ?? builtInVersion
    const adoptions = await openAdoptions(stores.protocols, built, started, dateOf(started))
    await seedDemo(stores.records.demo, started, dateOf, adoptions.current()).catch(demoIncomplete(log))
    const webFolder = options.webFolder ?? fileURLToPath(new URL('../web', import.meta.url))
    const isBuilt = existsSync(join(webFolder, 'index.html'))
    const channels = channelsFrom(environment)
    const anchoring = anchoringOver(stores, anchorPlacesFrom(environment, channels.webhook), clock, log)
    let stopping = false
    let address = ''
    const server = await createServer({
      accountsDatabase: stores.accounts.kysely,
      records: stores.records,
      auditRecord: stores.audit,
      adoptionRecord: stores.protocols,
      adoptions,
      draftDatabases: stores.draftDatabases,
      siteDatabase: stores.site.kysely,
      anchoring,
      channels,
      address: () => address,
      linkDatabases: stores.linkDatabases,
      hooksDatabase: stores.hooks.kysely,
      ...(hooksConfiguration === undefined ? {} : { hooksConfiguration }),
      siteReviews,
      ...(smart === undefined ? {} : { smart }),
      ...(organisation === undefined ? {} : { organisation }),
      ...(signingKeys === undefined ? {} : { signingKeys }),
      clock,
      timeZone,
      log,
      hosts: hostNamesFor(host, options.hostNames ?? []),
      secure: behindTls,
      demo,
      isReady: async () => {
        await stores.assertReady()
        return !stopping
      },
      ...(isBuilt ? { webFolder } : {}),
      ...(options.trustedProxies === undefined ? {} : { trustedProxies: options.trustedProxies }),
      ...(options.sessionIdleMinutes === undefined
        ? {}
        : { sessionLimits: { idleMinutes: options.sessionIdleMinutes } }),
    })
    address = await listen(server, host, options.port).catch(async (error) => {
      await server.close()
      throw error
    })
    server.messages.start()
    anchoring.start()
    const setUpCode = await createAdmission(stores.accounts.kysely, clock).newSetUpCode()
    const warn = !loopback && !behindTls
    for (const line of greeting({ address, setUpCode, built: isBuilt, warn, demo, offsetDays })) print(line)

    const finish = async () => {
      stopping = true
      const impatience = setTimeout(() => server.server.closeAllConnections(), stopWithinMilliseconds)
      await server.close()
      clearTimeout(impatience)
      await anchoring.stop()
      await stores.close()
    }
    const stop = stopOnce(finish, options.signals ?? process)
    return { address, stop }
  } catch (error) {
    await stores.close()
    throw error
  }
}

/** Whatever is wrong with invented patients, the real ones are waiting. */
const demoIncomplete =
  (log: Logger) =>
  (error: unknown): void =>
    log.error({ err: error }, 'the demo patients are not complete')

/** The chains of real patients, whose ends are noted outside where the environment says so. */
function anchoringOver(
  { audit, records, protocols }: Pick<Awaited<ReturnType<typeof openStores>>, 'audit' | 'records' | 'protocols'>,
  places: AnchorPlaces,
  clock: () => Date,
  log: Logger,
): Anchoring {
  return createAnchoring({ stores: { audit, record: records.real, protocol: protocols }, places, clock, log })
}

/** Demo patients need no account: they are offered on a loopback host only. */
function demoOn(host: string, asked: StartOptions['demo']): ServerOptions['demo'] {
  const demo = asked ?? (isLoopback(host) ? 'untilSetUp' : 'never')
  if (isLoopback(host) || demo === 'never') return demo
  const message = `Demo patients need no account, so they are offered on a loopback host only, not on ${host}.`
  throw new StartError('PLB_START_DEMO_NOT_LOOPBACK', message)
}

/** Runs `finish` at the first call or signal. A second signal meets no listener and so ends the process at once. */
function stopOnce(finish: () => Promise<void>, signals: NonNullable<StartOptions['signals']>): () => Promise<void> {
  let finished: Promise<void> | undefined
  const stop = () => {
    signals.off('SIGTERM', stop)
    signals.off('SIGINT', stop)
    finished ??= finish()
    return finished
  }
  signals.once('SIGTERM', stop)
  signals.once('SIGINT', stop)
  return stop
}

/** What whoever started the service has to know. */
function greeting(start: {
  address: string
  setUpCode: string | undefined
  built: boolean
  warn: boolean
  demo: ServerOptions['demo']
  offsetDays: number
}): string[] {
  const { address, setUpCode, offsetDays } = start
  return [
    `Plumbline is running at ${address}`,
    ...(offsetDays === 0
      ? []
      : [`The clock is shifted by ${offsetDays} days. This is for tests: no real patient may be entered.`]),
    ...(start.warn
      ? [
          'Warning: other machines can reach this address, and nothing is encrypted on the way.',
          'Put a proxy with TLS in front of it and start with --behind-tls before any real patient is entered.',
        ]
      : []),
    ...(start.built ? [] : ['The app is not built, so only the API is served. Build it with: npm run build']),
    ...(start.demo === 'always' || (start.demo === 'untilSetUp' && setUpCode !== undefined)
      ? ['To look around, open the address and choose "Try with demo patients".']
      : []),
    ...(setUpCode === undefined
      ? []
      : [`To set it up for real patients, open ${address}/setup and enter this code, once: ${setUpCode}`]),
  ]
}

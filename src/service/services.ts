import { type Accounts, createAccounts } from './accounts/accounts.ts'
import { type Admission, createAdmission } from './accounts/admission.ts'
import { type Attempts, createAttempts } from './accounts/attempts.ts'
import { createPasskeys, type PasskeyKeeper } from './accounts/passkeys.ts'
import { createProgramKeys, type ProgramKeys } from './accounts/program-keys.ts'
import { createSessions, defaultSessionLimits, type SessionLimits, type Sessions } from './accounts/sessions.ts'
import type { Workspace } from './api/role.ts'
import { type AuditLog, createAuditLog } from './audit/audit-log.ts'
import { createHookClients, type HookClients } from './cds-hooks/clients.ts'
import { replayMemoryFor } from './cds-hooks/replay-memory.ts'
import { createShownCards, type ShownCards } from './cds-hooks/shown-cards.ts'
import { loadTexts, type Texts } from './content/texts.ts'
import { createDrafts, type Drafts } from './episodes/drafts.ts'
import type { Channels } from './messages/channels.ts'
import { createDispatcher, type Dispatcher } from './messages/dispatcher.ts'
import { createOutbox, type Outbox } from './messages/outbox.ts'
import { createSettings, type Settings } from './messages/settings.ts'
import { createSite, type Site } from './messages/site.ts'
import type { ServerOptions } from './options.ts'
import { createIdentities } from './organisation/identities.ts'
import type { KnownOrganisation } from './organisation/known-organisation.ts'
import { createProvider } from './organisation/provider.ts'
import type { Adoptions } from './protocol/adoptions.ts'
import { createDifferences, type Differences } from './protocol/differences.ts'
import { createLinks, type Links } from './questionnaire/links.ts'
import { type AuthorisationServers, createAuthorisationServers } from './smart/authorisation-server.ts'
import { createLaunches, type Launches } from './smart/launches.ts'
import { createStaff, type Staff } from './staff.ts'
import { createProtocolChanges, type ProtocolChanges, withChanges } from './worklist/protocol-changes.ts'

/** What route groups are made from. A group takes what it needs: `accountRoutes(services)`. */
export interface Services {
  readonly accounts: Accounts
  readonly admission: Admission
  /** Other systems, by keys of their own. */
  readonly programKeys: ProgramKeys
  readonly passkeys: PasskeyKeeper
  readonly sessions: Sessions
  readonly sessionLimits: SessionLimits
  readonly attempts: Attempts
  /** Who did and saw what. */
  readonly audit: AuditLog
  /** By which people may sign in; none unless it is set up. */
  readonly organisation: KnownOrganisation | undefined
  readonly staff: Staff
  /** A session reaches those of its own workspace only. */
  readonly drafts: Readonly<Record<Workspace, Drafts>>
  /** What the administrator chose, and where and when the site is. */
  readonly settings: Settings
  readonly site: Site
  readonly outbox: Outbox
  readonly channels: Channels
  /** Tells people of work that waits for them. */
  readonly messages: Dispatcher
  /** By which patients answer; likewise. */
  readonly links: Readonly<Record<Workspace, Links>>
  readonly texts: Texts
  readonly adoptions: Adoptions
  readonly differences: Differences
  /** What the adopted version changes for open episodes, remembered for each workspace by itself. */
  readonly protocolChanges: Readonly<Record<Workspace, ProtocolChanges>>
  /** Programs that call the hooks, and the cards that they were shown. */
  readonly hookClients: HookClients
  readonly shownCards: ShownCards
  /** Launches from other records, who there is who here, and what their authorisation servers say. */
  readonly launches: Launches
  readonly authorisationServers: AuthorisationServers
  readonly options: ServerOptions
}

/** Builds them over the opened database; nothing here has state of its own. */
export function createServices(options: ServerOptions): Services {
  const { accountsDatabase, clock, organisation } = options
  const sessionLimits = { ...defaultSessionLimits, ...options.sessionLimits }
  const accounts = createAccounts(accountsDatabase, clock)
  const settings = createSettings(options.siteDatabase)
  const site = createSite(settings, options.timeZone)
  const outbox = createOutbox(options.siteDatabase)
  const channels = options.channels ?? {}
  const { log, records, address = () => '' } = options
  const protocolChanges = { real: createProtocolChanges(), demo: createProtocolChanges() }
  const sending = { settings, site, outbox, accounts, channels, clock, log, address }
  return {
    accounts,
    admission: createAdmission(accountsDatabase, clock),
    programKeys: createProgramKeys(accountsDatabase, clock),
    passkeys: createPasskeys(accountsDatabase, clock),
    sessions: createSessions(accountsDatabase, clock, sessionLimits),
    sessionLimits,
    attempts: createAttempts(accountsDatabase, clock),
    audit: createAuditLog(options.auditRecord),
    organisation: organisation && {
      name: organisation.name,
      provider: createProvider(organisation),
      identities: createIdentities(accountsDatabase, accounts, organisation, clock),
    },
    staff: createStaff(accounts),
    drafts: {
      real: createDrafts(options.draftDatabases.real),
      demo: createDrafts(options.draftDatabases.demo),
    },
    settings,
    site,
    outbox,
    channels,
    links: {
      real: createLinks(options.linkDatabases.real, clock),
      demo: createLinks(options.linkDatabases.demo, clock),
    },
    texts: loadTexts(options.siteReviews),
    messages: createDispatcher({
      ...sending,
      record: records.real,
      withProtocolChanges: async (documents, today) => {
        await options.adoptions.refresh()
        const changed = await protocolChanges.real.of(records.real, documents, today, options.adoptions.current())
        return withChanges(documents, changed)
      },
    }),
    adoptions: options.adoptions,
    differences: createDifferences(),
    protocolChanges,
    hookClients: createHookClients(options.hooksConfiguration, clock, replayMemoryFor(options.hooksDatabase, clock)),
    shownCards: createShownCards(options.hooksDatabase, clock),
    launches: createLaunches(options.siteDatabase, clock),
    authorisationServers: createAuthorisationServers(options.signingKeys, clock),
    options,
  }
}

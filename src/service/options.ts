import type { Kysely } from 'kysely'
import type { Logger } from 'pino'
import type { EventRecord } from '../record/contract.ts'
import type { AccountSchema } from './accounts/schema.ts'
import type { SessionLimits } from './accounts/sessions.ts'
import type { Workspace } from './api/role.ts'
import type { Anchoring } from './audit/anchoring.ts'
import type { HooksConfiguration } from './cds-hooks/configuration.ts'
import type { HooksSchema } from './cds-hooks/hooks-schema.ts'
import type { SiteReview } from './content/text-schemas.ts'
import type { DraftSchema } from './episodes/draft-schema.ts'
import type { Channels } from './messages/channels.ts'
import type { SiteSchema } from './messages/site-schema.ts'
import type { Organisation } from './organisation/configuration.ts'
import type { Adoptions } from './protocol/adoptions.ts'
import type { LinkSchema } from './questionnaire/link-schema.ts'
import type { SmartConfiguration } from './smart/configuration.ts'
import type { SigningKeys } from './smart/signing-keys.ts'

/** The two records, apart. */
export type Records = Readonly<Record<Workspace, EventRecord>>

/** Unsigned answers of the two workspaces, apart. */
export type DraftDatabases = Readonly<Record<Workspace, Kysely<DraftSchema>>>

/** Links for patients of the two workspaces, apart. */
export type LinkDatabases = Readonly<Record<Workspace, Kysely<LinkSchema>>>

/** Everything the server knows of the world around it: no process globals. */
export interface ServerOptions {
  readonly accountsDatabase: Kysely<AccountSchema>
  /** The real and the demo record. A session reaches one of them. */
  readonly records: Records
  /** Who did and saw what: a record of its own, so that it is chained. */
  readonly auditRecord: EventRecord
  /** Which versions of the protocol were adopted: `adoptions` as a record, to look its chain over. */
  readonly adoptionRecord: EventRecord
  /** Notes outside where the chains end; nowhere unless given. */
  readonly anchoring?: Anchoring
  readonly draftDatabases: DraftDatabases
  /** Settings, addresses and the outbox. */
  readonly siteDatabase: Kysely<SiteSchema>
  /** The ways out that the environment has set up; none unless given. */
  readonly channels?: Channels
  /** Where a browser finds the app, once it listens; stands in messages unless the settings say otherwise. */
  readonly address?: () => string
  readonly linkDatabases: LinkDatabases
  /** Cards that programs were shown, and what became of them. */
  readonly hooksDatabase: Kysely<HooksSchema>
  /** Which programs may call the hooks; none unless given. */
  readonly hooksConfiguration?: HooksConfiguration
  /** Other records from which the app may be launched; none unless given. */
  readonly smart?: SmartConfiguration
  /** By which people may sign in; none unless given. */
  readonly organisation?: Organisation
  /** With which the service says who it is to other records; none unless given. */
  readonly signingKeys?: SigningKeys
  /** Texts for patients that the site has reviewed; none unless given. */
  readonly siteReviews?: readonly SiteReview[]
  /** Which version of the protocol decides: in both workspaces the same. */
  readonly adoptions: Adoptions
  readonly clock: () => Date
  /** The site's time zone (IANA name), unless the settings name another: what "today" is. */
  readonly timeZone: string
  readonly log: Logger
  /** Host names under which people reach the service, without port, lower case. */
  readonly hosts: readonly string[]
  /** Whether people reach it over https (a proxy in front does TLS): cookie `Secure`, HSTS, https origins. */
  readonly secure: boolean
  /** Whether demo patients are offered without an account, on a loopback name: until set-up, always, or never. */
  readonly demo: 'never' | 'untilSetUp' | 'always'
  /** The built app; without it only the API is served. */
  readonly webFolder?: string
  readonly sessionLimits?: Partial<SessionLimits>
  /** Addresses of proxies whose `X-Forwarded-For` is believed; none unless given. */
  readonly trustedProxies?: readonly string[]
  /** False while the service should get no new requests. */
  readonly isReady?: () => boolean | Promise<boolean>
}

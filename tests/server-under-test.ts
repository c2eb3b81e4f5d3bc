import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import type { EventRecord } from '../src/record/contract.ts'
import { openDatabase } from '../src/record/database.ts'
import { openRecord } from '../src/record/record.ts'
import { usernameKeyOf } from '../src/service/accounts/accounts.ts'
import { createAdmission } from '../src/service/accounts/admission.ts'
import { hashPassword } from '../src/service/accounts/passwords.ts'
import { createProgramKeys } from '../src/service/accounts/program-keys.ts'
import { type AccountSchema, accountMigrations } from '../src/service/accounts/schema.ts'
import { secureSessionCookie, sessionCookie } from '../src/service/accounts/session-cookie.ts'
import type { Role, Workspace } from '../src/service/api/role.ts'
import { hooksConfiguration } from '../src/service/cds-hooks/configuration.ts'
import { type HooksSchema, hooksMigrations } from '../src/service/cds-hooks/hooks-schema.ts'
import { type DraftSchema, draftMigrations } from '../src/service/episodes/draft-schema.ts'
import { createLog } from '../src/service/log.ts'
import { type SiteSchema, siteMigrations } from '../src/service/messages/site-schema.ts'
import type { ServerOptions } from '../src/service/options.ts'
import { openAdoptions } from '../src/service/protocol/adoptions.ts'
import { builtInVersion, type ProtocolVersion } from '../src/service/protocol/version.ts'
import { type LinkSchema, linkMigrations } from '../src/service/questionnaire/link-schema.ts'
import { createServer } from '../src/service/server.ts'
import { placeIn } from './store-under-test.ts'

/** Good enough for the rules, and nobody's name. */
export const goodPassword = 'correct horse battery'
/** Hashing is slow on purpose, so that once is enough for a whole file. */
const goodPasswordHash = hashPassword(goodPassword)

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
interface Sent {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** A browser on the page of the service: keeps the cookie, sends the origin and the token, as the app does. */
export class Browser {
  cookie: string | undefined
  /** As the service set it: another over https. */
  cookieName = sessionCookie
  csrfToken: string | undefined
  /** Of a program, which has neither. */
  key: string | undefined

  constructor(readonly server: FastifyInstance) {}

  async send(method: Method, url: string, { body, headers = {} }: Sent = {}): Promise<LightMyRequestResponse> {
    const changes = method !== 'GET' && method !== 'HEAD'
    const answer = await this.server.inject({
      method,
      url,
      headers: {
        host: 'localhost:8420',
        ...(changes ? { origin: 'http://localhost:8420', 'sec-fetch-site': 'same-origin' } : {}),
        ...(this.key === undefined ? {} : { authorization: `Bearer ${this.key}` }),
        ...(this.cookie === undefined ? {} : { cookie: `${this.cookieName}=${this.cookie}` }),
        ...(changes && this.csrfToken !== undefined ? { 'x-csrf-token': this.csrfToken } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: body as object }),
    })
    const set = answer.cookies.find(({ name }) => name === sessionCookie || name === secureSessionCookie)
    if (set !== undefined) {
      this.cookie = set.value === '' ? undefined : set.value
      this.cookieName = set.name
    }
    // What is packed is no session.
    if (
      !answer.headers['content-encoding'] &&
      answer.headers['content-type']?.toString().startsWith('application/json')
    ) {
      const session = answer.json()?.session
      if (session !== undefined) this.csrfToken = session?.csrfToken
    }
    return answer
  }

  signIn(username: string, password = goodPassword, workspace: Workspace = 'real'): Promise<LightMyRequestResponse> {
    return this.send('POST', '/api/session', { body: { username, password, workspace } })
  }
}

/** A record that no test of the foundation should touch: whatever is asked of it fails and says which one it was. */
const noRecord = (name: string): EventRecord =>
  new Proxy({} as EventRecord, {
    get: () => () => Promise.reject(new Error(`the ${name} record of this test is empty`)),
  })

/** Draft databases of both workspaces in a folder, and how to close them. */
async function openDrafts(folder: string) {
  const real = await openDatabase<DraftSchema>(await placeIn(folder, 'drafts'), draftMigrations)
  const demo = await openDatabase<DraftSchema>(await placeIn(folder, 'demo-drafts'), draftMigrations)
  return {
    databases: { real: real.kysely, demo: demo.kysely },
    async close() {
      await real.close()
      await demo.close()
    },
  }
}

/** Links for patients of both workspaces in a folder, and how to close them. */
async function openLinks(folder: string) {
  const real = await openDatabase<LinkSchema>(await placeIn(folder, 'links'), linkMigrations)
  const demo = await openDatabase<LinkSchema>(await placeIn(folder, 'demo-links'), linkMigrations)
  return {
    databases: { real: real.kysely, demo: demo.kysely },
    async close() {
      await real.close()
      await demo.close()
    },
  }
}
/** What a test sets: options of the server, and the version of the protocol that its build brings. */
export type ServerSettings = Partial<ServerOptions> & { readonly protocol?: ProtocolVersion }

/** A server over a folder (a new one unless given), with a clock that the test moves and a log that the test reads. */
export async function serverUnderTest(
  { protocol = builtInVersion, ...over }: ServerSettings = {},
  folder = mkdtempSync(join(tmpdir(), 'plumbline-service-')),
) {
  const database = await openDatabase<AccountSchema>(await placeIn(folder, 'accounts'), accountMigrations)
  const drafts = await openDrafts(folder)
  const site = await openDatabase<SiteSchema>(await placeIn(folder, 'site'), siteMigrations)
  const links = await openLinks(folder)
  const hooks = await openDatabase<HooksSchema>(await placeIn(folder, 'hooks'), hooksMigrations)
  const time = { now: new Date('2026-03-14T09:00:00.000Z') }
  const clock = () => time.now
  const logLines: string[] = []
  const protocols = await openRecord({ path: await placeIn(folder, 'protocol') })
  const audit = await openRecord({ path: await placeIn(folder, 'audit') })
  const adoptions = await openAdoptions(protocols, protocol, time.now, '2026-03-14')
  const log = createLog({ write: (line) => logLines.push(line) }, 'trace')
  const server = await createServer({
    accountsDatabase: database.kysely,
    records: { real: noRecord('real'), demo: noRecord('demo') },
    auditRecord: audit,
    adoptionRecord: protocols,
    draftDatabases: drafts.databases,
    siteDatabase: site.kysely,
    linkDatabases: links.databases,
    hooksDatabase: hooks.kysely,
    hooksConfiguration: hooksConfiguration({ address: 'https://clinic.example' }),
    adoptions,
    clock,
    timeZone: 'Europe/Madrid',
    log,
    hosts: ['localhost', '127.0.0.1', '[::1]', 'clinic.example'],
    secure: false,
    demo: 'untilSetUp',
    ...over,
  })

  async function stop(): Promise<void> {
    await server.close()
    await database.close()
    await drafts.close()
    await site.close()
    await links.close()
    await protocols.close()
    await audit.close()
    await hooks.close()
  }

  return {
    server,
    adoptions,
    audit,
    database: database.kysely,
    hooks: hooks.kysely,
    folder,
    logLines,
    admission: createAdmission(database.kysely, clock),
    browser: () => new Browser(server),
    /** What the clock of the service says. */
    now: clock,
    passSeconds(seconds: number) {
      time.now = new Date(time.now.getTime() + seconds * 1000)
    },
    /** An active account with the good password; the clinical lead where asked. */
    async addAccount(username: string, role: Role, lead = false): Promise<string> {
      const id = randomUUID()
      await database.kysely
        .insertInto('account')
        .values({
          id,
          username,
          username_key: usernameKeyOf(username),
          display_name: `The ${role} ${username}`,
          role,
          clinical_lead: lead ? 1 : 0,
          password_hash: role === 'integration' ? null : await goodPasswordHash,
          created_at: clock().toISOString(),
          disabled_at: null,
          passkey_needed: 0,
        })
        .execute()
      return id
    },
    /** A program of an account of the role integration, by a new key. */
    async program(accountId: string): Promise<Browser> {
      const browser = new Browser(server)
      browser.key = (await createProgramKeys(database.kysely, clock).addKey(accountId)).key
      return browser
    },
    /** Closes everything and keeps the folder, to open it again. */
    stop,
    async close() {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What `serverUnderTest` gives. */
export type ServerUnderTest = Awaited<ReturnType<typeof serverUnderTest>>

import type { Kysely } from 'kysely'
import { escalationDefaults } from '../../care/telling.ts'
import { type SiteSettings, siteSettingsSchema } from '../api/settings.ts'
import type { SiteSchema } from './site-schema.ts'

/** What holds until an administrator chooses otherwise: messages are off. */
export const settingsAtFirst: SiteSettings = {
  siteName: 'Plumbline',
  timeZone: null,
  publicAddress: null,
  messages: {
    on: false,
    byEmail: false,
    byWebhook: false,
    webhookUrl: null,
    digestHour: 8,
    escalationEmail: null,
    escalation: escalationDefaults,
  },
}

/** The settings of the site, and where its people can be reached. */
export interface Settings {
  read(): Promise<SiteSettings>
  write(settings: SiteSettings, by: string, at: Date): Promise<void>
  /** Addresses by account id. */
  contacts(): Promise<ReadonlyMap<string, string>>
  setContact(accountId: string, email: string | null): Promise<void>
}

/** The settings over the opened `site.sqlite`. */
export function createSettings(database: Kysely<SiteSchema>): Settings {
  return {
    async read() {
      const row = await database.selectFrom('setting').select('content').where('id', '=', 1).executeTakeFirst()
      if (row === undefined) return settingsAtFirst
      // A member that a later version added has its first value until somebody saves the settings again.
      const stored = JSON.parse(row.content) as Partial<SiteSettings>
      const messages = { ...settingsAtFirst.messages, ...stored.messages }
      const read = siteSettingsSchema.safeParse({ ...settingsAtFirst, ...stored, messages })
      return read.success ? read.data : settingsAtFirst
    },

    async write(settings, by, at) {
      const row = { content: JSON.stringify(settings), changed_by: by, changed_at: at.toISOString() }
      await database
        .insertInto('setting')
        .values({ id: 1, ...row })
        .onConflict((same) => same.column('id').doUpdateSet(row))
        .execute()
    },

    async contacts() {
      const rows = await database.selectFrom('contact').selectAll().execute()
      return new Map(rows.map(({ account_id, email }) => [account_id, email]))
    },

    async setContact(accountId, email) {
      if (email === null) {
        await database.deleteFrom('contact').where('account_id', '=', accountId).execute()
        return
      }
      await database
        .insertInto('contact')
        .values({ account_id: accountId, email })
        .onConflict((same) => same.column('account_id').doUpdateSet({ email }))
        .execute()
    },
  }
}

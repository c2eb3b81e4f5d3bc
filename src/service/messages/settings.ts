import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { type ServiceLevels, serviceLevels } from '../../care/service-levels.ts'
import { escalationDefaults } from '../../care/telling.ts'
import {
  type ChosenServiceLevels,
  chosenLevels,
  levelPeriods,
  type SettingsAnswer,
  type SiteSettings,
  siteSettingsSchema,
} from '../api/settings.ts'
import type { SiteSchema } from './site-schema.ts'

const { emergency, ...chosenAtFirst } = serviceLevels

/**
 * A site's periods with that of an emergency, which is dealt with on the day whatever a site chooses.
 *
 * @example levelsOf(settings.serviceLevels).emergency.actDays // 0
 */
export function levelsOf(chosen: ChosenServiceLevels): ServiceLevels {
  return { emergency, ...chosen }
}

/** What holds until an administrator chooses otherwise: messages are off. */
export const settingsAtFirst: SiteSettings = {
  siteName: 'Plumbline',
  timeZone: null,
  publicAddress: null,
  serviceLevels: chosenAtFirst,
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
  /** Kept beside every earlier state, with who changed it and when. */
  write(settings: SiteSettings, by: string, at: Date): Promise<void>
  /** The latest changes, the latest first, by account id. */
  changes(): Promise<SettingsAnswer['changes']>
  /** Addresses by account id. */
  contacts(): Promise<ReadonlyMap<string, string>>
  setContact(accountId: string, email: string | null): Promise<void>
}

const changesShown = 20

/** The periods in settings as they were saved; the defaults before anything was. */
function levelsIn(content: string | undefined): ChosenServiceLevels {
  const stored = content === undefined ? {} : (JSON.parse(content) as Partial<SiteSettings>)
  return stored.serviceLevels ?? chosenAtFirst
}

function periodsChanged(
  before: ChosenServiceLevels,
  after: ChosenServiceLevels,
): SettingsAnswer['changes'][number]['periods'] {
  return chosenLevels.flatMap((urgency) =>
    levelPeriods
      .filter((period) => before[urgency][period] !== after[urgency][period])
      .map((period) => ({ urgency, period, from: before[urgency][period], to: after[urgency][period] })),
  )
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
      await database.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('setting')
          .values({ id: 1, ...row })
          .onConflict((same) => same.column('id').doUpdateSet(row))
          .execute()
        await transaction
          .insertInto('setting_change')
          .values({ id: randomUUID(), ...row })
          .execute()
      })
    },

    async changes() {
      const rows = await database
        .selectFrom('setting_change')
        .selectAll()
        .orderBy('changed_at', 'desc')
        .limit(changesShown + 1)
        .execute()
      return rows.slice(0, changesShown).map((row, index) => ({
        by: row.changed_by,
        at: row.changed_at,
        periods: periodsChanged(levelsIn(rows[index + 1]?.content), levelsIn(row.content)),
      }))
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

import { z } from 'zod'
import { roleSchema } from './role.ts'
import { lineSchema } from './text.ts'

/*
 * What the administrator chooses on the settings screen, and what it shows of messages. Secrets are not among it: they
 * come from the environment and are never answered.
 */

/** An address for messages; `z.email` allows no line break, so that no header can be written through it. */
export const emailSchema = z.email().max(254)

const escalationDaysSchema = z.strictObject({
  roleDays: z.number().int().min(0).max(60).describe('Days overdue after which the whole role is told'),
  addressDays: z.number().int().min(0).max(60).describe('Days overdue after which the administrator’s address is told'),
})

/** Days overdue, by urgency, after which untouched work is told further. Operational: nothing is decided by them. */
export const escalationSchema = z.strictObject({
  emergency: escalationDaysSchema,
  urgent: escalationDaysSchema,
  soon: escalationDaysSchema,
  routine: escalationDaysSchema,
})

/** The urgencies whose periods a site may choose; an emergency is dealt with on the day. */
export const chosenLevels = ['urgent', 'soon', 'routine'] as const
/** The periods of a service level, in the order in which they are shown. */
export const levelPeriods = [
  'actDays',
  'signDays',
  'signOffResultDays',
  'resultDays',
  'acknowledgeDays',
  'idleDays',
] as const

type Periods = Readonly<Record<(typeof levelPeriods)[number], number>>

/** The most days that a site may choose: longer than that, work would wait as if nobody had it. */
export const periodsAtMost: Readonly<Record<(typeof chosenLevels)[number], Periods>> = {
  urgent: { actDays: 2, signDays: 1, signOffResultDays: 2, resultDays: 7, acknowledgeDays: 7, idleDays: 14 },
  soon: { actDays: 7, signDays: 3, signOffResultDays: 5, resultDays: 21, acknowledgeDays: 28, idleDays: 28 },
  routine: { actDays: 28, signDays: 7, signOffResultDays: 7, resultDays: 60, acknowledgeDays: 60, idleDays: 60 },
}

const periodsSchema = (most: Periods) => {
  const days = (period: keyof Periods) => z.number().int().min(0).max(most[period])
  return z.strictObject({
    actDays: days('actDays').describe('To do what a signed decision recommends'),
    signDays: days('signDays').describe('To sign answers, a review or an amendment'),
    signOffResultDays: days('signOffResultDays').describe('To look at a result and sign'),
    resultDays: days('resultDays').describe('For the result of a test to arrive'),
    acknowledgeDays: days('acknowledgeDays').describe('For a referral to be acknowledged'),
    idleDays: days('idleDays').min(1).describe('For an open episode in which nothing is planned'),
  })
}

/**
 * By when work is due, in days, by urgency: within a range, and never longer for the more urgent. Operational: nothing is
 * decided by it, and no work ends by it.
 */
export const serviceLevelsSchema = z
  .strictObject({
    urgent: periodsSchema(periodsAtMost.urgent),
    soon: periodsSchema(periodsAtMost.soon),
    routine: periodsSchema(periodsAtMost.routine),
  })
  .superRefine((levels, context) => {
    for (const period of levelPeriods)
      for (const [faster, slower] of [
        ['urgent', 'soon'],
        ['soon', 'routine'],
      ] as const)
        if (levels[faster][period] > levels[slower][period])
          context.addIssue({
            code: 'custom',
            path: [faster, period],
            message: 'Not more days than for what is less urgent',
          })
  })

/** By when work is due at a site. */
export type ChosenServiceLevels = z.output<typeof serviceLevelsSchema>

/** A change of the settings: who, when, and which periods it changed. */
const settingsChangeSchema = z.object({
  by: z.string().describe('The name of whoever changed it'),
  at: z.iso.datetime(),
  periods: z.array(
    z.object({ urgency: z.enum(chosenLevels), period: z.enum(levelPeriods), from: z.number(), to: z.number() }),
  ),
})

/** An origin: https, or http on this machine; no path, no user, no query. */
const publicAddressSchema = z
  .url({ protocol: /^https?$/ })
  .max(200)
  .refine((text) => /^https:\/\/[^/?#@]+\/?$|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?\/?$/.test(text), {
    message: 'An https address without a path, such as https://clinic.example',
  })
  .overwrite((text) => text.replace(/\/$/, ''))

/** The settings of the site. Messages are off until somebody turns them on. */
export const siteSettingsSchema = z.strictObject({
  siteName: lineSchema(80),
  timeZone: lineSchema(60).nullable().describe('IANA name; null: as the service was started'),
  publicAddress: publicAddressSchema.nullable().describe('Where people open the app; null: as the service was started'),
  serviceLevels: serviceLevelsSchema,
  messages: z.strictObject({
    on: z.boolean(),
    byEmail: z.boolean(),
    byWebhook: z.boolean(),
    webhookUrl: z
      .url({ protocol: /^https?$/ })
      .max(500)
      .nullable(),
    digestHour: z.number().int().min(0).max(23).describe('In the site’s time zone'),
    escalationEmail: emailSchema.nullable().describe('Told of work that nobody has or touches'),
    escalation: escalationSchema,
  }),
})

/** The settings of the site. */
export type SiteSettings = z.output<typeof siteSettingsSchema>

/** Whether a channel has what it needs from the environment, without any of it. */
export const channelStateSchema = z.enum(['ready', 'notConfigured'])

/** Where a person can be reached. */
export const reachSchema = z.object({
  accountId: z.string(),
  displayName: z.string(),
  role: roleSchema,
  email: z.string().nullable(),
})

/** GET /api/settings and the answer to PUT /api/settings. */
export const settingsAnswerSchema = z
  .object({
    settings: siteSettingsSchema,
    /** What counts today, from the settings or from how the service was started. */
    inForce: z.object({ timeZone: z.string(), publicAddress: z.string() }),
    channels: z.object({ email: channelStateSchema, webhook: channelStateSchema }),
    webhookHosts: z.array(z.string()).describe('The hosts that the environment allows'),
    isAnybodyTold: z.boolean().describe('Messages are on, and a channel can send them'),
    /** Active accounts that treat patients, with their addresses. */
    people: z.array(reachSchema),
    outbox: z.object({ waiting: z.number().int(), dead: z.number().int() }),
    changes: z.array(settingsChangeSchema).describe('The latest first'),
  })
  .meta({ id: 'SettingsAnswer' })

/** GET /api/settings. */
export type SettingsAnswer = z.infer<typeof settingsAnswerSchema>

/** GET and PUT /api/contact: one's own address for messages. */
export const contactSchema = z.strictObject({ email: emailSchema.nullable() })

/** One's own address for messages. */
export type Contact = z.infer<typeof contactSchema>

/** A message on its way, as the administrator sees it: to whom and what became of it. */
export const outboxMessageSchema = z
  .object({
    id: z.string(),
    channel: z.enum(['email', 'webhook']),
    kind: z.enum(['digest', 'atOnce', 'escalation', 'test']),
    recipient: z.string().describe('A name, or "address" for the administrator’s'),
    state: z.enum(['waiting', 'sent', 'dead']),
    attempts: z.number().int(),
    nextAt: z.iso.datetime(),
    problem: z.string().nullable().describe('A code of docs/errors.md'),
    createdAt: z.iso.datetime(),
    sentAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'OutboxMessage' })

/** A message on its way. */
export type OutboxMessage = z.infer<typeof outboxMessageSchema>

/** GET /api/messages: dead letters first, then the newest. */
export const outboxSchema = z.object({ messages: z.array(outboxMessageSchema) })

/** The path of routes about one message. */
export const messageParamsSchema = z.object({ id: z.uuid() })

/** POST /api/settings/test-message: what became of it, by channel; `problem` is a code of docs/errors.md. */
export const testMessageAnswerSchema = z.object({
  results: z.array(z.object({ channel: z.enum(['email', 'webhook']), problem: z.string().nullable() })),
})

/** POST /api/settings/test-message. */
export type TestMessageAnswer = z.infer<typeof testMessageAnswerSchema>

import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import {
  contactSchema,
  messageParamsSchema,
  type OutboxMessage,
  outboxSchema,
  type SettingsAnswer,
  settingsAnswerSchema,
  siteSettingsSchema,
  testMessageAnswerSchema,
} from '../api/settings.ts'
import { ServiceError } from '../errors.ts'
import { type Route, route } from '../route.ts'
import type { Services } from '../services.ts'
import { hasWork } from './dispatcher.ts'
import { addressRecipient } from './plan.ts'
import { isTimeZone } from './site.ts'

const listedAtMost = 50

/** The site's settings, one's own address, and the messages on their way. */
export function settingsRoutes(services: Services): Route[] {
  return [...administratorRoutes(services), ...ownRoutes(services)]
}

async function answer({
  settings,
  site,
  outbox,
  accounts,
  channels,
  messages,
  options,
}: Services): Promise<SettingsAnswer> {
  const current = await settings.read()
  const contacts = await settings.contacts()
  const everybody = await accounts.list()
  const names = new Map(everybody.map(({ id, displayName }) => [id, displayName]))
  const people = everybody.filter(hasWork)
  return {
    settings: current,
    inForce: {
      timeZone: await site.timeZone(),
      publicAddress: current.publicAddress ?? options.address?.() ?? '',
    },
    channels: {
      email: channels.email === undefined ? 'notConfigured' : 'ready',
      webhook: channels.webhook === undefined ? 'notConfigured' : 'ready',
    },
    webhookHosts: [...(channels.webhook?.hosts ?? [])],
    isAnybodyTold: messages.isAnybodyTold(current),
    people: people.map(({ id, displayName, role }) => ({
      accountId: id,
      displayName,
      role,
      email: contacts.get(id) ?? null,
    })),
    outbox: await outbox.counts(),
    changes: (await settings.changes()).map((change) => ({ ...change, by: names.get(change.by) ?? '' })),
  }
}

function administratorRoutes(services: Services): Route[] {
  const { settings, outbox, accounts, channels, messages } = services
  return [
    route({
      route: 'GET /api/settings',
      summary: 'The settings of the site, whether anybody is told of work, and who can be reached',
      answer: settingsAnswerSchema,
      handler: () => answer(services),
    }),
    route({
      route: 'PUT /api/settings',
      summary: 'Change the settings of the site',
      body: siteSettingsSchema,
      answer: settingsAnswerSchema,
      async handler({ body, session, now }) {
        const { timeZone, messages: chosen } = body
        if (timeZone !== null && !isTimeZone(timeZone)) throw new ServiceError('PLB_SETTINGS_TIME_ZONE')
        if (chosen.webhookUrl !== null && channels.webhook?.refusal(chosen.webhookUrl) !== undefined)
          throw new ServiceError('PLB_MESSAGE_WEBHOOK_HOST')
        await settings.write(body, session.actor.id, now)
        messages.wake()
        return answer(services)
      },
    }),
    route({
      route: 'POST /api/settings/test-message',
      summary: 'Send a message now, to your own address and to the webhook, and say what became of it',
      answer: testMessageAnswerSchema,
      async handler({ session }) {
        const email = (await settings.contacts()).get(session.actor.id)
        const attempts = await messages.sendTest(randomUUID(), email)
        if (Object.keys(attempts).length === 0) throw new ServiceError('PLB_MESSAGE_NOT_CONFIGURED')
        return {
          results: Object.entries(attempts).map(([channel, attempt]) => ({
            channel: channel === 'email' ? ('email' as const) : ('webhook' as const),
            problem: attempt.sent ? null : attempt.problem,
          })),
        }
      },
    }),
    route({
      route: 'GET /api/messages',
      summary: 'Messages on their way: those that could not be sent first, then the newest; none holds a patient',
      answer: outboxSchema,
      async handler() {
        const names = new Map((await accounts.list()).map(({ id, displayName }) => [id, displayName]))
        return {
          messages: (await outbox.list(listedAtMost)).map(
            ({ content, recipient, ...message }): OutboxMessage => ({
              ...message,
              kind: content.kind,
              recipient: recipient === addressRecipient ? recipient : (names.get(recipient) ?? ''),
            }),
          ),
        }
      },
    }),
    route({
      route: 'POST /api/messages/:id/retry',
      summary: 'Try again to send a message that was given up',
      params: messageParamsSchema,
      answer: z.undefined(),
      async handler({ params, now }) {
        await outbox.retry(params.id, now)
        messages.wake()
        return undefined
      },
    }),
    route({
      route: 'PUT /api/accounts/:id/contact',
      summary: 'Where a person is told of work',
      params: messageParamsSchema,
      body: contactSchema,
      answer: contactSchema,
      async handler({ params, body }) {
        if (!(await accounts.list()).some(({ id }) => id === params.id)) throw new ServiceError('PLB_ACCOUNT_NOT_FOUND')
        await settings.setContact(params.id, body.email)
        messages.wake()
        return body
      },
    }),
  ]
}

function ownRoutes({ settings, messages }: Services): Route[] {
  return [
    route({
      route: 'GET /api/contact',
      summary: 'Your own address for messages',
      answer: contactSchema,
      handler: async ({ session }) => ({ email: (await settings.contacts()).get(session.actor.id) ?? null }),
    }),
    route({
      route: 'PUT /api/contact',
      summary: 'Change your own address for messages',
      body: contactSchema,
      answer: contactSchema,
      async handler({ session, body }) {
        await settings.setContact(session.actor.id, body.email)
        messages.wake()
        return body
      },
    }),
  ]
}

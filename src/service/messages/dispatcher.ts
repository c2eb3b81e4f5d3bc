import type { Logger } from 'pino'
import { tellableOn, type WorklistDocument, worklistProjector } from '../../care/worklist-projector.ts'
import type { EventRecord } from '../../record/contract.ts'
import { messageText } from '../../weave/message.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { Account } from '../api/account.ts'
import type { SiteSettings } from '../api/settings.ts'
import type { Channels } from './channels.ts'
import type { NewMessage, Outbox, StoredMessage } from './outbox.ts'
import { addressRecipient, planMessages } from './plan.ts'
import { type Attempt, failed } from './sending.ts'
import { levelsOf, type Settings } from './settings.ts'
import type { Site } from './site.ts'

/** What sends messages needs of the rest. */
export interface DispatcherNeeds {
  readonly settings: Settings
  readonly site: Site
  readonly outbox: Outbox
  readonly accounts: Pick<Accounts, 'list'>
  /** The record of real patients: nobody is told of invented ones. */
  readonly record: Pick<EventRecord, 'readProjection'>
  /** Adds the work that the adopted version of the protocol makes; nothing is added unless given. */
  readonly withProtocolChanges?: (
    documents: readonly WorklistDocument[],
    today: string,
  ) => Promise<readonly WorklistDocument[]>
  readonly channels: Channels
  readonly clock: () => Date
  /** Where the app is, unless the settings say otherwise. */
  readonly address: () => string
  readonly log: Logger
}

/** Tells people of work that waits for them. */
export interface Dispatcher {
  /** Plans what is to be told now and sends what is due; the same promise while it is under way. */
  tick(): Promise<void>
  /** Ticks from now on until `stop`. */
  start(): void
  /** Something was recorded: plans again with the next tick, and that soon. */
  wake(): void
  /** Sends one message by each channel that is set up, at once: to an address of one's own, and to the webhook. */
  sendTest(id: string, email: string | undefined): Promise<Readonly<Partial<Record<NewMessage['channel'], Attempt>>>>
  /** Whether messages are on and can be sent. */
  isAnybodyTold(settings: SiteSettings): boolean
  /** Lets what is being sent end, but not for long: what is not noted as sent is sent again after the next start. */
  stop(): Promise<void>
}

const tickMilliseconds = 15_000
const wakeMilliseconds = 1_000
const stopWithinMilliseconds = 3_000

/** Whoever treats patients: nobody else has work on the worklist. */
export const hasWork = ({ role, status }: Pick<Account, 'role' | 'status'>): boolean =>
  status === 'active' && (role === 'clinician' || role === 'nurse')

/** The dispatcher over an outbox; nothing happens before its first `tick` or `start`. */
export function createDispatcher(needs: DispatcherNeeds): Dispatcher {
  const { settings, outbox, site, clock, log } = needs
  let under: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let waking: NodeJS.Timeout | undefined
  /** The day and hour that were planned, emptied whenever something was recorded. */
  let planned = ''

  async function work(): Promise<void> {
    const current = await settings.read()
    if (!isAnybodyTold(current, needs.channels)) return
    const now = clock()
    const [today, hour] = [await site.dateOf(now), await site.hourOf(now)]
    const moment = `${today} ${hour} ${JSON.stringify(current)}`
    if (planned !== moment) {
      // Noted first: what is recorded while this plans is planned with the next tick.
      planned = moment
      const isWhole = await plan(needs, current, { today, hour, now }).catch((error) => {
        planned = ''
        throw error
      })
      if (!isWhole) planned = ''
    }
    await sendDue(needs, current, now)
    await outbox.forgetOld(now)
  }

  function tick(): Promise<void> {
    under ??= work()
      .catch((error) => log.error({ err: error }, 'messages could not be planned or sent'))
      .finally(() => {
        under = undefined
      })
    return under
  }

  return {
    tick,
    isAnybodyTold: (current) => isAnybodyTold(current, needs.channels),
    start() {
      timer = setInterval(tick, tickMilliseconds).unref()
      void tick()
    },
    wake() {
      planned = ''
      if (timer === undefined) return
      waking ??= setTimeout(() => {
        waking = undefined
        void tick()
      }, wakeMilliseconds).unref()
    },
    async sendTest(id, email) {
      const current = await settings.read()
      const [asOf, counts] = [await site.dateOf(clock()), noWork]
      const content = { kind: 'test', asOf, counts } as const
      const send = (channel: NewMessage['channel']) =>
        sendOne(needs, current, { id, channel, recipient: addressRecipient, content }, email)
      return {
        ...(needs.channels.email ? { email: await send('email') } : {}),
        ...(needs.channels.webhook && current.messages.webhookUrl ? { webhook: await send('webhook') } : {}),
      }
    },
    async stop() {
      clearInterval(timer)
      clearTimeout(waking)
      timer = undefined
      if (under === undefined) return
      await Promise.race([under, new Promise((resolve) => setTimeout(resolve, stopWithinMilliseconds).unref())])
    },
  }
}

const noWork = {
  all: 0,
  overdue: 0,
  urgent: 0,
  results: 0,
  reviews: 0,
  referrals: 0,
  overrides: 0,
  unsigned: 0,
  today: 0,
} as const

function isAnybodyTold({ messages }: SiteSettings, { email, webhook }: Channels): boolean {
  const byWebhook = messages.byWebhook && webhook !== undefined && messages.webhookUrl !== null
  return messages.on && ((messages.byEmail && email !== undefined) || byWebhook)
}

async function plan(
  { settings, accounts, record, outbox, channels, withProtocolChanges }: DispatcherNeeds,
  { messages, serviceLevels }: SiteSettings,
  { today, hour, now }: { readonly today: string; readonly hour: number; readonly now: Date },
): Promise<boolean> {
  const contacts = await settings.contacts()
  const addressOf = (recipient: string): string | undefined =>
    recipient === addressRecipient ? (messages.escalationEmail ?? undefined) : contacts.get(recipient)
  const byWebhook = messages.byWebhook && channels.webhook !== undefined && messages.webhookUrl !== null
  const channelsOf = (recipient: string): readonly NewMessage['channel'][] => [
    ...(messages.byEmail && channels.email && addressOf(recipient) !== undefined ? (['email'] as const) : []),
    ...(byWebhook ? (['webhook'] as const) : []),
  ]
  const people = (await accounts.list()).filter(hasWork).filter(({ id }) => channelsOf(id).length > 0)
  const documents = (await record.readProjection(worklistProjector.name)).map(
    ({ document }) => document as unknown as WorklistDocument,
  )
  const items = tellableOn((await withProtocolChanges?.(documents, today)) ?? documents, today, levelsOf(serviceLevels))
  return planMessages({ items, people, channelsOf, settings: messages, today, hour }, outbox, now)
}

/** Sends what is due. A server that cannot be reached costs one message an attempt, not all of them. */
async function sendDue(needs: DispatcherNeeds, current: SiteSettings, now: Date): Promise<void> {
  const { outbox, log, settings, accounts } = needs
  const due = await outbox.due(now)
  if (due.length === 0) return
  const contacts = await settings.contacts()
  const active = new Set((await accounts.list()).filter(hasWork).map(({ id }) => id))
  const down = new Set<NewMessage['channel']>()
  for (const message of due) {
    const { id, channel, recipient } = message
    if (down.has(channel) || !(await outbox.claim(id, needs.clock()))) continue
    const isTheirs = recipient === addressRecipient
    const to = isTheirs ? (current.messages.escalationEmail ?? undefined) : contacts.get(recipient)
    const attempt =
      isTheirs || active.has(recipient)
        ? await sendOne(needs, current, message, to)
        : failed('PLB_MESSAGE_NO_ADDRESS', true)
    if (attempt.sent) {
      await outbox.noteSent(id, needs.clock())
      continue
    }
    if (attempt.problem === 'PLB_MESSAGE_UNREACHABLE' || attempt.problem === 'PLB_MESSAGE_TIMEOUT') down.add(channel)
    log.warn({ channel, code: attempt.problem, final: attempt.isFinal }, 'a message was not sent')
    await outbox.noteFailed(id, attempt.problem, attempt.isFinal, needs.clock())
  }
}

async function sendOne(
  { channels, clock, address }: DispatcherNeeds,
  { siteName, publicAddress, messages }: SiteSettings,
  { id, channel, recipient, content }: Pick<StoredMessage, 'id' | 'channel' | 'recipient' | 'content'>,
  to: string | undefined,
): Promise<Attempt> {
  const link = publicAddress ?? address()
  const assigned = recipient === addressRecipient ? 'all' : 'forMe'
  if (channel === 'email') {
    if (channels.email === undefined) return failed('PLB_MESSAGE_NOT_CONFIGURED')
    if (to === undefined) return failed('PLB_MESSAGE_NO_ADDRESS', true)
    return channels.email.send({ id, to, ...messageText({ ...content, siteName, link, assigned }) })
  }
  const { webhook } = channels
  if (webhook === undefined || messages.webhookUrl === null) return failed('PLB_MESSAGE_NOT_CONFIGURED')
  const whom = recipient === addressRecipient ? { address: true } : { account: recipient }
  const query = assigned === 'all' ? '' : `?assigned=${assigned}`
  const body = JSON.stringify({ id, ...content, site: siteName, to: whom, link: `${link}/${query}` })
  return webhook.send({ id, url: messages.webhookUrl, body, at: clock() })
}

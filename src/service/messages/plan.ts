import {
  audienceOf,
  countWork,
  isForDigest,
  type Reachable,
  reasonsToTellAtOnce,
  type TellableItem,
} from '../../care/telling.ts'
import type { MessageKind } from '../../weave/message.ts'
import type { SiteSettings } from '../api/settings.ts'
import type { NewMessage, Outbox } from './outbox.ts'

/** The administrator's address, among recipients. */
export const addressRecipient = 'address'

/** What is known when messages are planned. */
export interface Situation {
  readonly items: readonly TellableItem[]
  /** Whom a message can reach, and by what. */
  readonly people: readonly Reachable[]
  readonly channelsOf: (recipient: string) => readonly NewMessage['channel'][]
  readonly settings: SiteSettings['messages']
  readonly today: string
  readonly hour: number
}

/**
 * Puts into the outbox what is to be told now: urgent work that is due or was given to somebody, at once; and after the
 * hour of the digest everyone's digest, once a day. What was told before is not told again.
 *
 * @returns False where another process was planning at the same moment, and something may be left to plan
 */
export async function planMessages(situation: Situation, outbox: Outbox, at: Date): Promise<boolean> {
  const isWhole = await planAtOnce(situation, outbox, at)
  if (situation.hour < situation.settings.digestHour) return isWhole
  return (await planDigests(situation, outbox, at)) && isWhole
}

/** Who is told of an item. */
function recipientsOf(item: TellableItem, { people, settings }: Situation): readonly string[] {
  const audience = audienceOf(item, people, settings.escalation)
  return [...audience.people, ...(audience.address ? [addressRecipient] : [])]
}

async function planAtOnce(situation: Situation, outbox: Outbox, at: Date): Promise<boolean> {
  let isWhole = true
  const told = situation.items.flatMap((item) =>
    recipientsOf(item, situation).flatMap((recipient) =>
      reasonsToTellAtOnce(item).map((reason) => ({ item, recipient, key: `${reason} to ${recipient}` })),
    ),
  )
  const untold = new Set(await outbox.untold(told.map(({ key }) => key)))
  const fresh = told.filter(({ key }) => untold.has(key))
  for (const recipient of new Set(fresh.map((each) => each.recipient))) {
    const own = fresh.filter((each) => each.recipient === recipient)
    const items = [...new Set(own.map(({ item }) => item))]
    const kind = recipient === addressRecipient ? 'escalation' : 'atOnce'
    const keys = own.map(({ key }) => key)
    if (!(await outbox.put(keys, messagesTo(recipient, kind, items, situation), at))) isWhole = false
  }
  return isWhole
}

async function planDigests(situation: Situation, outbox: Outbox, at: Date): Promise<boolean> {
  let isWhole = true
  const { people, today, items } = situation
  const recipients = [...people.map(({ id }) => id), addressRecipient]
  const keyOf = (recipient: string): string => `digest ${today} to ${recipient}`
  const untold = new Set(await outbox.untold(recipients.map(keyOf)))
  for (const recipient of recipients.filter((each) => untold.has(keyOf(each)))) {
    const own = items.filter((item) => isForDigest(item) && recipientsOf(item, situation).includes(recipient))
    const kind = recipient === addressRecipient ? 'escalation' : 'digest'
    // Where nothing waits no message is sent, and none later in the day: a digest comes at its hour or not at all.
    const messages = own.length > 0 ? messagesTo(recipient, kind, own, situation) : []
    if (!(await outbox.put([keyOf(recipient)], messages, at))) isWhole = false
  }
  return isWhole
}

function messagesTo(
  recipient: string,
  kind: MessageKind,
  items: readonly TellableItem[],
  { channelsOf, today }: Situation,
): readonly NewMessage[] {
  const content = { kind, asOf: today, counts: countWork(items) }
  return channelsOf(recipient).map((channel) => ({ channel, recipient, content }))
}

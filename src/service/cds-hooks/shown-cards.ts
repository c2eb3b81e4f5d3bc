import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { isPostgres } from '../../record/migrations.ts'
import type { CardReport } from '../api/cds-hooks.ts'
import type { HooksSchema } from './hooks-schema.ts'

/** A card as it is remembered. */
export interface ShownCard {
  readonly uuid: string
  readonly hook: string
  readonly rule: string
  readonly client: string
  /** Server and id of the patient; kept as a digest. */
  readonly patient: string
  /** What it rested on; kept as a digest. */
  readonly findings: string
}

/** One answer to a card. */
export interface CardFeedback {
  readonly card: string
  readonly outcome: 'accepted' | 'overridden'
  readonly reason?: { readonly system: string; readonly code: string }
  readonly suggestionsAccepted: number
  readonly outcomeAt: string
}

/** Cards that were shown, and what was done with them. */
export interface ShownCards {
  /** Whether this card was overridden and nothing that it rests on has changed since. */
  wasOverridden(card: Omit<ShownCard, 'uuid'>): Promise<boolean>
  /** Remembers a card; it is on disk shortly after, and before anything that is asked of it. */
  remember(card: ShownCard): void
  /** Stores answers to cards that this client was shown; others are passed over. Says how many were stored. */
  store(client: string, feedback: readonly CardFeedback[]): Promise<number>
  /** Counts by rule; no patients. */
  report(): Promise<CardReport>
  /** Writes what is still only in memory. */
  flush(): Promise<void>
}

const flushAfterMilliseconds = 50

/** Cards over their database. The clock is for when a card was shown. */
export function createShownCards(database: Kysely<HooksSchema>, clock: () => Date): ShownCards {
  let waiting: HooksSchema['card'][] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let writing: Promise<void> = Promise.resolve()
  const opened = open(database)
  // A service that is stopped at once closes the database under it: whoever asks is told, and nobody else.
  opened.catch(() => undefined)

  function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const rows = waiting
    waiting = []
    if (rows.length === 0) return writing
    // What cannot be written is not worth a failed answer: feedback on these cards is then passed over.
    writing = writing
      .then(() => database.transaction().execute((transaction) => inParts(transaction, rows)))
      .catch(() => undefined)
    return writing
  }

  return {
    flush,
    async wasOverridden(card) {
      const { key, overridden } = await opened
      if (overridden.has(digestOf(key, card))) return true
      // Another process may have been told.
      return isPostgres(database) && wasOverriddenElsewhere(database, digestsOf(key, card))
    },
    remember({ uuid, hook, rule, client, patient, findings }) {
      const shown_at = clock().toISOString()
      opened.then(
        ({ key }) => {
          const patient_digest = digest(key, `${client} ${patient}`)
          const findings_digest = digest(key, findings)
          waiting.push({ uuid, hook, rule, client, patient_digest, findings_digest, shown_at })
          timer ??= setTimeout(flush, flushAfterMilliseconds)
        },
        () => undefined,
      )
    },
    async store(client, feedback) {
      const { overridden } = await opened
      await flush()
      const cards = await database
        .selectFrom('card')
        .selectAll()
        .where('client', '=', client)
        .where(
          'uuid',
          'in',
          feedback.map(({ card }) => card),
        )
        .execute()
      const known = new Map(cards.map((card) => [card.uuid, card]))
      const rows = feedback.filter(({ card }) => known.has(card)).map((each) => asRow(each, clock()))
      if (rows.length === 0) return 0
      await database.insertInto('feedback').values(rows).execute()
      for (const { card, outcome } of feedback) {
        const shown = known.get(card)
        if (shown && outcome === 'overridden') overridden.add(keyOf(shown))
      }
      return rows.length
    },
    async report() {
      await flush()
      return readReport(database)
    },
  }
}

function asRow({ card, outcome, reason, suggestionsAccepted, outcomeAt }: CardFeedback, now: Date) {
  return {
    id: randomUUID(),
    card_uuid: card,
    outcome,
    reason_system: reason?.system ?? null,
    reason_code: reason?.code ?? null,
    suggestions_accepted: suggestionsAccepted,
    outcome_at: outcomeAt,
    received_at: now.toISOString(),
  }
}

/** SQLite takes a limited number of values at once. */
async function inParts(database: Kysely<HooksSchema>, rows: readonly HooksSchema['card'][]): Promise<void> {
  for (let at = 0; at < rows.length; at += 100)
    await database
      .insertInto('card')
      .values(rows.slice(at, at + 100))
      .execute()
}

async function open(database: Kysely<HooksSchema>) {
  const key = await database.transaction().execute(async (transaction) => {
    const kept = await transaction.selectFrom('digest_key').select('key').executeTakeFirst()
    const made = randomBytes(32).toString('hex')
    if (kept === undefined) await transaction.insertInto('digest_key').values({ key: made }).execute()
    return kept?.key ?? made
  })
  const cards = await database
    .selectFrom('feedback')
    .innerJoin('card', 'card.uuid', 'feedback.card_uuid')
    .select(['card.patient_digest', 'card.rule', 'card.findings_digest'])
    .where('feedback.outcome', '=', 'overridden')
    .distinct()
    .execute()
  return { key, overridden: new Set(cards.map(keyOf)) }
}

const digest = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('hex')

const keyOf = (card: Pick<HooksSchema['card'], 'patient_digest' | 'rule' | 'findings_digest'>): string =>
  `${card.patient_digest} ${card.rule} ${card.findings_digest}`

const digestsOf = (key: string, { client, patient, rule, findings }: Omit<ShownCard, 'uuid'>) => ({
  patient_digest: digest(key, `${client} ${patient}`),
  rule,
  findings_digest: digest(key, findings),
})

const digestOf = (key: string, card: Omit<ShownCard, 'uuid'>): string => keyOf(digestsOf(key, card))

async function wasOverriddenElsewhere(
  database: Kysely<HooksSchema>,
  { patient_digest, rule, findings_digest }: ReturnType<typeof digestsOf>,
): Promise<boolean> {
  const found = await database
    .selectFrom('card')
    .innerJoin('feedback', 'feedback.card_uuid', 'card.uuid')
    .select('card.uuid')
    .where('patient_digest', '=', patient_digest)
    .where('rule', '=', rule)
    .where('findings_digest', '=', findings_digest)
    .where('feedback.outcome', '=', 'overridden')
    .executeTakeFirst()
  return found !== undefined
}

async function readReport(database: Kysely<HooksSchema>): Promise<CardReport> {
  const shown = await database
    .selectFrom('card')
    .select(({ fn }) => ['rule', 'hook', fn.countAll<number>().as('shown')])
    .groupBy(['rule', 'hook'])
    .orderBy('rule')
    .orderBy('hook')
    .execute()
  const answered = await database
    .selectFrom('feedback')
    .innerJoin('card', 'card.uuid', 'feedback.card_uuid')
    .select(({ fn }) => [
      'card.rule',
      'card.hook',
      'outcome',
      'reason_code',
      fn.count<number>('card_uuid').distinct().as('count'),
    ])
    .groupBy(['card.rule', 'card.hook', 'outcome', 'reason_code'])
    .orderBy('reason_code')
    .execute()
  return {
    rules: shown.map(({ rule, hook, shown: times }) => {
      const own = answered.filter((each) => each.rule === rule && each.hook === hook)
      const count = (outcome: string) =>
        own.filter((each) => each.outcome === outcome).reduce((sum, each) => sum + Number(each.count), 0)
      const [accepted, overridden] = [count('accepted'), count('overridden')]
      return {
        rule,
        hook,
        shown: Number(times),
        accepted,
        overridden,
        unanswered: Math.max(0, Number(times) - accepted - overridden),
        reasons: own
          .filter(({ outcome }) => outcome === 'overridden')
          .map((each) => ({ code: each.reason_code ?? 'notGiven', count: Number(each.count) })),
      }
    }),
  }
}

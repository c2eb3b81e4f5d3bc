import type { EventRecord } from '../../record/contract.ts'
import {
  type AuditCheck,
  type AuditEntry,
  auditChainsSchema,
  auditCheckSchema,
  auditExportSchema,
  auditFileSchema,
  auditPageSchema,
  auditSearchSchema,
} from '../api/audit.ts'
import { type Route, route } from '../route.ts'
import type { Services } from '../services.ts'
import { type AnchoredStore, anchoredStores, endOf } from './anchors.ts'
import type { Unnamed } from './audit-log.ts'
import { wordsOf } from './route-words.ts'

/** Who did and saw what, for the auditor. Looking at it is audited too. */
export function auditRoutes({ audit, accounts, options }: Services): Route[] {
  const { auditRecord, records, adoptionRecord, anchoring } = options
  const stores = { audit: auditRecord, record: records.real, protocol: adoptionRecord }
  async function named(): Promise<(entry: Unnamed) => AuditEntry> {
    const names = new Map((await accounts.list()).map(({ id, displayName }) => [id, displayName]))
    return (entry) => ({ ...entry, actorName: names.get(entry.actorId) ?? '', did: wordsOf(entry.route) })
  }
  return [
    route({
      route: 'POST /api/audit/search',
      summary: 'Who did and saw what, the newest first',
      body: auditSearchSchema,
      answer: auditPageSchema,
      async handler({ body: { before, ...filter } }) {
        const page = await audit.page(filter, before)
        return { ...page, entries: page.entries.map(await named()) }
      },
    }),
    route({
      route: 'POST /api/audit/export',
      summary: 'The same as a file, the oldest first: CSV, or one JSON object a line',
      body: auditExportSchema,
      answer: auditFileSchema,
      text: ({ text }) => text,
      async handler({ body: { format, ...filter }, today }) {
        const lines = await linesOf(audit.all(filter), await named(), format)
        return { name: `audit-${today}.${format}`, text: `${lines.join('\n')}\n` }
      },
    }),
    route({
      route: 'GET /api/audit/chains',
      summary: 'Where the chains end, and when that was last noted outside',
      answer: auditChainsSchema,
      async handler() {
        const last = anchoring?.last()
        const ends = await Promise.all(anchoredStores.map((store) => endOf(store, stores[store])))
        const noted = last ? { at: last.at, reached: [...last.reached], failed: [...last.failed] } : null
        return { ends, places: [...(anchoring?.places ?? [])], last: noted }
      },
    }),
    route({
      route: 'POST /api/audit/check',
      summary: 'Walks every chain from its beginning; where all hold, notes their ends outside',
      answer: auditCheckSchema,
      async handler({ now }) {
        const chains = await Promise.all(anchoredStores.map((store) => checked(store, stores[store])))
        // What does not hold is not noted as how it was.
        if (chains.every(({ firstBroken }) => firstBroken === null) && anchoring?.places.length) await anchoring.note()
        return { checkedAt: now.toISOString(), chains }
      },
    }),
  ]
}

async function checked(store: AnchoredStore, record: EventRecord): Promise<AuditCheck['chains'][number]> {
  const chain = await record.verifyChain()
  return chain.intact
    ? { store, entries: chain.events, firstBroken: null }
    : { store, entries: chain.firstBroken - 1, firstBroken: chain.firstBroken }
}

async function linesOf(
  entries: AsyncIterable<Unnamed>,
  name: (entry: Unnamed) => AuditEntry,
  format: 'csv' | 'ndjson',
): Promise<readonly string[]> {
  const lines: string[] = format === 'csv' ? [columns.join(',')] : []
  for await (const entry of entries) lines.push(format === 'csv' ? csvLine(name(entry)) : JSON.stringify(name(entry)))
  return lines
}

const columns = [
  'position',
  'at',
  'actorId',
  'actorName',
  'role',
  'route',
  'did',
  'status',
  'address',
  'sessionId',
  'patientId',
  'episodeId',
  'subjectId',
] as const satisfies readonly (keyof AuditEntry)[]

/** RFC 4180; what a spreadsheet would run as a formula is text. */
function csvLine(entry: AuditEntry): string {
  return columns
    .map((column) => String(entry[column] ?? ''))
    .map((value) => (/^[=+\-@\t\r]/.test(value) ? `'${value}` : value))
    .map((value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value))
    .join(',')
}

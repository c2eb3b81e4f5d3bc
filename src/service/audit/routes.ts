import { z } from 'zod'
import { type AuditEntry, auditExportQuerySchema, auditPageSchema, auditQuerySchema } from '../api/audit.ts'
import { type Route, route } from '../route.ts'
import type { Services } from '../services.ts'
import type { Unnamed } from './audit-log.ts'

/** Who did and saw what, for the auditor. Looking at it is audited too. */
export function auditRoutes({ audit, accounts }: Services): Route[] {
  async function named(): Promise<(entry: Unnamed) => AuditEntry> {
    const names = new Map((await accounts.list()).map(({ id, displayName }) => [id, displayName]))
    return (entry) => ({ ...entry, actorName: names.get(entry.actorId) ?? '' })
  }
  return [
    route({
      route: 'GET /api/audit',
      summary: 'Who did and saw what, the newest first',
      query: auditQuerySchema,
      answer: auditPageSchema,
      async handler({ query: { before, ...filter } }) {
        const page = await audit.page(filter, before)
        return { ...page, entries: page.entries.map(await named()) }
      },
    }),
    route({
      route: 'GET /api/audit/export',
      summary: 'The same as a file, the oldest first: CSV, or one JSON object a line',
      query: auditExportQuerySchema,
      answer: z.string(),
      async handler({ query: { format, ...filter }, reply }) {
        const name = await named()
        const lines: string[] = format === 'csv' ? [columns.join(',')] : []
        for await (const entry of audit.all(filter))
          lines.push(format === 'csv' ? csvLine(name(entry)) : JSON.stringify(name(entry)))
        reply
          .type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8')
          .header('content-disposition', `attachment; filename="audit.${format}"`)
        return `${lines.join('\n')}\n`
      },
    }),
  ]
}

const columns = [
  'position',
  'at',
  'actorId',
  'actorName',
  'role',
  'route',
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

import { useReportQuerySchema, useReportSchema } from '../api/use-report.ts'
import { type Route, route } from '../route.ts'
import { readUseReport } from './use-report.ts'

/** How the protocol is used, in numbers. */
export function reportRoutes(): Route[] {
  return [
    route({
      route: 'GET /api/reports/use',
      summary: 'Recommendations followed and overridden, times to complete, overdue work by month; counts, no patients',
      query: useReportQuerySchema,
      answer: useReportSchema,
      handler: ({ session, query, today }) => readUseReport(session.record, session.actor, query, today),
    }),
  ]
}

import { worklistQuerySchema, worklistSchema } from '../api/worklist.ts'
import { type Route, route } from '../route.ts'
import { readWorklist } from './worklist.ts'

/** What is to be done, for whom, and by when. */
export function worklistRoutes(): Route[] {
  return [
    route({
      route: 'GET /api/worklist',
      summary: 'Open work of all patients as it stands today, overdue and urgent first',
      query: worklistQuerySchema,
      answer: worklistSchema,
      handler: ({ session, query, today }) => readWorklist(session.record, session.actor, query, today),
    }),
  ]
}

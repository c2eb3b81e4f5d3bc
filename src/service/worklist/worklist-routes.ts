import { worklistQuerySchema, worklistSchema } from '../api/worklist.ts'
import { type Route, route } from '../route.ts'
import type { Services } from '../services.ts'
import { readWorklist } from './worklist.ts'

/** What is to be done, for whom, and by when. */
export function worklistRoutes({ site, protocolChanges }: Services): Route[] {
  return [
    route({
      route: 'GET /api/worklist',
      summary: 'Open work of all patients as it stands today, overdue and urgent first',
      query: worklistQuerySchema,
      answer: worklistSchema,
      handler: async ({ session: { record, drafts, actor, workspace }, query, today, protocol }) => {
        const typed = await Promise.all(
          (await drafts.listOf(actor.id)).map(async ({ episodeId, savedAt }) => ({
            episodeId,
            savedOn: await site.dateOf(new Date(savedAt)),
          })),
        )
        return readWorklist(
          { record, protocol, changes: protocolChanges[workspace] },
          { ...query, actor, today, drafts: typed },
        )
      },
    }),
  ]
}

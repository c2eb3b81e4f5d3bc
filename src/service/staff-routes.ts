import { staffSchema } from './api/staff.ts'
import { type Route, route } from './route.ts'
import type { Services } from './services.ts'

/** Who works here. */
export function staffRoutes({ staff }: Services): Route[] {
  return [
    route({
      route: 'GET /api/staff',
      summary: 'The people whose names stand beside what was recorded, and to whom work can be assigned',
      answer: staffSchema,
      handler: ({ session }) => staff.of(session),
    }),
  ]
}

import { z } from 'zod'
import { newKeyAnswerSchema, programRequestSchema, programSchema } from '../api/program.ts'
import { type Route, route } from '../route.ts'
import type { Services } from '../services.ts'

const programParams = z.object({ id: z.uuid() })

/** Other systems and their keys. Disabling one is `PATCH /api/accounts/:id`. */
export function programRoutes({ programKeys }: Services): Route[] {
  return [
    route({
      route: 'GET /api/programs',
      summary: 'Other systems that may come in, and their keys',
      answer: z.array(programSchema),
      handler: () => programKeys.list(),
    }),
    route({
      route: 'POST /api/programs',
      summary: 'Let another system in; the key in the answer is shown only this once',
      body: programRequestSchema,
      answer: newKeyAnswerSchema,
      status: 201,
      handler: ({ body }) => programKeys.add(body),
    }),
    route({
      route: 'POST /api/programs/:id/keys',
      summary: 'One more key for a system, to put in place of another; shown only this once',
      params: programParams,
      answer: newKeyAnswerSchema,
      status: 201,
      handler: ({ params }) => programKeys.addKey(params.id),
    }),
    route({
      route: 'DELETE /api/programs/:id/keys/:keyId',
      summary: 'Revoke a key: it stops working at once',
      params: programParams.extend({ keyId: z.uuid() }),
      answer: programSchema,
      handler: ({ params }) => programKeys.revoke(params.id, params.keyId),
    }),
  ]
}

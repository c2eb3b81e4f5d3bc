import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { ServiceError } from './errors.ts'
import { type Route, route } from './route.ts'
import type { Services } from './services.ts'

const alive = z.object({ status: z.literal('ok') })

/** Whether the service runs and can work, and what it offers to programs. */
export function serverRoutes({ admission, options }: Services, server: FastifyInstance): Route[] {
  return [
    route({
      route: 'GET /healthz',
      summary: 'The process answers',
      answer: alive,
      handler: () => ({ status: 'ok' }) as const,
    }),
    route({
      route: 'GET /readyz',
      summary: 'Accounts can be read, and the service is not stopping',
      answer: alive,
      async handler({ request }) {
        try {
          await admission.isSetUpNeeded()
          if (await (options.isReady?.() ?? true)) return { status: 'ok' } as const
        } catch (error) {
          request.log.error({ err: error }, 'not ready')
        }
        throw new ServiceError('PLB_HTTP_STOPPING')
      },
    }),
    route({
      route: 'GET /api/openapi.json',
      summary: 'This description',
      answer: z.record(z.string(), z.unknown()),
      hidden: true,
      handler: () => ({ ...server.swagger() }),
    }),
  ]
}

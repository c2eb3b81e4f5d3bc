import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { discovered } from '../../fhir/hooks/hooks.ts'
import {
  cardReportQuerySchema,
  cardReportSchema,
  discoverySchema,
  feedbackAnswerSchema,
  feedbackSchema,
  type HookAnswer,
  hookAnswerSchema,
  hookCallSchema,
  hookParamsSchema,
} from '../api/cds-hooks.ts'
import { readCardReport } from '../reports/card-report.ts'
import { type Route, route } from '../route.ts'
import type { Services } from '../services.ts'
import { datesIn } from '../site-date.ts'
import { guidanceAt, type HookGuidance, isAboutOtherOrders } from './answer-hook.ts'
import type { HookClient } from './clients.ts'
import { gather } from './gather.ts'
import { hookContext } from './hook-context.ts'

/** A record of a lifetime, prefetched, has a few megabytes. */
const bodyLimitBytes = 16 * 1024 * 1024

/** CDS Hooks 2.0: discovery, the hooks, feedback, and what became of the cards. */
export function cdsHooksRoutes({ options, shownCards, site }: Services): Route[] {
  const { hooksConfiguration } = options
  const place = {
    address: hooksConfiguration?.address ?? '',
    ...(hooksConfiguration?.launchUrl === undefined ? {} : { launchUrl: hooksConfiguration.launchUrl }),
  }
  return [
    route({
      route: 'GET /cds-services',
      summary: 'The hooks at which the service speaks, and what it wants prefetched',
      answer: discoverySchema,
      handler: ({ client }) => ({ services: [...discovered(client.serviceIdPerHook)] }),
    }),
    route({
      route: 'POST /cds-services/:id',
      summary: 'Answer a hook with at most one card, and ratings of imaging orders',
      params: hookParamsSchema,
      body: hookCallSchema,
      bodyLimitBytes,
      answer: hookAnswerSchema,
      async handler({ client, params, body, protocol, today }) {
        const context = hookContext(params.id, body)
        if (isAboutOtherOrders(context)) return { cards: [] }
        const token = body.fhirAuthorization?.access_token
        const sources = {
          patientId: context.patientId,
          prefetch: body.prefetch ?? {},
          ...(body.fhirServer === undefined ? {} : { fhirServer: body.fhirServer }),
          ...(token === undefined ? {} : { token }),
        }
        const gathered = await gather(sources, client)
        const dayOf = datesIn(await site.timeZone())
        const guidance = guidanceAt({ context, gathered, protocol: protocol.standard, today, dayOf, site: place })
        const shown = {
          hook: context.hook,
          rule: guidance.main?.rule ?? '',
          client: client.name,
          patient: `${body.fhirServer ?? ''} ${context.patientId}`,
          findings: guidance.restsOn,
        }
        if (guidance.main === undefined || (await shownCards.wasOverridden(shown)))
          return answerOf(guidance, client, false)
        shownCards.remember({ ...shown, uuid: guidance.main.card.uuid })
        return answerOf(guidance, client, true)
      },
    }),
    route({
      route: 'POST /cds-services/:id/feedback',
      summary: 'Take in what was done with cards; comments are not kept',
      params: hookParamsSchema,
      body: feedbackSchema,
      answer: feedbackAnswerSchema,
      handler: async ({ client, body }) => ({
        stored: await shownCards.store(
          client.name,
          body.feedback.map(({ card, outcome, acceptedSuggestions = [], overrideReason, outcomeTimestamp }) => ({
            card,
            outcome,
            ...(overrideReason?.reason === undefined
              ? {}
              : { reason: { system: overrideReason.reason.system ?? '', code: overrideReason.reason.code } }),
            suggestionsAccepted: acceptedSuggestions.length,
            outcomeAt: outcomeTimestamp,
          })),
        ),
      }),
    }),
    ...(['OPTIONS /cds-services', 'OPTIONS /cds-services/:id', 'OPTIONS /cds-services/:id/feedback'] as const).map(
      (preflight) =>
        route({
          route: preflight,
          summary: 'What a browser asks before a page of another origin may call',
          ...(preflight === 'OPTIONS /cds-services' ? {} : { params: hookParamsSchema }),
          answer: z.undefined(),
          handler: ({ reply }) => allowCalls(reply),
        }),
    ),
    route({
      route: 'GET /api/reports/cards',
      summary: 'Cards shown, accepted and overridden, by rule and hook; counts, no patients',
      query: cardReportQuerySchema,
      answer: cardReportSchema,
      handler: ({ session, query }) => readCardReport(shownCards, session.actor, query),
    }),
  ]
}

function answerOf({ main, systemActions }: HookGuidance, client: HookClient, isShown: boolean): HookAnswer {
  const actions = systemActions.map((action) => ({ ...action }))
  return {
    cards: main !== undefined && isShown ? [main.card as HookAnswer['cards'][number]] : [],
    ...(actions.length > 0 ? { systemActions: actions } : {}),
    ...(actions.length > 0 && client.systemActionsInExtension ? { extension: { systemActions: actions } } : {}),
  }
}

/** The origin itself is allowed by the guard, where it is one that may call. */
function allowCalls(reply: FastifyReply): undefined {
  reply
    .header('access-control-allow-methods', 'GET, POST, OPTIONS')
    .header('access-control-allow-headers', 'Authorization, Content-Type')
    .header('access-control-max-age', '600')
  return undefined
}

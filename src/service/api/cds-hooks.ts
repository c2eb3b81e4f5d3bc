import { z } from 'zod'
import type { Count } from '../../care/use/count.ts'

/*
 * CDS Hooks 2.0 as it is received and answered. What the specification leaves open (context of a hook, resources, further
 * members) is taken as it comes: it is read with care where it is used.
 */

const uuid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'a UUID')
const anyObject = z.looseObject({})

/** A call of a hook. */
export const hookCallSchema = z
  .looseObject({
    hook: z.string().min(1).max(100),
    hookInstance: uuid,
    context: anyObject,
    fhirServer: z.string().max(2000).optional(),
    fhirAuthorization: z
      .looseObject({
        access_token: z.string().min(1).max(16_000),
        token_type: z.string().regex(/^bearer$/i, 'Bearer'),
        expires_in: z.number().optional(),
        scope: z.string().optional(),
        subject: z.string().optional(),
        patient: z.string().optional(),
      })
      .optional(),
    prefetch: anyObject.optional(),
    extension: anyObject.optional(),
  })
  .refine(({ fhirServer, fhirAuthorization }) => fhirAuthorization === undefined || fhirServer !== undefined, {
    path: ['fhirServer'],
    message: 'fhirServer is needed with fhirAuthorization',
  })

/** A call of a hook. */
export type HookCall = z.output<typeof hookCallSchema>

/** Which service: its id. */
export const hookParamsSchema = z.object({ id: z.string().min(1).max(100) })

const coding = z.object({ system: z.string(), code: z.string(), display: z.string().optional() })
const resource = z.record(z.string(), z.unknown())
const action = z.union([
  z.object({ type: z.enum(['create', 'update']), description: z.string(), resource }),
  z.object({ type: z.literal('delete'), description: z.string(), resourceId: z.string() }),
])
const card = z
  .object({
    uuid: z.string(),
    summary: z.string().max(139),
    detail: z.string().describe('GitHub Flavored Markdown'),
    indicator: z.enum(['info', 'warning', 'critical']),
    source: z.object({ label: z.string(), url: z.string(), topic: coding }),
    suggestions: z
      .array(
        z.object({
          label: z.string(),
          uuid: z.string(),
          isRecommended: z.boolean().optional(),
          actions: z.array(action).min(1),
        }),
      )
      .min(1)
      .optional(),
    selectionBehavior: z.enum(['any', 'at-most-one']).optional(),
    overrideReasons: z
      .array(coding.required({ display: true }))
      .min(1)
      .optional(),
    links: z.array(
      z.object({
        label: z.string(),
        url: z.string(),
        type: z.enum(['absolute', 'smart']),
        appContext: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'CdsCard' })

/** What a hook is answered with; `cards` alone may be empty. */
export const hookAnswerSchema = z.object({
  cards: z.array(card),
  systemActions: z.array(action).min(1).optional(),
  extension: z.object({ systemActions: z.array(action).min(1) }).optional(),
})

/** What a hook is answered with. */
export type HookAnswer = z.output<typeof hookAnswerSchema>

/** The services, for whoever sets up a client. */
export const discoverySchema = z.object({
  services: z.array(
    z.object({
      hook: z.string(),
      id: z.string(),
      title: z.string(),
      description: z.string(),
      prefetch: z.record(z.string(), z.string()),
      usageRequirements: z.string(),
    }),
  ),
})

const instant = z.iso.datetime({ offset: true })

/** What was done with cards. */
export const feedbackSchema = z.looseObject({
  feedback: z
    .array(
      z
        .looseObject({
          card: z.string().min(1).max(100),
          outcome: z.enum(['accepted', 'overridden']),
          acceptedSuggestions: z
            .array(z.looseObject({ id: z.string().min(1).max(100) }))
            .max(100)
            .optional(),
          overrideReason: z
            .looseObject({
              reason: z
                .looseObject({ code: z.string().min(1).max(100), system: z.string().max(500).optional() })
                .optional(),
              userComment: z.string().max(10_000).optional(),
            })
            .optional(),
          outcomeTimestamp: instant,
        })
        .refine(({ outcome, acceptedSuggestions = [] }) => outcome !== 'accepted' || acceptedSuggestions.length > 0, {
          path: ['acceptedSuggestions'],
          message: 'needed where the outcome is accepted',
        }),
    )
    .min(1)
    .max(100),
})

/** That it was taken, and how many of them were about cards of this service. */
export const feedbackAnswerSchema = z.object({ stored: z.number().int() })

const countSchema: z.ZodType<Count> = z
  .union([z.number().int().min(0), z.literal('hidden')])
  .describe('`hidden`: from 1 to 4, or a number from which such a one could be worked out')

/** GET /api/reports/cards: `small=hide` hides small numbers; they are hidden for whoever may not read patients. */
export const cardReportQuerySchema = z.strictObject({ small: z.enum(['show', 'hide']).default('show') })

/** Cards by rule and hook: counts, no patients. */
export const cardReportSchema = z.object({
  rules: z.array(
    z.object({
      rule: z.string(),
      hook: z.string(),
      shown: countSchema,
      accepted: countSchema,
      overridden: countSchema,
      /** Neither: a client need not tell that a card was passed over. */
      unanswered: countSchema,
      reasons: z.array(z.object({ code: z.string(), count: countSchema })),
    }),
  ),
  smallHidden: z.boolean(),
})

/** Cards by rule, and whether small numbers are hidden. */
export type CardReportAnswer = z.output<typeof cardReportSchema>

/** Cards by rule. */
export type CardReport = Pick<CardReportAnswer, 'rules'>

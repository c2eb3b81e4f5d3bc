import { z } from 'zod'
import type { WorklistKind } from '../../care/worklist-item.ts'
import { worklistFilters, worklistOwners } from '../../care/worklist-parts.ts'
import { assigneeSchema } from './episode.ts'
import { patientDetailsSchema } from './patient.ts'
import { daySchema } from './text.ts'

/** Which part of the worklist. */
export const worklistShowSchema = z.enum([...worklistFilters, 'drafts'])

/** Which part of the worklist. */
export type WorklistShow = z.infer<typeof worklistShowSchema>

/** Whose work. */
export const worklistAssignedSchema = z.enum(worklistOwners)

/** Whose work. */
export type WorklistAssigned = z.infer<typeof worklistAssignedSchema>

/** GET /api/worklist: filters say nothing of any patient, so they may stand in an address. */
export const worklistQuerySchema = z.strictObject({
  show: worklistShowSchema.default('all'),
  assigned: worklistAssignedSchema.default('all'),
})

/** One piece of open work, today. */
export const worklistRowSchema = z
  .object({
    id: z.string(),
    kind: z.string() as unknown as z.ZodType<WorklistKind | 'draft'>,
    patientId: z.uuid(),
    episodeId: z.uuid(),
    patient: patientDetailsSchema.pick({
      familyName: true,
      givenName: true,
      birthDate: true,
      sexAtBirth: true,
      recordNumber: true,
      demo: true,
    }),
    urgency: z.string(),
    waitingFor: z.string().describe('In words, with the protocol’s labels'),
    opensOn: daySchema,
    dueOn: daySchema,
    overdueDays: z.number().int().describe('0 while it is in time'),
    due: z.string().describe('In words: "Overdue by 3 days"'),
    assignedTo: assigneeSchema.exactOptional(),
    nextAction: z.object({
      code: z.string(),
      label: z.string(),
      /** The app's page on which it is done. */
      path: z.string(),
    }),
    /** The protocol's decisions concerned. */
    decisions: z.array(z.string()),
    /** The event it comes from. */
    sequence: z.number().int(),
  })
  .meta({ id: 'WorklistRow' })

/** One piece of open work, today. */
export type WorklistRow = z.infer<typeof worklistRowSchema>

/** GET /api/worklist: overdue and urgent first. */
export const worklistSchema = z
  .object({
    asOf: daySchema,
    items: z.array(worklistRowSchema),
    /** How many each filter would show, for the same `assigned`. */
    counts: z.object({
      all: z.number().int(),
      overdue: z.number().int(),
      urgent: z.number().int(),
      results: z.number().int(),
      reviews: z.number().int(),
      referrals: z.number().int(),
      overrides: z.number().int(),
      unsigned: z.number().int(),
      drafts: z.number().int().describe('Your own'),
    }),
  })
  .meta({ id: 'Worklist' })

/** The worklist, today. */
export type Worklist = z.infer<typeof worklistSchema>

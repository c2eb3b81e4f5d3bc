import { z } from 'zod'
import type { Episode, TimelineEntry } from '../../care/episode.ts'
import { treatmentResponses } from '../../care/treatment-response.ts'
import { shownDecisionSchema } from './decision.ts'
import { enteredPatientSchema, patientDetailsSchema } from './patient.ts'
import { hashSchema } from './protocol.ts'
import { roleSchema } from './role.ts'
import { commandIdSchema, daySchema, lineSchema, paragraphSchema } from './text.ts'

/** The path of routes about one episode. */
export const episodeParamsSchema = z.object({ episodeId: z.uuid() })

const valueSchema = z.union([z.string().max(60), z.number()])

/** Where an answer stood in another record when somebody read it there and confirmed it. */
const readFromSchema = z.strictObject({
  record: lineSchema(80),
  server: z.url().max(2000),
  resource: z.string().regex(/^[A-Za-z]{1,64}\/[A-Za-z0-9.-]{1,64}$/, 'A resource, such as Condition/7'),
  says: lineSchema(500).exactOptional(),
  status: lineSchema(200).exactOptional(),
  date: lineSchema(60).exactOptional(),
  dateOf: lineSchema(60).exactOptional(),
})

/**
 * Findings by the protocol's finding id: a value, or a value with the day it was observed (today unless given), and where
 * it stood if it was confirmed from another record.
 */
export const enteredFindingsSchema = z
  .record(
    z.string().max(60),
    z.union([
      valueSchema,
      z.strictObject({
        value: valueSchema,
        observedOn: daySchema.exactOptional(),
        from: z.array(readFromSchema).min(1).max(10).exactOptional(),
        together: z.literal(true).exactOptional().describe('Set with its group by one press of “None of these”'),
      }),
    ]),
  )
  .meta({ id: 'EnteredFindings' })

/** Findings as entered. */
export type EnteredFindings = z.infer<typeof enteredFindingsSchema>

/** The id of a test, a decision or a value of the protocol. */
const idSchema = z.string().regex(/^[a-zA-Z][a-zA-Z0-9]{0,59}$/, 'An id of the protocol')
/** The place of an event in its episode. */
const sequenceSchema = z.number().int().min(1)

/** An account by its id, or everyone with a role. */
export const assigneeSchema = z.union([
  z.strictObject({ account: z.string().min(1).max(100) }),
  z.strictObject({ role: roleSchema }),
])

/** Where it hurts, what the patient cannot do (ids of the protocol's lists), and more in words. */
export const descriptionSchema = z.strictObject({
  regions: z.array(idSchema).max(40).default([]),
  activities: z.array(idSchema).max(40).default([]),
  words: paragraphSchema(1000).exactOptional(),
})

/** What was said of the treatment at a review. */
const treatmentResponseSchema = z.strictObject({
  taken: z.enum(treatmentResponses.taken).exactOptional(),
  helped: z.enum(treatmentResponses.helped).exactOptional(),
  harmed: z.enum(treatmentResponses.harmed).exactOptional(),
  words: paragraphSchema(1000).exactOptional(),
})

const event = <Type extends string, Payload extends z.ZodType>(type: Type, payload: Payload) =>
  z.strictObject({ type: z.literal(type), payload })

/**
 * What a client says of each event; the server adds what follows from the record: urgency, the decision that is signed,
 * previous values of an amendment, the text of a letter.
 */
export const enteredEventSchema = z
  .discriminatedUnion('type', [
    event('answered', z.strictObject({ findings: enteredFindingsSchema })),
    /** `shown`: the decision the clinician saw (`shownDecision`). The server decides itself and refuses if it differs. */
    event('signed', z.strictObject({ shown: shownDecisionSchema })),
    event(
      'amended',
      z.strictObject({
        reason: paragraphSchema(1000),
        findings: enteredFindingsSchema.default({}),
        patient: enteredPatientSchema.exactOptional(),
      }),
    ),
    event(
      'ordered',
      z.strictObject({
        tests: z.array(idSchema).min(1).max(20),
        rule: z.string().max(100).exactOptional(),
        orderedOn: daySchema.exactOptional(),
      }),
    ),
    event(
      'resultReceived',
      z.strictObject({
        findings: enteredFindingsSchema,
        tests: z.array(idSchema).max(20).exactOptional(),
        reportedText: paragraphSchema(20_000).exactOptional(),
      }),
    ),
    event(
      'treatmentStarted',
      z.strictObject({ treatment: idSchema, startedOn: daySchema, description: paragraphSchema(1000).exactOptional() }),
    ),
    event(
      'reviewDone',
      z.strictObject({
        reviewedOn: daySchema,
        outcome: idSchema,
        findings: enteredFindingsSchema.default({}),
        response: treatmentResponseSchema.exactOptional(),
        note: paragraphSchema(4000).exactOptional(),
      }),
    ),
    /** The letter is woven by the server, from the record, and locked. */
    event(
      'referred',
      z.strictObject({
        decision: idSchema,
        destination: lineSchema(200).describe('To whom, in the clinician’s words'),
        reason: paragraphSchema(4000).exactOptional().describe('Why, and what is hoped for; stands in the letter'),
        told: paragraphSchema(4000).exactOptional().describe('What the patient was told; stands in the letter'),
      }),
    ),
    event(
      'referralAcknowledged',
      z.strictObject({
        referral: sequenceSchema,
        acknowledgedOn: daySchema,
        appointmentOn: daySchema.exactOptional(),
        note: paragraphSchema(1000).exactOptional(),
      }),
    ),
    /** Woven by the server as the first was: a corrected letter, or the withdrawal of the referral. */
    event(
      'letterCorrected',
      z.strictObject({
        referral: sequenceSchema.describe('The sequence of the referral'),
        withdraws: z.boolean().exactOptional(),
        destination: lineSchema(200),
        reason: paragraphSchema(4000).exactOptional().describe('In the referrer’s words; stands in the letter'),
        told: paragraphSchema(4000).exactOptional(),
      }),
    ),
    event('recipientTold', z.strictObject({ referral: sequenceSchema, note: paragraphSchema(1000) })),
    event(
      'overridden',
      z.strictObject({
        decision: idSchema,
        reasonCode: z.string().min(1).max(60).describe('A code of care’s overrideReasons (HL7)'),
        note: paragraphSchema(1000).exactOptional(),
        plan: paragraphSchema(1000),
        checkBy: daySchema,
      }),
    ),
    event('overrideChecked', z.strictObject({ override: sequenceSchema, note: paragraphSchema(1000) })),
    event('described', z.strictObject({ description: descriptionSchema })),
    event('assigned', z.strictObject({ to: assigneeSchema })),
    event(
      'closed',
      z.strictObject({ reason: paragraphSchema(1000), openWorkReason: paragraphSchema(1000).exactOptional() }),
    ),
    event('reopened', z.strictObject({ reason: paragraphSchema(1000) })),
    event('voided', z.strictObject({ reason: paragraphSchema(1000) })),
    /** Recorded in every episode of the patient who turns out to be another, in one append. */
    event('patientsMerged', z.strictObject({ intoPatientId: z.uuid(), reason: paragraphSchema(1000) })),
    /** Taken back in every episode that the same merge brought, in one append. */
    event('patientsUnmerged', z.strictObject({ intoPatientId: z.uuid(), reason: paragraphSchema(1000) })),
    /** The whole episode was another patient's. */
    event('episodeMoved', z.strictObject({ intoPatientId: z.uuid(), reason: paragraphSchema(1000) })),
    /** An entry was another patient's or episode's: recorded on both sides, in one append. */
    event(
      'entryMovedAway',
      z.strictObject({ entry: sequenceSchema, toEpisodeId: z.uuid(), reason: paragraphSchema(1000) }),
    ),
  ])
  .meta({ id: 'EnteredEvent' })

/** What a client says of an event. */
export type EnteredEvent = z.infer<typeof enteredEventSchema>

/** POST /api/episodes/:episodeId/events: recorded together, or not at all. */
export const recordEventsRequestSchema = z.strictObject({
  commandId: commandIdSchema,
  expectedSequence: z
    .number()
    .int()
    .min(1)
    .describe('The `sequence` of the view on which this command was decided: the last event it knew'),
  protocolHash: hashSchema
    .exactOptional()
    .describe('The version by which the page decides: what rests on a decision is refused under another one'),
  events: z.array(enteredEventSchema).min(1).max(10),
})

/** POST /api/episodes/:episodeId/events. */
export type RecordEventsRequest = z.input<typeof recordEventsRequestSchema>

/** Care's fold of the episode on a day, as `src/care/episode.ts` describes it. */
export const episodeStateSchema = z
  .looseObject({
    episodeId: z.uuid(),
    patientId: z.uuid(),
    sequence: z.number().int(),
    asOf: daySchema,
    status: z.string(),
    patient: patientDetailsSchema,
  })
  .meta({ id: 'EpisodeState' }) as unknown as z.ZodType<Episode>

/** GET /api/episodes/:episodeId, and the answer to every command. */
export const episodeViewSchema = z
  .object({
    patientId: z.uuid(),
    episodeId: z.uuid(),
    patient: patientDetailsSchema,
    state: episodeStateSchema,
    /** Of the last event: `expectedSequence` of the next command. */
    sequence: z.number().int(),
    asOf: daySchema,
  })
  .meta({ id: 'EpisodeView' })

/** An episode on a day. */
export type EpisodeView = z.infer<typeof episodeViewSchema>

/** One line of a patient's history, with the episode it belongs to. */
export const patientTimelineEntrySchema = z.looseObject({
  episodeId: z.uuid(),
  type: z.string(),
  words: z.string(),
  recordedAt: z.iso.datetime(),
}) as unknown as z.ZodType<TimelineEntry & { readonly episodeId: string }>

/** GET /api/patients/:patientId: details as last recorded, episodes (the latest first) and the whole timeline (likewise). */
export const patientViewSchema = z
  .object({
    /** Another than asked for where the patients were merged: the one that stays. */
    patientId: z.uuid(),
    patient: patientDetailsSchema,
    episodes: z.array(episodeViewSchema),
    timeline: z.array(patientTimelineEntrySchema),
    movedAway: z
      .array(
        z.object({
          episodeId: z.uuid(),
          intoPatientId: z.uuid(),
          reason: z.string(),
          on: daySchema,
          by: z.string(),
        }),
      )
      .describe('Episodes that were entered for this patient and moved to another'),
    asOf: daySchema,
  })
  .meta({ id: 'PatientView' })

/** A patient with every episode. */
export type PatientView = z.infer<typeof patientViewSchema>

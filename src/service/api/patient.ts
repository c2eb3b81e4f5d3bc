import { z } from 'zod'
import type { PatientDetails } from '../../care/events.ts'
import { commandIdSchema, daySchema, lineSchema, paragraphSchema } from './text.ts'

/** Who the patient is, as entered. Whether a patient is invented is never entered: the workspace says it. */
export const enteredPatientSchema = z.strictObject({
  familyName: lineSchema(100),
  givenName: lineSchema(100),
  birthDate: daySchema,
  sexAtBirth: z.enum(['female', 'male', 'notKnown']),
  recordNumber: lineSchema(40),
  allergies: paragraphSchema(500).exactOptional(),
  medicines: paragraphSchema(2000).exactOptional(),
})

/** Who the patient is, as entered. */
export type EnteredPatient = z.infer<typeof enteredPatientSchema>

/** Who the patient is. `demo`: invented, and labelled so wherever it is shown. */
export const patientDetailsSchema = z
  .object({
    familyName: z.string(),
    givenName: z.string(),
    birthDate: daySchema,
    sexAtBirth: z.enum(['female', 'male', 'notKnown']),
    recordNumber: z.string(),
    allergies: z.string().exactOptional(),
    medicines: z.string().exactOptional(),
    demo: z.boolean().exactOptional(),
  })
  .meta({ id: 'PatientDetails' }) satisfies z.ZodType<PatientDetails>

/** A patient in a list: enough to tell two apart and to open the right one. */
export const patientSummarySchema = z
  .object({
    patientId: z.uuid(),
    patient: patientDetailsSchema,
    /** The episode to open: the latest that is open, else the latest. */
    episodeId: z.uuid(),
    open: z.boolean().describe('An episode is open'),
    urgency: z.string().exactOptional().describe('As last recorded in the open episode'),
    lastRecordedAt: z.iso.datetime(),
  })
  .meta({ id: 'PatientSummary' })

/** A patient in a list. */
export type PatientSummary = z.infer<typeof patientSummarySchema>

/** GET /api/patients and POST /api/patients/search. */
export const patientListSchema = z
  .object({
    patients: z.array(patientSummarySchema),
    more: z.boolean().describe('There are more than these; ask more precisely'),
  })
  .meta({ id: 'PatientList' })

/** GET /api/patients and POST /api/patients/search. */
export type PatientList = z.infer<typeof patientListSchema>

/**
 * POST /api/patients/search: a POST, so that no address holds a name. Words of a name in any order, a record number or
 * its beginning, a date of birth (`1961-03-04`, `04-Mar-1961`) or its year.
 */
export const patientSearchRequestSchema = z.strictObject({ text: lineSchema(200) })

/** POST /api/patients. Without `confirmedNew` it answers `PLB_PATIENT_POSSIBLE_DUPLICATE` where one may exist already. */
export const registerPatientRequestSchema = z.strictObject({
  commandId: commandIdSchema,
  patient: enteredPatientSchema,
  confirmedNew: z.boolean().default(false),
})

/** POST /api/patients/:patientId/episodes: another episode of a known patient. */
export const newEpisodeRequestSchema = z.strictObject({ commandId: commandIdSchema })

/** Where the new episode is. */
export const registeredSchema = z.object({ patientId: z.uuid(), episodeId: z.uuid() })

/** Where the new episode is. */
export type Registered = z.infer<typeof registeredSchema>

/** The path of routes about one patient. */
export const patientParamsSchema = z.object({ patientId: z.uuid() })

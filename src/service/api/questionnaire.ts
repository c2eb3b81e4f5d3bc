import { z } from 'zod'

/** The path of routes about one link of an episode. */
export const linkParamsSchema = z.object({ episodeId: z.uuid(), linkId: z.uuid() })

/** POST /api/episodes/:episodeId/questionnaires: how long the link works. */
export const newLinkRequestSchema = z.strictObject({
  hours: z.number().int().min(1).max(72).default(24).describe('How long the link works, if it is not used before'),
})

/** A link that a patient answers by, without its code. */
export const patientLinkSchema = z
  .object({
    id: z.uuid(),
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    state: z.enum(['open', 'used', 'expired', 'revoked']),
  })
  .meta({ id: 'PatientLink' })

/** A link that a patient answers by, without its code. */
export type PatientLink = z.infer<typeof patientLinkSchema>

/** A language by its own name. */
export const languageSchema = z
  .object({
    language: z.string().describe('BCP 47'),
    name: z.string(),
    direction: z.enum(['ltr', 'rtl']),
    reviewed: z.boolean().describe('A clinician has reviewed the text'),
  })
  .meta({ id: 'Language' })

/** GET /api/episodes/:episodeId/questionnaires. */
export const linksAnswerSchema = z
  .object({
    links: z.array(patientLinkSchema),
    languages: z.array(languageSchema).describe('In which this patient can answer; none: no text is reviewed'),
  })
  .meta({ id: 'PatientLinks' })

/** GET /api/episodes/:episodeId/questionnaires. */
export type LinksAnswer = z.infer<typeof linksAnswerSchema>

/** POST /api/episodes/:episodeId/questionnaires: the code is answered this once. */
export const newLinkAnswerSchema = z
  .object({ link: patientLinkSchema, path: z.string().describe('The address below the service’s own: /q/…') })
  .meta({ id: 'NewPatientLink' })

/** POST /api/episodes/:episodeId/questionnaires. */
export type NewLinkAnswer = z.infer<typeof newLinkAnswerSchema>

const codeSchema = z.string().min(1).max(100)
const languageCodeSchema = z.string().regex(/^[a-z]{2,3}$/)

/** POST /api/questionnaire: the code is in the body, so that no log and no address of the API holds it. */
export const openQuestionnaireRequestSchema = z.strictObject({
  code: codeSchema,
  language: languageCodeSchema.exactOptional(),
})

/** One question, in the patient's language. */
export const patientQuestionSchema = z
  .object({
    id: z.string(),
    /** `yesNo` and `one` take one value; `many` takes any number; `amount` a number and its unit; `scale` a whole number. */
    kind: z.enum(['yesNo', 'one', 'many', 'amount', 'scale', 'date']),
    question: z.string(),
    why: z.string(),
    values: z.array(z.object({ id: z.string(), label: z.string() })).exactOptional(),
    units: z.array(z.string()).exactOptional().describe('UCUM, the usual one first'),
    minimum: z.number().exactOptional(),
    maximum: z.number().exactOptional(),
    /** "I did not measure it" is an answer of its own. */
    mayBeNotDone: z.boolean(),
    /** Asked only once one of these answers has been given. */
    askedWhen: z.array(z.object({ question: z.string(), values: z.array(z.string()) })).exactOptional(),
  })
  .meta({ id: 'PatientQuestion' })

/** One question, in the patient's language. */
export type PatientQuestion = z.infer<typeof patientQuestionSchema>

/** POST /api/questionnaire: nothing in it tells whose questions they are, or what anybody answered. */
export const openQuestionnaireAnswerSchema = z
  .object({
    expiresAt: z.iso.datetime(),
    demo: z.boolean(),
    languages: z.array(languageSchema),
    /** Where a language was chosen. */
    text: z
      .object({
        language: z.string(),
        version: z.string().describe('Of these questions; what is sent names it'),
        safety: z.object({
          title: z.string(),
          lead: z.string(),
          signs: z.array(z.string()),
          close: z.string(),
        }),
        questions: z.array(patientQuestionSchema),
      })
      .exactOptional(),
  })
  .meta({ id: 'Questionnaire' })

/** POST /api/questionnaire. */
export type Questionnaire = z.infer<typeof openQuestionnaireAnswerSchema>

/** One answer: a value's id, ids of several, or a number with its unit; `notKnown` is "I’m not sure". */
export const patientAnswerSchema = z.union([
  z.string().max(60),
  z.array(z.string().max(60)).max(40),
  z.strictObject({ amount: z.number(), unit: z.string().max(20) }),
])

/** POST /api/questionnaire/answers. */
export const sendAnswersRequestSchema = z.strictObject({
  code: codeSchema,
  language: languageCodeSchema,
  version: z.string().max(100),
  answers: z.record(z.string().max(60), patientAnswerSchema),
})

/** What a patient answers, question by question. */
export type PatientAnswersSent = z.infer<typeof sendAnswersRequestSchema>['answers']

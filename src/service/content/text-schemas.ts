import { z } from 'zod'

/** What is not reviewed has null; a reviewer is a person who exists and has read it. */
const reviewMembers = { reviewedBy: z.string().min(1).nullable(), reviewedOn: z.iso.date().nullable() }

const askedSchema = z.strictObject({
  question: z.string().min(1),
  why: z.string().min(1),
  values: z.record(z.string(), z.string().min(1)).exactOptional(),
})

/** `content/<language>/questionnaire.json`: what a patient is asked, and the safety text that everybody gets. */
export const questionnaireTextSchema = z.strictObject({
  ...reviewMembers,
  safety: z.strictObject({
    title: z.string().min(1),
    lead: z.string().min(1),
    signs: z.array(z.string().min(1)).min(1),
    close: z.string().min(1),
  }),
  /** By the protocol's finding id. */
  questions: z.record(z.string(), askedSchema),
  notes: z.strictObject({ regions: askedSchema, activities: askedSchema }),
})

/** `content/<language>/questionnaire.json`. */
export type QuestionnaireText = z.infer<typeof questionnaireTextSchema>

const sayingSchema = z.strictObject({
  decision: z.string(),
  outcomes: z.array(z.string()).exactOptional(),
  says: z.string().min(1),
})

/** `content/<language>/handout.json`: `src/protocol/handout.ts`, translated. */
export const handoutTextSchema = z.strictObject({
  ...reviewMembers,
  title: z.string().min(1),
  for: z.string().includes('{{name}}'),
  opening: z.array(z.string().min(1)),
  nextTitle: z.string().min(1),
  urgency: z.array(z.strictObject({ level: z.string(), says: z.array(z.string().min(1)) })),
  sayings: z.array(sayingSchema),
  safety: z.strictObject({
    title: z.string().min(1),
    lead: z.string().min(1),
    signs: z.array(z.string().min(1)).min(1),
  }),
  closing: z.array(z.string().min(1)),
  call: z.string().includes('{{clinic}}'),
  reviewed: z.string().includes('{{name}}').includes('{{date}}'),
  unreviewed: z.strictObject({ mark: z.string().min(1) }),
})

/** `content/<language>/handout.json`. */
export type HandoutText = z.infer<typeof handoutTextSchema>

/** What the service reads of `content/<language>/interface.json`; the rest is the phone page's own. */
export const interfaceTextSchema = z.looseObject({
  name: z.string().min(1),
  direction: z.enum(['ltr', 'rtl']),
  watermark: z.string().min(1),
  demo: z.string().min(1),
  title: z.string().min(1),
  intro: z.string().min(1),
  yes: z.string().min(1),
  no: z.string().min(1),
  unsure: z.string().min(1),
  notDone: z.string().min(1),
  needNumber: z.string().min(1),
  needAnswer: z.string().min(1),
})

/** Of `interface.json`, what a form says around its questions. */
export type InterfaceText = z.infer<typeof interfaceTextSchema>

/** `<data>/reviews.json`: which texts the site's clinical lead has reviewed, each bound to what the text was. */
export const reviewsSchema = z.strictObject({
  reviews: z.array(
    z.strictObject({
      /** `es/questionnaire`, `en/handout`. */
      text: z.string().regex(/^[a-z]{2,3}\/(questionnaire|handout)$/),
      hash: z.string().regex(/^[0-9a-f]{64}$/),
      reviewedBy: z.string().trim().min(1).max(200),
      /** What that person is. */
      role: z.string().trim().min(1).max(200).exactOptional(),
      reviewedOn: z.iso.date(),
    }),
  ),
})

/** One review that a site has recorded. */
export type SiteReview = z.infer<typeof reviewsSchema>['reviews'][number]

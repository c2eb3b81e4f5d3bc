import { z } from 'zod'

const contentCharactersAtMost = 60_000

/** What the author's form holds; only the app reads it. */
const draftContentSchema = z
  .record(z.string().max(100), z.unknown())
  .refine((content) => JSON.stringify(content).length <= contentCharactersAtMost, 'The draft is too long')

/** Unsigned answers of one author in one episode. Not part of the record. */
export const draftSchema = z
  .object({
    /** Counts up with each save. */
    revision: z.number().int(),
    /** The episode's sequence when the author began: where it has moved on, somebody else has recorded something. */
    basedOnSequence: z.number().int(),
    content: z.record(z.string(), z.unknown()),
    savedAt: z.iso.datetime(),
  })
  .meta({ id: 'Draft' })

/** Unsigned answers of one author in one episode. */
export type Draft = z.infer<typeof draftSchema>

/** GET and PUT /api/episodes/:episodeId/draft: the draft as it stands now. */
export const draftAnswerSchema = z.object({ draft: draftSchema.nullable() })

/** PUT /api/episodes/:episodeId/draft: `revision` is that of the draft it replaces, 0 where there was none. */
export const saveDraftRequestSchema = z.strictObject({
  revision: z.number().int().min(0),
  basedOnSequence: z.number().int().min(1),
  content: draftContentSchema,
})

import { z } from 'zod'
import type { Protocol } from '../../language/protocol.ts'
import type { DifferenceView } from '../../weave/difference-view.ts'
import { commandIdSchema, daySchema, paragraphSchema } from './text.ts'

/** The content hash of a version (that of its layer `standard`), or of a report. */
export const hashSchema = z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits')

/** What a version is known by. */
export const protocolReferenceSchema = z.object({
  name: z.string(),
  version: z.string(),
  hash: z.string(),
  layer: z.string(),
})

const protocolSchema = z.looseObject({ name: z.string(), version: z.string() }) as unknown as z.ZodType<Protocol>

/** The path of routes about one version. */
export const versionParamsSchema = z.object({ hash: hashSchema })

/** The path of routes about one adoption. */
export const adoptionParamsSchema = z.object({ sequence: z.coerce.number().int().min(1) })

/** GET /api/protocol/versions/:hash: both layers. A hash names one content for ever, so that it can be kept. */
export const protocolVersionSchema = z
  .object({ reference: protocolReferenceSchema, standard: protocolSchema, source: protocolSchema })
  .meta({ id: 'ProtocolVersion' })

/** A version of the protocol: what decides, and the source text alone. */
export type ProtocolVersionAnswer = z.infer<typeof protocolVersionSchema>

/** That a version was adopted: by whom, when, why, and after reading which difference. */
export const adoptionSchema = z
  .object({
    /** Its place among the events of the adoptions. */
    sequence: z.number().int(),
    hash: hashSchema,
    version: z.string(),
    previousHash: hashSchema.exactOptional().describe('Absent for the first start, which has nothing before it'),
    adoptedAt: z.iso.datetime(),
    adoptedOn: daySchema,
    by: z.object({ id: z.string(), displayName: z.string() }),
    reason: z.string(),
    reportHash: hashSchema.exactOptional().describe('Of the difference that was read'),
  })
  .meta({ id: 'Adoption' })

/** That a version was adopted. */
export type Adoption = z.infer<typeof adoptionSchema>

/** GET /api/protocol/versions. */
export const protocolVersionsSchema = z
  .object({
    adopted: adoptionSchema,
    available: protocolReferenceSchema.describe('What this build of the program brings'),
    history: z.array(adoptionSchema).describe('The latest first'),
  })
  .meta({ id: 'ProtocolVersions' })

/** The adopted version, what this build brings, and every adoption. */
export type ProtocolVersions = z.infer<typeof protocolVersionsSchema>

/** What another version would do differently, as `src/weave/difference-view.ts` describes it. */
export const protocolDifferenceSchema = z
  .looseObject({
    before: protocolReferenceSchema,
    after: protocolReferenceSchema,
    written: z.array(z.looseObject({ id: z.string() })),
    changes: z.array(z.looseObject({ decision: z.string(), label: z.string() })),
  })
  .meta({ id: 'ProtocolDifference' }) as unknown as z.ZodType<DifferenceView>

/** What another version would do differently. */
export type ProtocolDifference = DifferenceView

/** GET /api/protocol/versions/:hash/difference, and of an adoption: the report with its own hash. */
export const differenceAnswerSchema = z.object({ report: protocolDifferenceSchema, reportHash: hashSchema })

/** A difference with its hash. */
export type DifferenceAnswer = z.infer<typeof differenceAnswerSchema>

/** GET /api/protocol/versions/:hash/open-episodes. */
export const openEpisodesSchema = z
  .object({
    asOf: daySchema,
    open: z.number().int().describe('Open episodes of this workspace'),
    signed: z.number().int().describe('Those of them with a signed decision'),
    changed: z.number().int().describe('Those of them for whom the version would decide otherwise'),
    byAnswer: z
      .array(z.object({ label: z.string(), before: z.string(), after: z.string(), episodes: z.number().int() }))
      .describe('Each answer that would change, and in how many episodes; empty words where nothing is asked'),
  })
  .meta({ id: 'OpenEpisodesUnderVersion' })

/** For how many of the site's own open episodes a version would decide otherwise. */
export type OpenEpisodesAnswer = z.infer<typeof openEpisodesSchema>

/** POST /api/protocol/adoptions. */
export const adoptRequestSchema = z.strictObject({
  commandId: commandIdSchema,
  hash: hashSchema.describe('The version to adopt'),
  reportHash: hashSchema.describe('The difference that was read'),
  hasRead: z.literal(true).describe('Said by whoever adopts: I have read this difference'),
  reason: paragraphSchema(1000),
})

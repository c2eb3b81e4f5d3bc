import { contentHash } from '../../language/hash.ts'
import {
  type Adoption,
  adoptionParamsSchema,
  adoptionSchema,
  adoptRequestSchema,
  differenceAnswerSchema,
  openEpisodesSchema,
  protocolVersionSchema,
  protocolVersionsSchema,
  versionParamsSchema,
} from '../api/protocol.ts'
import { ServiceError } from '../errors.ts'
import { type Route, route } from '../route.ts'
import type { Services } from '../services.ts'
import type { AdoptionRequest, Adoptions } from './adoptions.ts'
import type { Differences } from './differences.ts'
import { openEpisodesUnder } from './open-episodes.ts'
import { type ProtocolVersion, versionReference } from './version.ts'

/** Under its hash a version never changes; it names no patient, and whoever may see one may keep it. */
const keptForAYear = 'private, max-age=31536000, immutable'

/** Which version decides, what another would do differently, and making another the one that decides. */
export function protocolRoutes({ adoptions, differences, messages }: Services): Route[] {
  return [
    route({
      route: 'GET /api/protocol/versions',
      summary: 'The version of the protocol that decides here, the one that this build brings, and every adoption',
      answer: protocolVersionsSchema,
      handler: ({ protocol }) => ({
        adopted: protocol.adoption,
        available: versionReference(adoptions.available),
        history: [...adoptions.history()],
      }),
    }),
    route({
      route: 'GET /api/protocol/versions/:hash',
      summary: 'A version of the protocol by its content hash: the same for ever, so that it can be kept',
      params: versionParamsSchema,
      answer: protocolVersionSchema,
      isPacked: true,
      handler({ params, reply }) {
        const version = versionOf(adoptions, params.hash)
        reply.header('cache-control', keptForAYear)
        return { reference: versionReference(version), ...version }
      },
    }),
    route({
      route: 'GET /api/protocol/versions/:hash/difference',
      summary: 'What this version would do differently from the adopted one: exact counts, and the smallest patients',
      params: versionParamsSchema,
      answer: differenceAnswerSchema,
      handler: ({ params, protocol }) => differences.between(protocol, versionOf(adoptions, params.hash)),
    }),
    route({
      route: 'GET /api/protocol/versions/:hash/open-episodes',
      summary: 'For how many open episodes here this version would decide otherwise, were it adopted today',
      params: versionParamsSchema,
      answer: openEpisodesSchema,
      handler: ({ params, session: { record }, today }) =>
        openEpisodesUnder(record, {
          version: versionOf(adoptions, params.hash),
          today,
          earlier: (hash) => adoptions.version(hash),
        }),
    }),
    route({
      route: 'GET /api/protocol/adoptions/:sequence/difference',
      summary: 'The difference that was read for an adoption',
      params: adoptionParamsSchema,
      answer: differenceAnswerSchema,
      handler({ params }) {
        const report = adoptions.reportRead(params.sequence)
        if (report === undefined) throw new ServiceError('PLB_PROTOCOL_UNKNOWN_VERSION')
        return { report, reportHash: contentHash(report) }
      },
    }),
    route({
      route: 'POST /api/protocol/adoptions',
      summary: 'Adopt another version, having read what it does differently; it decides from then on',
      body: adoptRequestSchema,
      answer: adoptionSchema,
      status: 201,
      async handler({ body: { hash, reportHash, commandId, reason }, session: { actor }, now, today }) {
        const by = { id: actor.id, displayName: actor.displayName }
        const told = { commandId, reason, by, now, today }
        const adoption = await adopt({ adoptions, differences }, { hash, reportHash }, told)
        // Patients for whom it decides otherwise are work that somebody has to be told of.
        messages.wake()
        return adoption
      },
    }),
  ]
}

function versionOf(adoptions: Adoptions, hash: string): ProtocolVersion {
  const version = adoptions.version(hash)
  if (version === undefined) throw new ServiceError('PLB_PROTOCOL_UNKNOWN_VERSION')
  return version
}

/** Adopts what was read, and nothing else: the report is computed again and its hash compared. */
async function adopt(
  { adoptions, differences }: { readonly adoptions: Adoptions; readonly differences: Differences },
  { hash, reportHash }: { readonly hash: string; readonly reportHash: string },
  told: Omit<AdoptionRequest, 'version' | 'report'>,
): Promise<Adoption> {
  const version = versionOf(adoptions, hash)
  const { adoption } = adoptions.current()
  // The same act, sent again after an answer that did not arrive.
  if (adoption.hash === hash && adoption.reportHash === reportHash && adoption.by.id === told.by.id) return adoption
  if (adoption.hash === hash) throw new ServiceError('PLB_PROTOCOL_ADOPTED_ALREADY')
  const read = await differences.between(adoptions.current(), version)
  if (read.reportHash !== reportHash) throw new ServiceError('PLB_PROTOCOL_OTHER_REPORT')
  return (await adoptions.adopt({ ...told, version, report: read.report })).adoption
}

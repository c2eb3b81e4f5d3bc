import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { markIn, scopeMark } from '../../fhir/out/ids.ts'
import { patientResource } from '../../fhir/out/patient.ts'
import type { Written } from '../../fhir/out/references.ts'
import { ServiceError } from '../errors.ts'
import { patientsIn, readPatientDocuments } from '../patients/patient-list.ts'
import { type Route, route } from '../route.ts'
import type { Services } from '../services.ts'
import { capabilityStatement } from './capability.ts'
import { everythingOf } from './everything.ts'
import { baseOf, pageOf, pageParameters } from './page.ts'
import { hasStatus } from './record-types.ts'
import { searchset } from './searchset.ts'

const resourceSchema = z.record(z.string(), z.unknown())
const fhirJson = 'application/fhir+json'

const idSchema = z.uuid()
const pageSchema = z.strictObject(pageParameters)
/** `Patient/<id>` or the id alone. */
const patientReference = z
  .string()
  .transform((text) => text.replace(/^Patient\//, ''))
  .pipe(idSchema)
const byPatientSchema = z.strictObject({ patient: patientReference, ...pageParameters })

/** The record of the session's workspace as FHIR, to be taken out: read-only. */
export function recordRoutes({ options }: Services): Route[] {
  const base = (request: FastifyRequest): string => baseOf(options, request)
  return [
    route({
      route: 'GET /fhir/metadata',
      summary: 'What is served as FHIR',
      answer: resourceSchema,
      mediaType: fhirJson,
      handler: ({ request, today }) => capabilityStatement(base(request), today),
    }),
    route({
      route: 'GET /fhir/Patient',
      summary: 'Every patient, in pages, or the one with `_id`, as FHIR',
      query: z.strictObject({ _id: idSchema.exactOptional(), ...pageParameters }),
      answer: resourceSchema,
      mediaType: fhirJson,
      async handler({ query, session, request }) {
        const known = patientsIn(await readPatientDocuments(session.record, query._id))
        // By id, so that pages stay what they were while somebody works on a patient.
        const sorted = [...known].sort((one, other) => (one.patientId < other.patientId ? -1 : 1))
        const found = sorted.map(({ patientId, patient }) => patientResource(patientId, patient))
        return searchset(found, pageOf(request, base(request), query))
      },
    }),
    route({
      route: 'GET /fhir/Patient/:id',
      summary: 'One patient, as FHIR',
      params: z.object({ id: idSchema }),
      answer: resourceSchema,
      mediaType: fhirJson,
      async handler({ params, session }) {
        const [known] = patientsIn(await readPatientDocuments(session.record, params.id))
        if (known === undefined) throw new ServiceError('PLB_PATIENT_NOT_FOUND')
        return { ...patientResource(known.patientId, known.patient) }
      },
    }),
    route({
      route: 'GET /fhir/Patient/:id/$everything',
      summary: 'Everything recorded of a patient, in pages, as FHIR',
      params: z.object({ id: idSchema }),
      query: pageSchema,
      answer: resourceSchema,
      mediaType: fhirJson,
      async handler({ params, query, session, today, protocol, request }) {
        const all = await everythingOf(session.record, params.id, today, protocol)
        return searchset(all, pageOf(request, base(request), query))
      },
    }),
    route({
      route: 'GET /fhir/EpisodeOfCare/:id/$everything',
      summary: 'The patient and every resource of one episode, in pages, as FHIR',
      params: z.object({ id: idSchema }),
      query: pageSchema,
      answer: resourceSchema,
      mediaType: fhirJson,
      async handler({ params, query, session, today, protocol, request }) {
        const documents = await readPatientDocuments(session.record)
        const episode = documents.find(({ episodeId }) => episodeId === params.id)
        if (episode === undefined) throw new ServiceError('PLB_HTTP_NOT_FOUND')
        const all = await everythingOf(session.record, episode.patientId, today, protocol, [episode.episodeId])
        return searchset(all, pageOf(request, base(request), query))
      },
    }),
    ...typeRoutes.flatMap(([search, read]) => [searchRoute(search, base), readRoute(read)]),
  ]
}

const typeRoutes = [
  ['GET /fhir/CarePlan', 'GET /fhir/CarePlan/:id'],
  ['GET /fhir/ClinicalImpression', 'GET /fhir/ClinicalImpression/:id'],
  ['GET /fhir/DiagnosticReport', 'GET /fhir/DiagnosticReport/:id'],
  ['GET /fhir/DocumentReference', 'GET /fhir/DocumentReference/:id'],
  ['GET /fhir/EpisodeOfCare', 'GET /fhir/EpisodeOfCare/:id'],
  ['GET /fhir/Flag', 'GET /fhir/Flag/:id'],
  ['GET /fhir/MedicationStatement', 'GET /fhir/MedicationStatement/:id'],
  ['GET /fhir/Observation', 'GET /fhir/Observation/:id'],
  ['GET /fhir/Procedure', 'GET /fhir/Procedure/:id'],
  ['GET /fhir/Provenance', 'GET /fhir/Provenance/:id'],
  ['GET /fhir/ServiceRequest', 'GET /fhir/ServiceRequest/:id'],
  ['GET /fhir/Task', 'GET /fhir/Task/:id'],
] as const

function searchRoute(name: (typeof typeRoutes)[number][0], base: (request: FastifyRequest) => string): Route {
  const type = name.slice('GET /fhir/'.length)
  const withStatus = hasStatus(type) ? byPatientSchema.extend({ status: tokenSchema.exactOptional() }) : byPatientSchema
  const query = type === 'Observation' ? withStatus.extend({ code: tokenSchema.exactOptional() }) : withStatus
  return route({
    route: name,
    summary: `Every ${type} of one patient, in pages, as FHIR`,
    query,
    answer: resourceSchema,
    mediaType: fhirJson,
    async handler({ query: asked, session, today, protocol, request }) {
      const { code, status } = asked as { readonly code?: string; readonly status?: string }
      const all = await everythingOf(session.record, asked.patient, today, protocol)
      const found = all.filter(
        (each) =>
          each.resourceType === type &&
          (code === undefined || code.split(',').some((one) => hasCode(each, one))) &&
          (status === undefined || status.split(',').some((one) => hasStatusOf(each, one))),
      )
      return searchset(found, pageOf(request, base(request), asked))
    },
  })
}

function readRoute(name: (typeof typeRoutes)[number][1]): Route {
  const type = name.split('/')[2] ?? ''
  return route({
    route: name,
    summary: `One ${type}, as FHIR`,
    params: z.object({ id: idSchema }),
    answer: resourceSchema,
    mediaType: fhirJson,
    async handler({ params: { id }, session, today, protocol }) {
      // An id begins with what its episode is known by, so that only that episode is told. Two may share it.
      const documents = await readPatientDocuments(session.record)
      const episodes = documents.filter(({ episodeId }) => episodeId === id || scopeMark(episodeId) === markIn(id))
      for (const { episodeId, patientId } of episodes) {
        const all = await everythingOf(session.record, patientId, today, protocol, [episodeId])
        const found = all.find((each) => each.resourceType === type && each.id === id)
        if (found) return { ...found }
      }
      throw new ServiceError('PLB_HTTP_NOT_FOUND')
    },
  })
}

const tokenSchema = z.string().max(500)

function hasCode(resource: Written, asked: string): boolean {
  if (resource.resourceType !== 'Observation') return false
  const [system, code] = asked.includes('|') ? asked.split('|') : [undefined, asked]
  return (resource.code.coding ?? []).some(
    (each) => each.code === code && (system === undefined || each.system === system),
  )
}

function hasStatusOf(resource: Written, asked: string): boolean {
  return 'status' in resource && resource.status === asked
}

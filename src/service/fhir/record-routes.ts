import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { patientResource } from '../../fhir/out/patient.ts'
import { patientResources } from '../../fhir/out/patient-bundle.ts'
import type { Written } from '../../fhir/out/references.ts'
import { ServiceError } from '../errors.ts'
import { patientsIn, readPatientDocuments } from '../patients/patient-list.ts'
import { patientView } from '../patients/patient-view.ts'
import type { AdoptedProtocol } from '../protocol/adoptions.ts'
import { type OpenSession, type Route, route } from '../route.ts'
import type { Services } from '../services.ts'
import { capabilityStatement } from './capability.ts'
import { offsetOf, searchset } from './searchset.ts'

const resourceSchema = z.record(z.string(), z.unknown())
const fhirJson = 'application/fhir+json'

const idSchema = z.uuid()
const pageParameters = {
  _count: z.coerce.number().int().min(1).max(500).default(100),
  _page: z.string().max(20).exactOptional().describe('From the link "next"'),
}
const pageSchema = z.strictObject(pageParameters)
/** `Patient/<id>` or the id alone. */
const patientReference = z
  .string()
  .transform((text) => text.replace(/^Patient\//, ''))
  .pipe(idSchema)
const byPatientSchema = z.strictObject({ patient: patientReference, ...pageParameters })

/** The record of the session's workspace as FHIR, to be taken out: read-only. */
export function recordRoutes({ options }: Services): Route[] {
  const baseOf = ({ headers }: FastifyRequest): string =>
    `${options.secure ? 'https' : 'http'}://${headers.host ?? 'localhost'}/fhir` // the guard has read the host
  return [
    route({
      route: 'GET /fhir/metadata',
      summary: 'What is served as FHIR',
      answer: resourceSchema,
      mediaType: fhirJson,
      handler: ({ request, today }) => capabilityStatement(baseOf(request), today),
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
        return searchset(found, pageOf(request, baseOf(request), query))
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
        const all = await everythingOf(session, params.id, today, protocol)
        return searchset(all, pageOf(request, baseOf(request), query))
      },
    }),
    ...searchRoutes(baseOf),
  ]
}

const searches = [
  'GET /fhir/CarePlan',
  'GET /fhir/ClinicalImpression',
  'GET /fhir/DiagnosticReport',
  'GET /fhir/DocumentReference',
  'GET /fhir/EpisodeOfCare',
  'GET /fhir/Flag',
  'GET /fhir/MedicationStatement',
  'GET /fhir/Observation',
  'GET /fhir/Procedure',
  'GET /fhir/Provenance',
  'GET /fhir/ServiceRequest',
  'GET /fhir/Task',
] as const

function searchRoutes(baseOf: (request: FastifyRequest) => string): Route[] {
  return searches.map((name) => {
    const type = name.slice('GET /fhir/'.length)
    const query =
      type === 'Observation' ? byPatientSchema.extend({ code: codeSchema.exactOptional() }) : byPatientSchema
    return route({
      route: name,
      summary: `Every ${type} of one patient, in pages, as FHIR`,
      query,
      answer: resourceSchema,
      mediaType: fhirJson,
      async handler({ query: asked, session, today, protocol, request }) {
        const code = 'code' in asked && typeof asked.code === 'string' ? asked.code : undefined
        const all = await everythingOf(session, asked.patient, today, protocol)
        const found = all.filter((each) => each.resourceType === type && (code === undefined || hasCode(each, code)))
        return searchset(found, pageOf(request, baseOf(request), asked))
      },
    })
  })
}

const codeSchema = z.string().max(500)

function hasCode(resource: Written, asked: string): boolean {
  if (resource.resourceType !== 'Observation') return false
  const [system, code] = asked.includes('|') ? asked.split('|') : [undefined, asked]
  return (resource.code.coding ?? []).some(
    (each) => each.code === code && (system === undefined || each.system === system),
  )
}

/** Whoever turned out to be another is not found: everything stands under the other. */
async function everythingOf(
  { record }: OpenSession,
  patientId: string,
  today: string,
  protocol: AdoptedProtocol,
): Promise<readonly Written[]> {
  const view = await patientView(record, patientId, today, protocol)
  if (view.patientId !== patientId) throw new ServiceError('PLB_PATIENT_NOT_FOUND')
  const episodes = view.episodes.map(({ state }) => state)
  const told = patientResources({ patientId, patient: view.patient, episodes, protocol: protocol.standard })
  // An observation that a decision was signed on is told with the decision, too: it is one resource.
  const all = [...new Map(told.toReversed().map((each) => [each.id, each] as const)).values()].toReversed()
  const tag = view.patient.demo ? all.find(({ resourceType }) => resourceType === 'Patient')?.meta?.tag : undefined
  // An invented patient's resource may be taken out alone: each says so.
  return tag === undefined ? all : all.map((each) => ({ ...each, meta: { ...each.meta, tag } }))
}

function pageOf(
  request: FastifyRequest,
  base: string,
  { _count, _page }: { readonly _count: number; readonly _page?: string },
) {
  return { base, url: request.url, count: _count, offset: offsetOf(_page) }
}

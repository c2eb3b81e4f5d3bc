import { patientViewSchema } from '../api/episode.ts'
import {
  newEpisodeRequestSchema,
  type PatientList,
  type PatientSummary,
  patientListSchema,
  patientParamsSchema,
  patientSearchRequestSchema,
  registeredSchema,
  registerPatientRequestSchema,
} from '../api/patient.ts'
import { deskOf } from '../desk.ts'
import { type Route, route } from '../route.ts'
import { similarTo } from './duplicates.ts'
import { patientsIn, readPatientDocuments } from './patient-list.ts'
import { patientView } from './patient-view.ts'
import { beginEpisode, registerPatient } from './register.ts'
import { searchPatients } from './search.ts'

/** A list longer than this is not read; whoever looks for somebody asks more precisely. */
const listedAtMost = 30

const firstOf = (patients: readonly PatientSummary[]): PatientList => ({
  patients: patients.slice(0, listedAtMost),
  more: patients.length > listedAtMost,
})

/** Patients: found, added, shown. */
export function patientRoutes(): Route[] {
  return [
    route({
      route: 'GET /api/patients',
      summary: 'The patients of whom something was recorded last',
      answer: patientListSchema,
      handler: async ({ session }) => firstOf(patientsIn(await readPatientDocuments(session.record))),
    }),
    route({
      route: 'POST /api/patients/search',
      summary:
        'Find patients by name, record number or date of birth; changes nothing, and is sent so that no address holds a name',
      body: patientSearchRequestSchema,
      answer: patientListSchema,
      handler: async ({ session, body }) =>
        firstOf(searchPatients(patientsIn(await readPatientDocuments(session.record)), body.text)),
    }),
    route({
      route: 'POST /api/patients',
      summary: 'Add a patient with a first episode; warns where the patient may be there already',
      body: registerPatientRequestSchema,
      answer: registeredSchema,
      status: 201,
      async handler(context) {
        const added = await registerPatient(deskOf(context), context.body)
        context.request.turnedOut = { patientId: added.patientId, episodeId: added.episodeId }
        return added
      },
    }),
    route({
      route: 'GET /api/patients/:patientId',
      summary: 'A patient with every episode and the whole history',
      params: patientParamsSchema,
      answer: patientViewSchema,
      handler: ({ params, session, today, protocol }) => patientView(session.record, params.patientId, today, protocol),
    }),
    route({
      route: 'GET /api/patients/:patientId/similar',
      summary: 'Other patients who could be taken for this one: a similar name, or the same birth date and family name',
      params: patientParamsSchema,
      answer: patientListSchema,
      handler: async ({ params, session }) =>
        firstOf(similarTo(patientsIn(await readPatientDocuments(session.record)), params.patientId)),
    }),
    route({
      route: 'POST /api/patients/:patientId/episodes',
      summary: 'Begin another episode of a patient',
      params: patientParamsSchema,
      body: newEpisodeRequestSchema,
      answer: registeredSchema,
      status: 201,
      handler: (context) => beginEpisode(deskOf(context), context.params.patientId, context.body.commandId),
    }),
  ]
}

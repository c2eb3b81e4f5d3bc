import { recordTypes } from '../fhir/record-types.ts'
import type { RouteName } from '../permissions.ts'

/** What a row of the table of routes lets somebody see or do, in words for whoever knows no routes. */
const words: Partial<Record<RouteName, string>> = {
  'POST /api/session': 'Signed in by password',
  'POST /api/passkey-session': 'Signed in by passkey',
  'GET /api/organisation-session/return': 'Signed in by the organisation',
  'DELETE /api/session': 'Signed out',
  'POST /api/setup': 'Set the service up',
  'POST /api/invitations': 'Took up an invitation',
  'PUT /api/password': 'Changed their password',
  'GET /api/accounts': 'Looked at the accounts',
  'POST /api/accounts': 'Added an account',
  'PATCH /api/accounts/:id': 'Changed an account',
  'POST /api/accounts/:id/invitation': 'Made a new invitation for an account',
  'PUT /api/accounts/:id/contact': 'Changed the e-mail address of an account',
  'GET /api/programs': 'Looked at the other systems that have keys',
  'POST /api/programs': 'Added another system',
  'POST /api/programs/:id/keys': 'Made a key for another system',
  'DELETE /api/programs/:id/keys/:keyId': 'Ended a key of another system',
  'GET /api/settings': 'Looked at the settings',
  'PUT /api/settings': 'Changed the settings',
  'POST /api/settings/test-message': 'Sent a test message',
  'GET /api/messages': 'Looked at the messages on their way',
  'POST /api/messages/:id/retry': 'Sent a message again',
  'PUT /api/contact': 'Changed their own e-mail address',
  'POST /api/organisation-link': 'Joined their account to the organisation',
  'DELETE /api/organisation-link': 'Parted their account from the organisation',
  'POST /api/passkeys/challenge': 'Began to add a passkey',
  'POST /api/passkeys': 'Added a passkey',
  'DELETE /api/passkeys/:passkeyId': 'Removed a passkey',
  'PUT /api/passkeys/needed': 'Chose whether a passkey is needed',
  'DELETE /api/sessions/:id': 'Signed out one of their other devices',
  'DELETE /api/sessions': 'Signed out all their other devices',
  'GET /api/patients': 'Looked at the list of recent patients',
  'POST /api/patients/search': 'Searched for patients',
  'POST /api/patients': 'Added a patient',
  'GET /api/patients/:patientId': 'Opened a patient',
  'GET /api/patients/:patientId/similar': 'Looked for patients with a similar name',
  'POST /api/patients/:patientId/episodes': 'Began an episode of a patient',
  'GET /api/episodes/:episodeId': 'Opened an episode of a patient',
  'POST /api/episodes/:episodeId/events': 'Recorded something of a patient',
  'GET /api/episodes/:episodeId/draft': 'Opened their unsigned answers',
  'PUT /api/episodes/:episodeId/draft': 'Kept unsigned answers',
  'DELETE /api/episodes/:episodeId/draft': 'Threw unsigned answers away',
  'GET /api/episodes/:episodeId/letter': 'Read a letter',
  'GET /api/episodes/:episodeId/handout': 'Opened a handout',
  'GET /api/episodes/:episodeId/questionnaires': 'Looked at the links sent to a patient',
  'POST /api/episodes/:episodeId/questionnaires': 'Made a link for a patient',
  'DELETE /api/episodes/:episodeId/questionnaires/:linkId': 'Ended a link for a patient',
  'POST /api/questionnaire': 'A patient opened their link',
  'POST /api/questionnaire/answers': 'A patient sent their answers',
  'POST /api/smart/launches': 'Began to open a patient from another record',
  'POST /api/smart/launches/:launchId/token': 'Signed in at another record',
  'POST /api/smart/launches/:launchId/user': 'Said who they are in another record',
  'POST /api/smart/launches/:launchId/binding': 'Joined a patient to another record',
  'GET /api/smart/bindings': 'Looked at who is who in another record',
  'DELETE /api/smart/bindings/:bindingId': 'Ended who is who in another record',
  'POST /api/audit/search': 'Looked at this list',
  'POST /api/audit/export': 'Took entries of this list out as a file',
  'GET /api/audit/chains': 'Looked at where this list ends',
  'POST /api/audit/check': 'Had this list and the record checked',
  'GET /api/worklist': 'Looked at the worklist',
  'GET /api/reports/use': 'Looked at the report on use',
  'GET /api/reports/cards': 'Looked at the report on cards',
  'GET /api/protocol/versions/:hash/open-episodes': 'Looked at whom another protocol version concerns',
  'POST /api/protocol/adoptions': 'Adopted a version of the protocol',
  'GET /cds-services': 'A hospital program asked which cards there are',
  'POST /cds-services/:id': 'A hospital program asked for a card on a patient',
  'POST /cds-services/:id/feedback': 'A hospital program said what became of a card',
  'GET /fhir/Patient': 'Took patients out as FHIR',
  'GET /fhir/Patient/:id': 'Took a patient out as FHIR',
  'GET /fhir/Patient/:id/$everything': 'Took everything of a patient out as FHIR',
  'GET /fhir/EpisodeOfCare/:id/$everything': 'Took everything of an episode out as FHIR',
}

const ofTypes: ReadonlyMap<string, string> = new Map(
  recordTypes.flatMap((type) => [
    [`GET /fhir/${type}`, `Took what there is of a patient out as FHIR (${type})`],
    [`GET /fhir/${type}/:id`, `Took one entry of a patient out as FHIR (${type})`],
  ]),
)

/**
 * A row of the table of routes in words; an entry of a row that is no longer there keeps the row's own name.
 *
 * @example wordsOf('GET /api/worklist') // 'Looked at the worklist'
 */
export function wordsOf(route: string): string {
  const known: Readonly<Record<string, string | undefined>> = words
  return known[route] ?? ofTypes.get(route) ?? route
}

import { type CareEventType, careEventTypes } from '../care/events.ts'
import type { Role, Workspace } from './api/role.ts'

/**
 * Who a row lets in: a role, a clinician whom the administrator has marked as the clinical lead, anybody signed in whatever
 * their role, or anybody at all; or another program that calls a hook and says by a signed token of its own who it is.
 */
export type Audience = 'anonymous' | 'signedIn' | 'clinicalLead' | 'hookClient' | Role

/** One row: who may, and whether an account of one's own in the real workspace is needed. */
export interface Permission {
  readonly allows: readonly Audience[]
  /** True where a demo session may not: what the row touches is shared by both workspaces. */
  readonly realOnly?: boolean
}

const anyone = { allows: ['anonymous'] } as const
/** Whoever treats patients. */
const care = { allows: ['clinician', 'nurse'] } as const
/** Whoever reads what was recorded: an administrator sees no patients, another system has routes of its own. */
const reading = { allows: ['clinician', 'nurse', 'auditor'] } as const
/** Whoever may take the record out as FHIR, patient by patient. */
const takingOut = { allows: ['clinician', 'integration'] } as const
/** Everybody who is not another system: a program has no session to end and no password to change. */
const people = { allows: ['clinician', 'nurse', 'administrator', 'auditor'] } as const
/** Programs of a hospital, by their token (src/service/cds-hooks/clients.ts). A session lets nobody in, whatever the role. */
const hookClients = { allows: ['hookClient'] } as const
const administration = { allows: ['administrator'], realOnly: true } as const

const auditing = { allows: ['auditor'], realOnly: true } as const

/**
 * Routes × roles: the one place that says who may do what. `route()` registers nothing that has no row here, the
 * server refuses to start with a row that no route serves, and `GET /api/session` gives a person their rows as `may`.
 *
 * Whoever is of the role `integration` comes by a key of its own and works on the real record alone.
 *
 * The session, set-up and invitation rows are open to anyone because they are how a person comes to have a role;
 * each asks for a secret of its own.
 */
export const permissions = {
  'GET /healthz': anyone,
  'GET /readyz': anyone,
  'GET /api/openapi.json': anyone,
  // What the rules rest on and whose data they use: for whoever judges them, before they have an account. No data.
  'GET /protocol/source-attributes': anyone,
  // What is made of the protocol for other systems: the protocol is public, and none of it holds data.
  'GET /fhir/Questionnaire': anyone,
  'GET /fhir/Questionnaire/:id': anyone,
  'GET /fhir/PlanDefinition': anyone,
  'GET /fhir/PlanDefinition/:id': anyone,
  'GET /fhir/ActivityDefinition': anyone,
  'GET /fhir/ActivityDefinition/:id': anyone,
  'GET /fhir/Library': anyone,
  'GET /fhir/Library/:id': anyone,
  'GET /fhir/CodeSystem': anyone,
  'GET /fhir/CodeSystem/:id': anyone,
  'GET /fhir/ValueSet': anyone,
  'GET /fhir/ValueSet/:id': anyone,
  'GET /fhir/ConceptMap': anyone,
  'GET /fhir/ConceptMap/:id': anyone,
  'GET /fhir/OperationDefinition': anyone,
  'GET /fhir/OperationDefinition/:id': anyone,
  'GET /*': anyone, // the app's own files; no data
  // What is served, before anybody signs in: no data.
  'GET /fhir/metadata': anyone,
  'GET /fhir/Patient': takingOut,
  'GET /fhir/Patient/:id': takingOut,
  'GET /fhir/Patient/:id/$everything': takingOut,
  'GET /fhir/CarePlan': takingOut,
  'GET /fhir/CarePlan/:id': takingOut,
  'GET /fhir/ClinicalImpression': takingOut,
  'GET /fhir/ClinicalImpression/:id': takingOut,
  'GET /fhir/DiagnosticReport': takingOut,
  'GET /fhir/DiagnosticReport/:id': takingOut,
  'GET /fhir/DocumentReference': takingOut,
  'GET /fhir/DocumentReference/:id': takingOut,
  'GET /fhir/EpisodeOfCare': takingOut,
  'GET /fhir/EpisodeOfCare/:id': takingOut,
  'GET /fhir/EpisodeOfCare/:id/$everything': takingOut,
  'GET /fhir/Flag': takingOut,
  'GET /fhir/Flag/:id': takingOut,
  'GET /fhir/MedicationStatement': takingOut,
  'GET /fhir/MedicationStatement/:id': takingOut,
  'GET /fhir/Observation': takingOut,
  'GET /fhir/Observation/:id': takingOut,
  'GET /fhir/Procedure': takingOut,
  'GET /fhir/Procedure/:id': takingOut,
  'GET /fhir/Provenance': takingOut,
  'GET /fhir/Provenance/:id': takingOut,
  'GET /fhir/ServiceRequest': takingOut,
  'GET /fhir/ServiceRequest/:id': takingOut,
  'GET /fhir/Task': takingOut,
  'GET /fhir/Task/:id': takingOut,
  'GET /api/session': anyone,
  'POST /api/session': anyone,
  'POST /api/passkey-challenge': anyone,
  'POST /api/passkey-session': anyone,
  'POST /api/organisation-session': anyone,
  'GET /api/organisation-session/return': anyone, // by a cookie and a state of its own
  'POST /api/demo-session': anyone,
  'POST /api/setup': anyone,
  'POST /api/invitations': anyone,
  'DELETE /api/session': people,
  'PUT /api/password': { ...people, realOnly: true },
  'GET /api/accounts': administration,
  'POST /api/accounts': administration,
  'PATCH /api/accounts/:id': administration,
  'POST /api/accounts/:id/invitation': administration,
  'PUT /api/accounts/:id/contact': administration,
  'GET /api/programs': administration,
  'POST /api/programs': administration,
  'POST /api/programs/:id/keys': administration,
  'DELETE /api/programs/:id/keys/:keyId': administration,
  'GET /api/settings': administration,
  'PUT /api/settings': administration,
  'POST /api/settings/test-message': administration,
  'GET /api/messages': administration,
  'POST /api/messages/:id/retry': administration,
  'GET /api/contact': { ...people, realOnly: true },
  'PUT /api/contact': { ...people, realOnly: true },
  'GET /api/organisation-link': { ...people, realOnly: true },
  'POST /api/organisation-link': { ...people, realOnly: true },
  'DELETE /api/organisation-link': { ...people, realOnly: true },
  'GET /api/passkeys': { ...people, realOnly: true },
  'POST /api/passkeys/challenge': { ...people, realOnly: true },
  'POST /api/passkeys': { ...people, realOnly: true },
  'DELETE /api/passkeys/:passkeyId': { ...people, realOnly: true },
  'PUT /api/passkeys/needed': { ...people, realOnly: true },
  'GET /api/sessions': { ...people, realOnly: true },
  'DELETE /api/sessions/:id': { ...people, realOnly: true },
  'DELETE /api/sessions': { ...people, realOnly: true },
  'GET /api/staff': reading,
  'GET /api/patients': reading,
  'POST /api/patients/search': reading,
  'POST /api/patients': care,
  'GET /api/patients/:patientId': reading,
  'GET /api/patients/:patientId/similar': reading,
  'POST /api/patients/:patientId/episodes': care,
  'GET /api/episodes/:episodeId': reading,
  'POST /api/episodes/:episodeId/events': care, // and each event by `mayRecord`
  'GET /api/episodes/:episodeId/draft': care,
  'PUT /api/episodes/:episodeId/draft': care,
  'DELETE /api/episodes/:episodeId/draft': care,
  'GET /api/episodes/:episodeId/letter': reading,
  'GET /api/episodes/:episodeId/handout': reading,
  'GET /api/episodes/:episodeId/questionnaires': reading,
  'POST /api/episodes/:episodeId/questionnaires': care,
  'DELETE /api/episodes/:episodeId/questionnaires/:linkId': care,
  'POST /api/questionnaire': anyone, // who has the code of a link
  'POST /api/questionnaire/answers': anyone,
  // A launch finds or adds a real patient by what another record says: never an invented one.
  'GET /api/smart/servers': { ...care, realOnly: true },
  'POST /api/smart/launches': { ...care, realOnly: true },
  'POST /api/smart/launches/:launchId/token': { ...care, realOnly: true },
  'POST /api/smart/launches/:launchId/user': { ...care, realOnly: true },
  'POST /api/smart/launches/:launchId/binding': { ...care, realOnly: true },
  'GET /api/smart/bindings': { allows: ['clinician', 'nurse', 'administrator'], realOnly: true }, // one’s own; all of them
  'DELETE /api/smart/bindings/:bindingId': { allows: ['clinician', 'nurse', 'administrator'], realOnly: true },
  // Public keys: an authorisation server reads them without signing in.
  'GET /.well-known/jwks.json': anyone,
  // Whoever looks after those who look: nobody else, and it is looked at in turn.
  'POST /api/audit/search': auditing,
  'POST /api/audit/export': auditing,
  'GET /api/audit/chains': auditing,
  'POST /api/audit/check': auditing,
  'GET /api/worklist': reading,
  // Counts over all patients; small numbers are hidden for whoever may not read patients.
  'GET /api/reports/use': { allows: ['clinician', 'administrator', 'auditor'] },
  // The protocol is public, and deciding stores nothing. A comparison of two versions is a second of computing: for people.
  'GET /api/protocol/versions': people,
  'GET /api/protocol/versions/:hash': { allows: ['signedIn'] },
  'GET /api/protocol/versions/:hash/difference': people,
  'GET /api/protocol/versions/:hash/open-episodes': reading,
  'GET /api/protocol/adoptions/:sequence/difference': people,
  'POST /api/protocol/adoptions': { allows: ['clinicalLead'], realOnly: true }, // the same version decides in both workspaces
  'GET /api/protocol': { allows: ['signedIn'] },
  'POST /api/decide': { allows: ['signedIn'] },
  'GET /cds-services': hookClients,
  'POST /cds-services/:id': hookClients,
  'POST /cds-services/:id/feedback': hookClients,
  // A browser asks before it sends a token, and without it. No data.
  'OPTIONS /cds-services': anyone,
  'OPTIONS /cds-services/:id': anyone,
  'OPTIONS /cds-services/:id/feedback': anyone,
  // Counts by rule, no patients; small numbers are hidden as in the report above. Cards are of real patients alone.
  'GET /api/reports/cards': { allows: ['clinician', 'administrator', 'auditor'], realOnly: true },
} as const satisfies Readonly<Record<string, Permission>>

const clinicianOnly: readonly Role[] = ['clinician']

/**
 * Events × roles: who may record what, of those whom `POST /api/episodes/:episodeId/events` lets in. A nurse asks,
 * measures, reviews and keeps the worklist; whatever decides, or changes what was decided, is a clinician's.
 */
export const eventPermissions: Readonly<Record<CareEventType, readonly Role[]>> = {
  registered: care.allows,
  answered: care.allows,
  resultReceived: care.allows,
  reviewDone: care.allows,
  referralAcknowledged: care.allows,
  described: care.allows,
  patientAnswered: [], // nobody: it comes by the patient's link alone
  assigned: care.allows,
  signed: clinicianOnly,
  amended: clinicianOnly,
  ordered: clinicianOnly,
  treatmentStarted: clinicianOnly,
  referred: clinicianOnly,
  letterCorrected: clinicianOnly,
  recipientTold: clinicianOnly,
  overridden: clinicianOnly,
  overrideChecked: clinicianOnly,
  closed: clinicianOnly,
  reopened: clinicianOnly,
  voided: clinicianOnly,
  patientsMerged: clinicianOnly,
  patientsUnmerged: clinicianOnly,
  episodeMoved: clinicianOnly,
  entryMovedAway: clinicianOnly,
  // The service records it where a moved entry belongs; nobody sends it.
  entryMovedHere: [],
}

/**
 * Whether a role may record an event of this type.
 *
 * @example mayRecord('nurse', 'signed') // false
 */
export const mayRecord = (role: Role, type: CareEventType): boolean => eventPermissions[type].includes(role)

/**
 * Whether an event decides, or changes what was decided: a clinician's alone.
 *
 * @example isSigned('signed') // true
 */
export const isSigned = (type: CareEventType): boolean => eventPermissions[type] === clinicianOnly

/**
 * The types of event that a role may record, for the app to show what a person can do.
 *
 * @example eventsOpenTo('auditor') // []
 */
export const eventsOpenTo = (role: Role): readonly CareEventType[] =>
  careEventTypes.filter((type) => mayRecord(role, type))

/** The name of a row: method, space, path pattern. */
export type RouteName = keyof typeof permissions

/** Somebody signed in, as far as the table asks. */
export interface Who {
  readonly role: Role
  readonly workspace: Workspace
  readonly clinicalLead?: boolean
}

/** The mark counts for a clinician alone: whoever lost the role has lost it too. */
const audiencesOf = ({ role, clinicalLead }: Who): readonly Audience[] => [
  'signedIn',
  role,
  ...(clinicalLead === true && role === 'clinician' ? (['clinicalLead'] as const) : []),
]

/** What the table says to one request. */
export type Verdict = 'permitted' | 'sign in first' | 'not your role' | 'not in demo' | 'by a token of its own'

/** Whether text names a row of the table. */
export const isRouteName = (name: string): name is RouteName => Object.hasOwn(permissions, name)

/**
 * What the row says to a person (`undefined`: nobody is signed in).
 *
 * @example verdict('POST /api/accounts', { role: 'nurse', workspace: 'real' }) // 'not your role'
 */
export function verdict(name: RouteName, who: Who | undefined): Verdict {
  const row: Permission = permissions[name]
  if (row.allows.includes('anonymous')) return 'permitted'
  if (row.allows.includes('hookClient')) return 'by a token of its own'
  if (who === undefined) return 'sign in first'
  if (!audiencesOf(who).some((audience) => row.allows.includes(audience))) return 'not your role'
  return row.realOnly === true && who.workspace !== 'real' ? 'not in demo' : 'permitted'
}

/** Every row that permits this person, for the app to show what they can do. */
export function rowsOpenTo(who: Who): RouteName[] {
  return Object.keys(permissions)
    .filter(isRouteName)
    .filter((name) => verdict(name, who) === 'permitted')
}

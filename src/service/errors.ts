import type { Draft } from './api/draft.ts'
import type { EpisodeView } from './api/episode.ts'
import type { PatientSummary } from './api/patient.ts'
import type { InputFault, Problem } from './api/problem.ts'

/**
 * Every error the service can answer, by its stable code. `docs/errors.md` explains each; a title says what happened
 * in words a clinician can read, never what was sent.
 */
export const serviceErrors = {
  PLB_HTTP_BAD_INPUT: { status: 400, title: 'Something in the request is missing or not allowed.' },
  PLB_HTTP_NOT_JSON: { status: 400, title: 'The request is not valid JSON.' },
  PLB_HTTP_BAD_REQUEST: { status: 400, title: 'The request could not be understood.' },
  PLB_HTTP_NOT_FOUND: { status: 404, title: 'There is nothing at this address.' },
  PLB_HTTP_TOO_LARGE: { status: 413, title: 'The request is too large.' },
  PLB_HTTP_NOT_JSON_TYPE: { status: 415, title: 'Requests must be sent as application/json.' },
  PLB_HTTP_WRONG_HOST: { status: 421, title: 'This service does not answer to that host name.' },
  PLB_HTTP_INTERNAL: { status: 500, title: 'Something went wrong here. The log has more under the reference.' },
  PLB_HTTP_TIMEOUT: { status: 503, title: 'This took too long. Look whether it was saved before you try again.' },
  PLB_HTTP_STOPPING: { status: 503, title: 'The service is stopping or not ready. Try again in a moment.' },
  PLB_HTTP_TOO_MANY: { status: 429, title: 'Too many requests. Nothing was saved. Wait before you try again.' },
  PLB_SESSION_NEEDED: { status: 401, title: 'Sign in first.' },
  PLB_SESSION_WRONG_CREDENTIALS: { status: 401, title: 'The user name or the password is wrong.' },
  PLB_SESSION_PASSKEY_NEEDED: { status: 401, title: 'The password is right. Now use your passkey.' },
  PLB_AUDIT_NOT_WRITTEN: {
    status: 503,
    title: 'Who did what could not be written down. Look whether it was saved before you try again.',
  },
  PLB_AUDIT_TOO_MANY: {
    status: 422,
    title: 'More than 100,000 entries fit. Choose fewer days, a person or a patient.',
  },
  PLB_ORGANISATION_OFF: { status: 404, title: 'No organisation is set up here to sign in by.' },
  PLB_ORGANISATION_AWAY: {
    status: 503,
    title: 'The organisation’s sign-in does not answer. Try again, or sign in by password.',
  },
  PLB_PASSKEY_REFUSED: { status: 401, title: 'This passkey does not count here. Try again, or sign in another way.' },
  PLB_PASSKEY_NOT_HERE: {
    status: 409,
    title: 'Passkeys cannot be used under this address. Open the app by its name, over https.',
  },
  PLB_PASSKEY_NONE: { status: 409, title: 'Add a passkey first.' },
  PLB_PASSKEY_TOO_MANY: { status: 409, title: 'You have as many passkeys as there can be. Remove one first.' },
  PLB_SESSION_NOT_PERMITTED: { status: 403, title: 'Your role may not do this.' },
  PLB_SESSION_NOT_IN_DEMO: { status: 403, title: 'This cannot be done while trying demo patients.' },
  PLB_SESSION_FORGED: { status: 403, title: 'This request did not come from the open app. Reload the page.' },
  PLB_SESSION_TOO_MANY_ATTEMPTS: { status: 429, title: 'Too many wrong attempts. Wait before you try again.' },
  PLB_SESSION_DEMO_NOT_OFFERED: { status: 409, title: 'Demo patients are not offered here without signing in.' },
  PLB_ACCOUNT_NOT_FOUND: { status: 404, title: 'There is no such account.' },
  PLB_ACCOUNT_WRONG_CODE: { status: 400, title: 'This code is wrong, used or expired.' },
  PLB_ACCOUNT_WRONG_PASSWORD: { status: 400, title: 'The current password is wrong.' },
  PLB_ACCOUNT_WEAK_PASSWORD: { status: 400, title: 'Choose another password.' },
  PLB_ACCOUNT_NAME_TAKEN: { status: 409, title: 'Another account has this user name.' },
  PLB_ACCOUNT_NOT_A_CLINICIAN: { status: 409, title: 'Only a clinician can be the clinical lead.' },
  PLB_ACCOUNT_NOT_A_PERSON: {
    status: 409,
    title: 'This account is a program’s. It has keys, and no password or other role.',
  },
  PLB_KEY_REFUSED: { status: 401, title: 'This key is wrong, expired or revoked.' },
  PLB_KEY_TOO_MANY: { status: 409, title: 'This program has two keys. Revoke one before you make another.' },
  PLB_ACCOUNT_LAST_ADMINISTRATOR: { status: 409, title: 'The last active administrator has to stay.' },
  PLB_PATIENT_NOT_FOUND: { status: 404, title: 'There is no such patient here.' },
  PLB_PATIENT_POSSIBLE_DUPLICATE: { status: 409, title: 'This patient may be here already. Nothing was saved.' },
  PLB_EPISODE_NOT_FOUND: { status: 404, title: 'There is no such episode here.' },
  PLB_EPISODE_REFUSED: { status: 422, title: 'This cannot be recorded as it stands. Nothing was saved.' },
  PLB_SIGN_OTHER_PROTOCOL: {
    status: 409,
    title:
      'The protocol has changed since this page was opened. Nothing was signed; your answers are kept. Load the page again and look at the decision again.',
  },
  PLB_SIGN_OTHER_DECISION: {
    status: 409,
    title: 'The decision on the page is not the one that would be signed. Nothing was signed. Look at it again.',
  },
  PLB_PROTOCOL_UNKNOWN_VERSION: { status: 404, title: 'There is no such version of the protocol here.' },
  PLB_PROTOCOL_ADOPTED_ALREADY: { status: 409, title: 'This version of the protocol is the adopted one already.' },
  PLB_PROTOCOL_OTHER_REPORT: {
    status: 409,
    title: 'The difference that was read is not the present one. Nothing was adopted. Read it again.',
  },
  PLB_PROTOCOL_NOT_COMPARABLE: {
    status: 422,
    title: 'These two versions of the protocol cannot be compared, so that none can be adopted in the other’s place.',
  },
  PLB_DRAFT_CONFLICT: { status: 409, title: 'This draft was changed in another window. Nothing was saved.' },
  PLB_DOCUMENT_NOT_FOUND: { status: 404, title: 'There is no such document in this episode.' },
  PLB_REPORT_PERIOD: {
    status: 400,
    title: 'These months cannot be reported on. Choose up to 36, the first before the last.',
  },
  PLB_TEXT_NOT_REVIEWED: {
    status: 409,
    title: 'No clinician has reviewed this text for patients, so it is not used for a real patient.',
  },
  PLB_QUESTIONNAIRE_NOT_FOUND: { status: 404, title: 'There is no such link here.' },
  PLB_QUESTIONNAIRE_UNKNOWN: { status: 404, title: 'This link is not right.' },
  PLB_QUESTIONNAIRE_EXPIRED: { status: 410, title: 'This link is too old.' },
  PLB_QUESTIONNAIRE_USED: { status: 410, title: 'This link has been used.' },
  PLB_QUESTIONNAIRE_REVOKED: { status: 410, title: 'This link has been stopped.' },
  PLB_QUESTIONNAIRE_CHANGED: { status: 409, title: 'The questions have changed. Nothing was sent.' },
  PLB_QUESTIONNAIRE_REFUSED: { status: 422, title: 'An answer is none of those that were offered. Nothing was sent.' },
  PLB_QUESTIONNAIRE_EPISODE_CLOSED: { status: 409, title: 'This episode is closed, so nobody is asked about it.' },
  PLB_CDS_HOOKS_OFF: { status: 404, title: 'No program may call hooks here: none is set up.' },
  PLB_CDS_HOOKS_TOKEN: { status: 401, title: 'The token of the calling program is missing or does not count.' },
  PLB_CDS_HOOKS_KEYS: { status: 503, title: 'The keys of the calling program cannot be had at the moment.' },
  PLB_CDS_HOOKS_ORIGIN: { status: 403, title: 'Pages of this origin may not call hooks here.' },
  PLB_CDS_HOOKS_TOO_MANY: { status: 429, title: 'Too many calls. Wait before you call again.' },
  PLB_CDS_HOOKS_NO_SERVICE: { status: 404, title: 'There is no such CDS service here.' },
  PLB_CDS_HOOKS_CONTEXT: { status: 400, title: 'The context of the hook is not as the hook defines it.' },
  PLB_CDS_HOOKS_DATA_NEEDED: {
    status: 412,
    title: 'A part of the patient’s record is needed that was not prefetched and could not be fetched.',
  },
  PLB_SMART_SERVER_UNKNOWN: { status: 404, title: 'This record is not set up here.' },
  PLB_SMART_LAUNCH_UNKNOWN: { status: 404, title: 'This launch is too old, or somebody else’s. Launch again.' },
  PLB_SMART_UNREACHABLE: { status: 503, title: 'The sign-in of the other record cannot be reached at the moment.' },
  PLB_SMART_REFUSED: { status: 422, title: 'The sign-in of the other record did not answer as it must. Launch again.' },
  PLB_SMART_USER_UNKNOWN: { status: 409, title: 'The other record did not say who opened it.' },
  PLB_SMART_BOUND_OTHERWISE: {
    status: 409,
    title: 'You, or the user of the other record, are bound to somebody else. Nothing was changed.',
  },
  PLB_SMART_BINDING_UNKNOWN: { status: 404, title: 'There is no such binding that holds.' },
  PLB_SMART_USER_NOT_BOUND: {
    status: 409,
    title: 'A record is open whose user is not known to be you. Nothing was signed; your answers are kept.',
  },
  PLB_FINDINGS_REFUSED: { status: 422, title: 'These findings cannot be decided on as they stand.' },
  PLB_SETTINGS_TIME_ZONE: { status: 422, title: 'There is no such time zone. Write it as Europe/Madrid.' },
  PLB_MESSAGE_WEBHOOK_HOST: { status: 422, title: 'Messages may not be sent to this host. Nothing was sent or saved.' },
  PLB_MESSAGE_NOT_CONFIGURED: { status: 409, title: 'No way of sending messages is set up where the service runs.' },
  PLB_MESSAGE_NOT_FOUND: { status: 404, title: 'There is no such message that was given up.' },
  // The record's own refusals, as far as they may reach an answer.
  PLB_RECORD_CONFLICT: { status: 409, title: 'Somebody else has changed this in the meantime. Load it again.' },
  PLB_RECORD_COMMAND_REUSED: { status: 409, title: 'This command was already used for something else.' },
  PLB_RECORD_INVALID: { status: 400, title: 'This cannot be recorded. Nothing was saved.' },
  PLB_RECORD_DISK_FULL: { status: 507, title: 'The disk is full. Nothing was saved.' },
  PLB_RECORD_READ_ONLY: { status: 503, title: 'The disk can only be read. Nothing was saved.' },
  PLB_RECORD_IO: { status: 503, title: 'The disk reported an error. Nothing was saved.' },
  PLB_RECORD_UNREACHABLE: {
    status: 503,
    title: 'The database cannot be reached just now. Look whether it was saved before you try again.',
  },
  PLB_RECORD_BUSY: {
    status: 503,
    title: 'The database is too busy just now. Nothing was saved. Try again in a moment.',
  },
  PLB_RECORD_CLOSED: { status: 503, title: 'The service is stopping. Nothing was saved.' },
} as const satisfies Readonly<Record<`PLB_${string}`, { status: number; title: string }>>

/** A code of the catalogue. */
export type ServiceErrorCode = keyof typeof serviceErrors

/**
 * What an error may add to its catalogue entry. None of it may repeat what was sent; `current`, `currentDraft` and
 * `candidates` are what the record holds, for people who may read it.
 */
export interface ErrorDetails {
  readonly detail?: string
  readonly errors?: readonly InputFault[]
  readonly retryAfterSeconds?: number
  readonly reference?: string
  /** How the episode stands now, so that the second editor sees the first's change. */
  readonly current?: EpisodeView
  readonly currentDraft?: Draft | null
  /** Patients that may be the one being added. */
  readonly candidates?: readonly PatientSummary[]
}

/** An error which is answered as it is: code and title from the catalogue, details from the one who throws it. */
export class ServiceError extends Error {
  readonly code: ServiceErrorCode
  readonly details: ErrorDetails

  constructor(code: ServiceErrorCode, details: ErrorDetails = {}) {
    super(serviceErrors[code].title)
    this.name = 'ServiceError'
    this.code = code
    this.details = details
  }

  /** The HTTP status of the answer. */
  get status(): number {
    return serviceErrors[this.code].status
  }

  /** The body of the answer (RFC 9457, `application/problem+json`). */
  get problem(): Problem {
    const { detail, errors, reference, current, currentDraft, candidates } = this.details
    return {
      type: `urn:plumbline:problem:${this.code}`,
      title: serviceErrors[this.code].title,
      status: this.status,
      code: this.code,
      ...(detail === undefined ? {} : { detail }),
      ...(errors === undefined ? {} : { errors: [...errors] }),
      ...(reference === undefined ? {} : { reference }),
      ...(current === undefined ? {} : { current }),
      ...(currentDraft === undefined ? {} : { currentDraft }),
      ...(candidates === undefined ? {} : { candidates: [...candidates] }),
    }
  }
}

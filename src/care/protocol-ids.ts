/*
 * The few ids of the protocol that care must know, because an event of its own stands for that very finding, test or
 * decision. Everything else goes through the protocol's data.
 */

/** Findings that an event records under its own name. */
export const findingIds = {
  /** Of the patient's details. */
  birthDate: 'birthDate',
  sexAtBirth: 'sexAtBirth',
  /** Of `treatmentStarted`. */
  treatment: 'treatment',
  treatmentStart: 'treatmentStartedOn',
  /** Of `reviewDone`. */
  reviewOutcome: 'reviewOutcome',
  painResolved: 'painResolved',
} as const

/** For each test that can be ordered (a decision), the finding in which its result is recorded, where there is one. */
export const resultFindings: Readonly<Record<string, string>> = {
  xray: 'xray',
  esr: 'esrMmPerHour',
  mri: 'mri',
}

/** Decisions with a place of their own on the pathway strip. */
export const decisionIds = {
  firstTests: ['xray', 'esr'],
  furtherTests: ['mri', 'specialistImaging'],
  review: 'review',
} as const

/** Parameters that span the review window. */
export const parameterIds = { reviewOpens: 'reviewOpensDays', reviewCloses: 'reviewClosesDays' } as const

/** The action by which the protocol advises to close the episode. */
export const closingAction = 'close'

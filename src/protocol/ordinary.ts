/*
 * An ordinary adult with back pain. Proofs, questions and comparisons show patients: each departs from this one in as
 * few findings as it can, and takes the value nearest to these. Nothing is decided by it.
 */

/** Values that are nothing to speak of: of a choice those listed, of a quantity all that no rule tells from it. */
export const ordinaryPatient = {
  ageYears: 40,
  sexAtBirth: ['female', 'male'],
  pregnancyWeeks: 12,
  cancerHistory: ['never'],
  temperatureCelsius: 37,
  durationDays: 7,
  nightPain: ['none'],
  previousTreatment: ['none'],
  esrMmPerHour: 10,
  esrUpperLimitMmPerHour: 20,
  treatmentDaysAtReview: 21,
} as const

/** Told of every patient, ordinary or not. */
export const alwaysTold = ['ageYears', 'sexAtBirth'] as const

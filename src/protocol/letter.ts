/** What a referral letter says around the facts, and where each finding stands in it. */
export const letterWords = {
  title: 'Referral: back pain',
  complaint: 'back pain',
  course: ['durationDays', 'severity'],
  background: [
    'cancerHistory',
    'treatedForCancer',
    'primarySite',
    'immunosuppression',
    'injectingDrugUse',
    'recentBacterialInfection',
    'recentSpinalProcedure',
    'exposureToTuberculosisOrBrucellosis',
    'osteoporosis',
    'longTermCorticosteroids',
    'significantTrauma',
    'pregnant',
    'previousTreatment',
    'treatment',
    'mriContraindication',
  ],
  expectations: [
    {
      decision: 'vascularReferral',
      says: 'Please see the patient now: a leaking blood vessel is possible.',
    },
    {
      decision: 'emergencyAdmission',
      says: 'Please admit the patient today: infection of the spine is possible.',
    },
    {
      decision: 'surgicalReferral',
      outcomes: ['neurosurgeryToday'],
      says: 'Please see the patient today, and image the spine as an emergency: pressure on the spinal cord or the nerves, or infection beside them, is possible.',
    },
    {
      decision: 'surgicalReferral',
      says: 'Please assess the patient, and tell us which further investigation and treatment you advise. Results that are still awaited will be sent on.',
    },
    {
      decision: 'oncologyReferral',
      says: 'Please assess the patient: cancer in the spine is possible. The primary is being looked for.',
    },
    {
      decision: 'rheumatologyReferral',
      says: 'Please tell us whether inflammatory back disease is likely, and whether you wish to see the patient.',
    },
    {
      decision: 'specialistAssessment',
      says: 'Please assess the patient, who is too young for the pathway that we use.',
    },
  ],
  examination: {
    title: 'Examination and severity',
    findings: [
      'temperatureCelsius',
      'severity',
      'weakness',
      'numbnessOrSensoryLoss',
      'saddleNumbness',
      'weaknessInBothLegs',
      'reflexOrGaitChange',
      'midlineSpinalTenderness',
      'worseOnPalpation',
      'pulsatileAbdominalMassOrKnownAneurysm',
    ],
  },
  results: {
    title: 'ESR, X-ray, MRI',
    findings: ['esrMmPerHour', 'esrUpperLimitMmPerHour', 'xray', 'mri', 'aneurysmOnFilm'],
    dated: true,
  },
  treatment: {
    title: 'Treatment tried',
    findings: ['previousTreatment', 'treatment', 'treatmentStartedOn', 'reviewOutcome', 'painResolved'],
    dated: true,
  },
  medicines: {
    title: 'Medicines and allergies',
    findings: [
      'anticoagulant',
      'longTermCorticosteroids',
      'nsaidHypersensitivity',
      'activePepticUlcerOrGastrointestinalBleed',
      'pastUlcer',
      'severeKidneyDisease',
      'milderKidneyDisease',
      'severeHeartFailure',
    ],
  },
  disclaimer: 'Written with decision support; the clinician who signs it has decided.',
}

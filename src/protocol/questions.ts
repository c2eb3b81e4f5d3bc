import type { ClinicalQuestion } from '../language/question.ts'

/*
 * Where the clinical text leaves room. The safe reading is implemented; each of these is a question to clinicians, printed
 * in docs/questions.md with what the program gives its patient. Questions that the program finds by itself (situations on
 * which a layer is silent) stand there too; they are worked out, not written.
 */
export const questions: readonly ClinicalQuestion[] = [
  {
    id: 'emergencyAfterRecentMri',
    statements: ['V12', 'X1'],
    question:
      'An MRI of last month is on record and saddle numbness is new. No test is ordered again while its result is current (V12), yet a suspected cauda equina wants an emergency MRI (X1). Which?',
    implemented:
      'Same-day neurosurgery stands; MRI becomes "consider", with a text that the neurosurgeon decides today whether to repeat it.',
    layer: 'standard',
    patient: {
      saddleNumbness: 'present',
      numbnessOrSensoryLoss: 'present',
      mri: { value: 'discDisease', daysBefore: 30 },
    },
    shows: ['urgency', 'surgicalReferral', 'mri', 'repeatImaging'],
  },
  {
    id: 'oldAbnormalResult',
    statements: ['C4', 'X12'],
    question: 'Do abnormal results older than 90 days still count?',
    implemented:
      'Yes: an abnormal result of any age is a red flag and counts for C4. Only a current normal result reassures. Tests that are old are ordered again.',
    layer: 'standard',
    patient: {
      xray: { value: 'compressionFracture', daysBefore: 120 },
      esrMmPerHour: { value: 60, daysBefore: 120 },
    },
    shows: ['urgency', 'surgicalReferral', 'mri', 'xray', 'esr'],
  },
  {
    id: 'actionsAfterOldMri',
    statements: ['X8'],
    question: 'Do the actions after an MRI need a current MRI?',
    implemented:
      'Yes, but for a suspected cancer, which does not expire. An old MRI with infection or compression stays an urgent red flag: referral, X-ray and ESR.',
    layer: 'standard',
    patient: { mri: { value: 'spinalInfection', daysBefore: 120 } },
    shows: ['urgency', 'emergencyAdmission', 'surgicalReferral', 'xray', 'esr', 'mri'],
  },
  {
    id: 'worseBeforeTwoWeeks',
    statements: ['I7'],
    question:
      'Worse before two weeks of treatment: B5 counts only from two weeks on, yet "at least all that not improved gets". What is due?',
    implemented:
      'Soon: X-ray and ESR, MRI considered, referral, NSAID withheld, screened again. B5 itself is not cited.',
    layer: 'standard',
    patient: { treatmentStartedOn: { daysBefore: 7 }, reviewOutcome: 'worse' },
    shows: ['urgency', 'xray', 'esr', 'mri', 'surgicalReferral', 'nsaid', 'screenAgain'],
  },
  {
    id: 'mriBeforeTheFirstTests',
    statements: ['I7', 'C6'],
    question: 'Not improved, X-ray and ESR not yet done: may MRI be considered at once?',
    implemented: 'Yes, "consider"; X-ray and ESR stay the main step.',
    layer: 'standard',
    patient: { treatmentStartedOn: { daysBefore: 21 }, reviewOutcome: 'notImproved' },
    shows: ['xray', 'esr', 'mri'],
  },
  {
    id: 'resolvedAfterAMonth',
    statements: ['B4'],
    question: 'Pain that resolved on day 40: is it pain of more than a month?',
    implemented: 'No: resolved pain no longer lasts.',
    layer: 'standard',
    patient: { durationDays: 40, painResolved: 'present' },
    shows: ['urgency', 'closing'],
  },
  {
    id: 'improvingAfterAMonth',
    statements: ['I8', 'B4'],
    question: 'Pain of 40 days that is improving with treatment: is it still a red flag?',
    implemented: 'Yes, soon: it has lasted more than a month.',
    layer: 'standard',
    patient: { durationDays: 40, treatmentStartedOn: { daysBefore: 21 }, reviewOutcome: 'improved' },
    shows: ['urgency', 'xray', 'esr', 'surgicalReferral', 'nsaid'],
  },
  {
    id: 'paceWithoutSign',
    statements: ['B6', 'I3'],
    question: 'The pace of a deficit is recorded, but every sign of one is absent or not known. Is there a deficit?',
    implemented: 'Yes: a recorded pace counts as a neurologic finding.',
    layer: 'standard',
    patient: { paceOfDeficit: 'slow' },
    shows: ['urgency', 'surgicalReferral'],
  },
  {
    id: 'mriInPregnancy',
    statements: ['X7'],
    question: '"MRI preferred if imaging cannot wait" in pregnancy: recommended, or considered?',
    implemented: 'Recommended when the urgency is urgent; as in any emergency (X1) where there is one.',
    layer: 'standard',
    patient: { sexAtBirth: 'female', pregnant: 'present', pregnancyWeeks: 24, fever: 'present' },
    shows: ['urgency', 'mri', 'mriWithoutContrast', 'xray'],
  },
  {
    id: 'agesOfPregnancy',
    statements: ['X7', 'I11'],
    question: 'At which ages can pregnancy apply?',
    implemented: 'It is asked of women of 12 to 55, parameters of the protocol; a recorded pregnancy always counts.',
    layer: 'standard',
    patient: { ageYears: 54, sexAtBirth: 'female', pregnant: 'notKnown' },
    shows: ['nsaid', 'xray'],
  },
  {
    id: 'pregnancyInTheSource',
    statements: ['I11'],
    question: 'In the layer of the source alone pregnancy blocks nothing. Must it still be known before an NSAID?',
    implemented: 'No; the source alone is never what a patient gets.',
    layer: 'source',
    patient: { sexAtBirth: 'female', pregnant: 'notKnown' },
    shows: ['nsaid'],
  },
  {
    id: 'contraindicationWhereWithheld',
    statements: ['X6', 'D3'],
    question: 'Is "contraindicated" said where an NSAID is withheld anyway?',
    implemented: 'Yes: relief of pain during the work-up is the clinician’s, who must know.',
    layer: 'standard',
    patient: { cancerHistory: 'past', anticoagulant: 'present' },
    shows: ['nsaid', 'painRelief'],
  },
  {
    id: 'neurologicSignBesideVascularEmergency',
    statements: ['X5'],
    question: 'Emergency texts are fixed, yet X5 "names any neurologic sign". How is it named?',
    implemented: 'By a second fixed sentence; the sign itself is listed among the red flags.',
    layer: 'standard',
    patient: { pulsatileAbdominalMassOrKnownAneurysm: 'present', weakness: 'present' },
    shows: ['vascularReferral', 'vascularText', 'vascularNeurologicText'],
  },
  {
    id: 'xrayWhilePregnancyNotKnown',
    statements: ['X7', 'C1'],
    question:
      'An X-ray needs pregnancy known where it can apply. While it is not known, is the X-ray recommended provisionally, or held back?',
    implemented:
      'Recommended, but not definite, with pregnancy among the open questions; the ESR and the referral are definite.',
    layer: 'standard',
    patient: { ageYears: 30, sexAtBirth: 'female', pregnant: 'notKnown', durationDays: 45 },
    shows: ['urgency', 'xray', 'esr', 'surgicalReferral'],
  },
  {
    id: 'mriWhileContraindicationNotKnown',
    statements: ['C4', 'X1'],
    question: 'May an MRI be recommended while it is not known whether it is contraindicated?',
    implemented: 'Yes, but not definite, with the question among the open ones: the imaging department asks again.',
    layer: 'standard',
    patient: {
      mriContraindication: 'notKnown',
      xray: { value: 'compressionFracture', daysBefore: 3 },
      esrMmPerHour: { value: 60, daysBefore: 3 },
    },
    shows: ['mri', 'specialistImaging', 'surgicalReferral'],
  },
  {
    id: 'signingWithEmergencyQuestionOpen',
    statements: ['X1'],
    question: 'May a decision be signed while a question about an emergency sign is not answered?',
    implemented:
      'Yes: what is certain is signed with its bounds ("at least", "at most"), and what was not known is kept and told in the letter.',
    layer: 'standard',
    patient: { saddleNumbness: 'notKnown', durationDays: 45 },
    shows: ['urgency', 'surgicalReferral'],
  },
  {
    id: 'compressionOnOldMri',
    statements: ['X8', 'X1', 'V12'],
    question:
      'An MRI of 120 days ago shows compression of the cord or cauda equina, and no sign of it now. Is that an emergency today, or urgent? May a new MRI wait for X-ray and ESR, and the referral go to orthopaedics?',
    implemented:
      'Urgent: an old MRI is a red flag (X12) and asks for its work-up anew, from the beginning (C6) and without a neurologic sign to orthopaedics (I9); only a current one acts as X1.',
    layer: 'standard',
    patient: { mri: { value: 'cordOrCaudaEquinaCompression', daysBefore: 120 } },
    shows: ['urgency', 'surgicalReferral', 'mri', 'xray', 'esr'],
  },
  {
    id: 'lowTemperature',
    statements: ['B2', 'X9'],
    question:
      'A temperature of 34.5 °C with a recent bacterial infection: a low temperature can be sepsis. Does it count as fever does?',
    implemented: 'No: fever is 38.0 °C or more. The infection itself is a red flag, and urgent (X4).',
    layer: 'standard',
    patient: { temperatureCelsius: 34.5, recentBacterialInfection: 'present' },
    shows: ['urgency', 'emergencyText', 'surgicalReferral'],
  },
  {
    id: 'monthAsThePatientSaysIt',
    statements: ['B4', 'I1'],
    question:
      'A patient writes before the visit that the pain has lasted “1 month”, which may be 28 days or 40. Is that more than a month?',
    implemented:
      'No: it is kept as 30 days, beside the words of the patient, and grows from the day it was written: the next day it is more. Two months are 61 days.',
    layer: 'standard',
    patient: { durationDays: 30 },
    shows: ['urgency', 'nsaid', 'xray', 'esr'],
  },
  {
    id: 'emergencySaidByThePatient',
    statements: ['X1', 'I11'],
    question:
      'A patient answers “yes” to numbness of the saddle area from home. Nobody has confirmed it: should it be worked on as an emergency?',
    implemented:
      'Not yet: it counts as not known and raises no urgency, but keeps the urgency open upwards; it is on the worklist under the urgency of the episode. Everybody who answers reads when to seek help at once.',
    layer: 'standard',
    patient: { saddleNumbness: 'notKnown' },
    shows: ['urgency', 'surgicalReferral', 'nsaid'],
  },
  {
    id: 'adviceChangedByAnotherVersion',
    statements: ['X6'],
    question:
      'Another version of the protocol is adopted that changes only what is said, such as the caution beside an NSAID over 65. Must each open patient be told of it, as of a changed urgency or order?',
    implemented:
      'No: an open patient says that the version changes something only where the urgency, an order, a treatment, a referral or a review changes. Advice is told at the next visit.',
    layer: 'standard',
    patient: { ageYears: 66 },
    shows: ['nsaid', 'nsaidCautionText'],
  },
  {
    id: 'howLongARecordSpeaks',
    statements: ['B2', 'X1'],
    question:
      'For how many days does each finding of a hospital’s record still speak of today? The days are in docs/fhir.md; a fever counts for 14 of them.',
    implemented:
      'Days by finding, by clinical consensus and without a reference. What is older is not known, and is asked: so is a fever of three weeks ago.',
    layer: 'standard',
    patient: { fever: 'notKnown' },
    shows: ['urgency', 'xray', 'esr'],
  },
  {
    id: 'recordedDiagnosisWithoutFinding',
    statements: ['X1', 'X4'],
    question:
      'A record has cauda equina syndrome, compression of the cord or a vertebral fracture as a diagnosis, for which the protocol has no finding. Should it have findings for diagnoses?',
    implemented:
      'None is invented: the diagnosis makes one ask for the signs of it, and imaging that it could justify is not called inappropriate while they are not known.',
    layer: 'standard',
    patient: {
      urinaryIncontinence: 'notKnown',
      faecalIncontinence: 'notKnown',
      newDifficultyPassingUrine: 'notKnown',
      saddleNumbness: 'notKnown',
      weaknessInBothLegs: 'notKnown',
      progressiveDeficit: 'notKnown',
    },
    shows: ['urgency', 'mri', 'surgicalReferral'],
  },
  {
    id: 'incontinenceOfAKind',
    statements: ['X1'],
    question:
      'A record has stress or urge incontinence of the last 90 days. It is proposed as loss of bladder control, and so as an emergency, until a clinician says otherwise. Is that too cautious?',
    implemented:
      'It stays so: what a clinician confirms or refutes at the visit counts, and nothing is decided on it before.',
    layer: 'standard',
    patient: { urinaryIncontinence: 'present' },
    shows: ['urgency', 'emergencyText', 'mri', 'surgicalReferral'],
  },
  {
    id: 'recordedSpinalInfection',
    statements: ['X4', 'I4'],
    question:
      'A record has osteomyelitis of a vertebra or infective discitis as a diagnosis. It is read as a recent bacterial infection. Is an emergency of its own due?',
    implemented: 'Urgent, as a recent bacterial infection is.',
    layer: 'standard',
    patient: { recentBacterialInfection: 'present' },
    shows: ['urgency', 'emergencyAdmission', 'surgicalReferral', 'mri'],
  },
  {
    id: 'genderForSexAtBirth',
    statements: ['I6', 'I11'],
    question:
      'A record has only an administrative gender. May it stand for the sex at birth, for the limit of the ESR and for asking about pregnancy?',
    implemented:
      'It does, and the reading says so beside it: the clinician confirms it. An ESR of 22 at 40 is then normal for a woman and raised for a man.',
    layer: 'standard',
    patient: { sexAtBirth: 'female', durationDays: 45, xray: 'normal', esrMmPerHour: 22 },
    shows: ['urgency', 'mri', 'normalTestsText'],
  },
  {
    id: 'medicinesByCode',
    statements: ['X4', 'X6'],
    question:
      'Which medicines of a record, by code, are anticoagulants, NSAIDs and long-term corticosteroids, from which dose and for how long?',
    implemented:
      'None is taken by its code: medicines are listed by name and make one ask, and these findings are not known until then. An order of an NSAID is known by its code of RxNorm or ATC.',
    layer: 'standard',
    patient: { anticoagulant: 'notKnown', longTermCorticosteroids: 'notKnown' },
    shows: ['urgency', 'nsaid'],
  },
]

import { advice, decision } from '../language/decision.ts'

/*
 * The questions the protocol answers, each with its possible answers from weakest to strongest.
 * The labels are what the clinician reads after "Consider:"; emergency texts are fixed, the same for every patient.
 */

export const urgency = decision('urgency', 'Urgency', 'urgency', {
  routine: { label: 'Routine' },
  soon: { label: 'Soon' },
  urgent: { label: 'Urgent' },
  emergency: { label: 'Emergency: today' },
})

export const scope = decision('scope', 'Scope', 'scope', {
  inScope: { label: 'Within the scope of the pathway' },
  outOfScope: { label: 'Outside the scope of the pathway: it is for adults of 18 and over' },
})

export const specialistAssessment = decision('specialistAssessment', 'Specialist assessment', 'referral', {
  none: { label: 'No specialist assessment is due' },
  forMriFinding: { label: 'Specialist assessment of what the MRI shows', stance: 'recommended' },
  recommended: {
    label: 'Specialist assessment: the pathway is for adults and prescribes nothing under 18',
    stance: 'recommended',
  },
})

export const xray = decision('xray', 'X-ray', 'order', {
  none: { label: 'No X-ray of the back is due' },
  consider: { label: 'Plain X-ray of the back in pregnancy: the clinician’s decision', stance: 'consider' },
  recommended: { label: 'Plain X-ray of the back', stance: 'recommended' },
})

export const esr = decision('esr', 'ESR', 'order', {
  none: { label: 'No ESR is due' },
  recommended: { label: 'ESR', stance: 'recommended' },
})

export const mri = decision('mri', 'MRI', 'order', {
  contraindicated: {
    label: 'MRI is contraindicated: where imaging is needed, the specialist chooses it',
    stance: 'not advised',
  },
  notAdvised: { label: 'MRI in place of the X-ray and ESR', stance: 'not advised' },
  none: { label: 'No MRI is due' },
  consider: { label: 'MRI of the spine', stance: 'consider' },
  recommended: { label: 'MRI of the spine', stance: 'recommended' },
  emergency: { label: 'Emergency MRI of the spine, today', stance: 'recommended' },
})

export const specialistImaging = decision('specialistImaging', 'Imaging in place of MRI', 'order', {
  none: { label: 'No imaging in place of MRI' },
  recommended: {
    label: 'Imaging of the specialist’s choice, since MRI is contraindicated',
    stance: 'recommended',
  },
})

export const nsaid = decision('nsaid', 'NSAID', 'treatment', {
  notAdvised: { label: 'NSAID: contraindicated; the alternative is the clinician’s choice', stance: 'not advised' },
  withhold: { label: 'NSAID as the plan: conservative treatment is not the answer', stance: 'withhold' },
  askFirst: { label: 'NSAID: not yet, first ask what is not known', stance: 'withhold' },
  none: { label: 'No NSAID is due: the pain has resolved' },
  consider: { label: 'NSAID in early pregnancy: the clinician’s decision', stance: 'consider' },
  continue: { label: 'Continue the NSAID', stance: 'recommended', action: 'continueNsaid' },
  recommended: { label: 'NSAID as the first treatment', stance: 'recommended' },
})

export const surgicalReferral = decision('surgicalReferral', 'Referral to spinal surgery', 'referral', {
  none: { label: 'No referral to spinal surgery is due' },
  orthopaedics: {
    label: 'Refer to orthopaedics (neurosurgery if you choose)',
    stance: 'recommended',
    action: 'referToOrthopaedics',
  },
  neurosurgery: {
    label: 'Refer to neurosurgery (orthopaedics if you choose)',
    stance: 'recommended',
    action: 'referToNeurosurgery',
  },
  neurosurgeryToday: {
    label: 'Refer to neurosurgery today',
    stance: 'recommended',
    action: 'referToNeurosurgery',
  },
})

export const vascularReferral = decision('vascularReferral', 'Vascular emergency', 'referral', {
  none: { label: 'No referral is due' },
  recommended: {
    label: 'Emergency: send to the vascular team now',
    stance: 'recommended',
    action: 'referToVascularSurgery',
  },
})

export const emergencyAdmission = decision('emergencyAdmission', 'Emergency admission', 'referral', {
  none: { label: 'No emergency admission is due' },
  recommended: { label: 'Emergency admission for spinal infection', stance: 'recommended' },
})

export const oncologyReferral = decision('oncologyReferral', 'Referral to oncology', 'referral', {
  none: { label: 'No referral to oncology is due' },
  recommended: { label: 'Refer to oncology', stance: 'recommended', action: 'referToOncology' },
})

export const rheumatologyReferral = decision('rheumatologyReferral', 'Rheumatology', 'referral', {
  none: { label: 'No question to rheumatology is due' },
  consider: {
    label: 'Ask rheumatology: the pattern may be inflammatory',
    stance: 'consider',
    action: 'referToRheumatology',
  },
})

export const primarySearch = decision('primarySearch', 'Search for the primary cancer', 'order', {
  none: { label: 'No search for a primary cancer is due' },
  lungBreastProstate: {
    label: 'Search for the primary: lung, breast, prostate',
    stance: 'recommended',
    action: 'searchForPrimaryCancer',
  },
  lungAndBreast: {
    label: 'Search for the primary: lung, breast',
    stance: 'recommended',
    action: 'searchForPrimaryCancer',
  },
  lungAndProstate: {
    label: 'Search for the primary: lung, prostate',
    stance: 'recommended',
    action: 'searchForPrimaryCancer',
  },
})

export const review = decision('review', 'Review', 'review', {
  none: { label: 'No review is due' },
  inWindow: { label: 'Review 2 to 6 weeks after treatment starts', stance: 'recommended' },
  inTwoWeeks: { label: 'Review in 2 weeks', stance: 'recommended' },
})

export const screenAgain = decision('screenAgain', 'Screening again', 'review', {
  none: { label: 'No need to screen again' },
  recommended: { label: 'Screen for red flags again now', stance: 'recommended' },
})

export const closing = decision('closing', 'Closing the episode', 'review', {
  none: { label: 'The episode stays open' },
  recommended: { label: 'Close the episode, with safety-net advice', stance: 'recommended', action: 'close' },
})

export const safetyNet = decision('safetyNet', 'Safety-net advice', 'advice', {
  say: {
    label:
      'Tell the patient: come back at once for loss of control of bladder or bowel, difficulty passing urine, numbness between the legs, weakness of the legs, fever, or pain that gets worse',
    stance: 'recommended',
  },
})

export const degenerativeCountsAsNormal = advice(
  'degenerativeCountsAsNormal',
  'Degenerative change',
  'Degenerative change alone counts as a normal X-ray here',
)

export const painRelief = advice(
  'painRelief',
  'Relief of pain during the work-up',
  'Relief of pain during the work-up is yours to decide; it is not the plan',
)

export const emergencyText = advice(
  'emergencyText',
  'Emergency: spine',
  'Emergency. Pressure on the spinal cord or the nerves, or infection beside them, is possible. Same-day neurosurgical referral and emergency imaging. Do not wait for other tests.',
)

export const doNotWait = advice('doNotWait', 'Order of tests in an emergency', 'Do not wait for the X-ray and ESR')

export const repeatImaging = advice(
  'repeatImaging',
  'MRI already on record',
  'An MRI is on record, but emergency signs are present: the neurosurgeon decides today whether to repeat it',
)

export const vascularText = advice(
  'vascularText',
  'Emergency: blood vessel',
  'Emergency. A blood vessel may be leaking. This leaves the spine pathway. Send to the vascular team now.',
)

export const vascularNeurologicText = advice(
  'vascularNeurologicText',
  'Neurologic sign beside a vascular emergency',
  'A neurologic sign is recorded too: name it to the receiving team',
)

export const normalTestsText = advice(
  'normalTestsText',
  'Normal tests',
  'A normal X-ray and ESR do not exclude disease; the referral stands',
)

export const heatAndActivity = advice(
  'heatAndActivity',
  'Heat and staying active',
  'Heat and staying active help; say so beside the NSAID',
)

export const nsaidCautionText = advice(
  'nsaidCautionText',
  'Caution with an NSAID',
  'An NSAID needs caution: lowest dose, shortest time',
)

export const mriWithoutContrast = advice(
  'mriWithoutContrast',
  'MRI in pregnancy',
  'In pregnancy MRI without contrast is preferred where imaging cannot wait',
)

export const reconsiderDiagnosis = advice(
  'reconsiderDiagnosis',
  'Normal MRI',
  'The MRI is normal: reconsider the diagnosis, non-spinal causes too',
)

export const fragilityAssessment = advice('fragilityAssessment', 'Fragility', 'Assess bone fragility')

/** In the order in which they are answered and listed. */
export const decisions = [
  urgency,
  scope,
  emergencyText,
  vascularText,
  vascularNeurologicText,
  vascularReferral,
  emergencyAdmission,
  specialistAssessment,
  mri,
  specialistImaging,
  repeatImaging,
  mriWithoutContrast,
  xray,
  esr,
  doNotWait,
  surgicalReferral,
  oncologyReferral,
  primarySearch,
  rheumatologyReferral,
  nsaid,
  nsaidCautionText,
  heatAndActivity,
  painRelief,
  review,
  screenAgain,
  closing,
  normalTestsText,
  degenerativeCountsAsNormal,
  reconsiderDiagnosis,
  fragilityAssessment,
  safetyNet,
]

import type { NextStep } from '../language/protocol.ts'

const emergency = [{ decision: 'urgency', outcomes: ['emergency'] }]

/** The order of next steps: the first that applies is the one main step, the rest follow it. */
export const nextSteps: readonly NextStep[] = [
  {
    id: 'vascularEmergency',
    label: 'The vascular team now (emergency)',
    does: [{ decision: 'vascularReferral', outcomes: ['recommended'] }],
  },
  {
    id: 'emergencyNeurosurgery',
    label: 'Neurosurgery and imaging today (emergency)',
    does: [
      { decision: 'surgicalReferral', outcomes: ['neurosurgeryToday'] },
      { decision: 'mri', outcomes: ['emergency', 'consider'] },
      { decision: 'specialistImaging', outcomes: ['recommended'] },
    ],
    given: [...emergency, { decision: 'surgicalReferral', outcomes: ['neurosurgeryToday'] }],
  },
  {
    id: 'emergencyAdmission',
    label: 'Emergency admission for spinal infection',
    does: [{ decision: 'emergencyAdmission', outcomes: ['recommended'] }],
  },
  {
    id: 'specialistAssessment',
    label: 'Specialist assessment',
    does: [{ decision: 'specialistAssessment', outcomes: ['recommended'] }],
  },
  {
    id: 'referToOncology',
    label: 'Refer to oncology and spinal surgery',
    does: [
      { decision: 'oncologyReferral', outcomes: ['recommended'] },
      { decision: 'primarySearch', outcomes: ['lungAndBreast', 'lungAndProstate', 'lungBreastProstate'] },
      { decision: 'surgicalReferral', outcomes: ['orthopaedics', 'neurosurgery'] },
    ],
    given: [{ decision: 'oncologyReferral', outcomes: ['recommended'] }],
  },
  {
    id: 'orderMri',
    label: 'MRI of the spine',
    does: [
      { decision: 'mri', outcomes: ['recommended', 'emergency'] },
      { decision: 'specialistImaging', outcomes: ['recommended'] },
    ],
  },
  {
    id: 'orderXrayAndEsr',
    label: 'X-ray and ESR',
    does: [
      { decision: 'xray', outcomes: ['recommended', 'consider'] },
      { decision: 'esr', outcomes: ['recommended'] },
    ],
  },
  {
    id: 'refer',
    label: 'Referral to spinal surgery',
    does: [
      { decision: 'surgicalReferral', outcomes: ['orthopaedics', 'neurosurgery'] },
      { decision: 'specialistAssessment', outcomes: ['forMriFinding'] },
    ],
  },
  {
    id: 'considerMri',
    label: 'MRI of the spine, if you think it needed',
    does: [{ decision: 'mri', outcomes: ['consider'] }],
  },
  { id: 'ask', label: 'Ask next', does: [], asks: true },
  {
    id: 'close',
    label: 'Close the episode, with safety-net advice',
    does: [{ decision: 'closing', outcomes: ['recommended'] }],
  },
  {
    id: 'screenAgain',
    label: 'Screen for red flags again now',
    does: [{ decision: 'screenAgain', outcomes: ['recommended'] }],
  },
  {
    id: 'treat',
    label: 'NSAID, and a review at 2 to 6 weeks',
    does: [
      { decision: 'nsaid', outcomes: ['recommended', 'continue'] },
      { decision: 'review', outcomes: ['inWindow'] },
    ],
    given: [{ decision: 'nsaid', outcomes: ['recommended', 'continue'] }],
  },
  {
    id: 'decideOnNsaid',
    label: 'Pain relief in pregnancy: your decision',
    does: [{ decision: 'nsaid', outcomes: ['consider'] }],
  },
  {
    id: 'review',
    label: 'Review',
    does: [{ decision: 'review', outcomes: ['inTwoWeeks', 'inWindow'] }],
  },
  {
    id: 'askRheumatology',
    label: 'Ask rheumatology',
    does: [{ decision: 'rheumatologyReferral', outcomes: ['consider'] }],
  },
  {
    id: 'otherPainRelief',
    label: 'Another treatment than an NSAID: your choice',
    does: [{ decision: 'nsaid', outcomes: ['notAdvised'] }],
  },
]

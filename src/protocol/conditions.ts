import { named } from '../language/condition.ts'

/*
 * The named conditions. Statements define them, each in its chapter; a definition may use only the conditions
 * listed in `from`, all declared above it, so that a circle cannot be written.
 */

export const feverish = named('feverish', 'fever')
export const constitutional = named('constitutional', 'constitutional symptoms', { from: [feverish] })
export const neurologic = named('neurologic', 'a neurologic symptom or sign')
export const cancerKnown = named('cancerKnown', 'cancer, current or past')
export const infectionRisk = named('infectionRisk', 'a risk of spinal infection')

/** E1–E6, each shown with its statement whether or not it decides anything. */
export const seriousFeature = named('seriousFeature', 'a feature of a serious cause', {
  from: [constitutional, neurologic],
  shows: 'feature',
})
export const seriousPattern = named('seriousPattern', 'the serious pattern of pain')

export const xrayAbnormal = named('xrayAbnormal', 'the X-ray is abnormal')
export const esrRaised = named('esrRaised', 'the ESR is raised')
export const bothNormal = named('bothNormal', 'X-ray and ESR are both current and normal', {
  from: [xrayAbnormal, esrRaised],
})

export const failedTreatment = named('failedTreatment', 'no improvement with treatment')

export const redFlag = named('redFlag', 'a red flag', {
  from: [
    constitutional,
    neurologic,
    cancerKnown,
    infectionRisk,
    seriousPattern,
    xrayAbnormal,
    esrRaised,
    failedTreatment,
  ],
  shows: 'red flag',
})
export const initialWorkUp = named('initialWorkUp', 'a reason for the initial work-up', {
  from: [redFlag, failedTreatment],
})

export const spineEmergency = named('spineEmergency', 'a suspected spinal emergency', {
  from: [feverish, neurologic, cancerKnown],
})
export const vascularEmergency = named('vascularEmergency', 'a suspected vascular emergency')

/** What makes it an emergency: of the spine, of a blood vessel, or on an MRI. */
export const emergencyFeature = named('emergencyFeature', 'a reason for emergency', {
  from: [spineEmergency, vascularEmergency],
})

export const urgentFeature = named('urgentFeature', 'a reason for urgency', {
  from: [constitutional, neurologic, cancerKnown, infectionRisk, seriousPattern, xrayAbnormal, esrRaised],
})

export const mriIndicated = named('mriIndicated', 'a reason for MRI', {
  from: [
    redFlag,
    neurologic,
    cancerKnown,
    infectionRisk,
    xrayAbnormal,
    esrRaised,
    bothNormal,
    urgentFeature,
    spineEmergency,
    initialWorkUp,
  ],
})
export const mriToConsider = named('mriToConsider', 'a reason to consider MRI', {
  from: [redFlag, cancerKnown, infectionRisk, xrayAbnormal, esrRaised, bothNormal, failedTreatment],
})

export const nsaidContraindicated = named('nsaidContraindicated', 'an NSAID is contraindicated')
export const nsaidCaution = named('nsaidCaution', 'an NSAID needs caution')
/** Anything that keeps an NSAID from being the first treatment. */
export const nsaidBlocked = named('nsaidBlocked', 'something that keeps an NSAID from being the first treatment', {
  from: [redFlag, failedTreatment, vascularEmergency, nsaidContraindicated, xrayAbnormal],
})

/** Shown to the clinician; decides nothing by itself. */
export const worthNoting = named('worthNoting', 'worth noting', { shows: 'note' })

/** In the order of declaration, which is the order in which they can be worked out. */
export const namedConditions = [
  feverish,
  constitutional,
  neurologic,
  cancerKnown,
  infectionRisk,
  seriousFeature,
  seriousPattern,
  xrayAbnormal,
  esrRaised,
  bothNormal,
  failedTreatment,
  redFlag,
  initialWorkUp,
  spineEmergency,
  vascularEmergency,
  emergencyFeature,
  urgentFeature,
  mriIndicated,
  mriToConsider,
  nsaidContraindicated,
  nsaidCaution,
  nsaidBlocked,
  worthNoting,
]

import { all, any, not } from '../../language/condition.ts'
import { adds, everyOtherRule } from '../../language/statement.ts'
import {
  cancerKnown,
  emergencyFeature,
  feverish,
  initialWorkUp,
  mriIndicated,
  mriToConsider,
  neurologic,
  nsaidBlocked,
  spineEmergency,
  urgentFeature,
  vascularEmergency,
} from '../conditions.ts'
import {
  doNotWait,
  emergencyText,
  esr,
  mri,
  repeatImaging,
  review,
  specialistImaging,
  surgicalReferral,
  urgency,
  vascularNeurologicText,
  vascularReferral,
  vascularText,
  xray,
} from '../decisions.ts'
import { findings } from '../findings.ts'
import { limits } from '../parameters.ts'
import { initialXray, mriAfterBothAbnormal, mriAfterFailedTreatment, notInPlaceOfXray } from '../source/C-work-up.ts'
import { noReview } from '../source/D-treatment.ts'
import { seriousIsUrgent } from '../source/E-serious-features.ts'
import { I10 } from '../source/I-readings.ts'
import { underAgeEsr, underAgeMri, underAgeReferral, underAgeXray } from '../source/scope.ts'
import {
  mriAfterGraveResult,
  mriAfterOneAbnormal,
  mriForNeurologicSignDespiteNormalTests,
  mriForRiskDespiteNormalTests,
  X8,
} from './X-results.ts'

const xrayIsCurrent = findings.xray.within(limits.currentResultDays)
const esrIsCurrent = findings.esrMmPerHour.within(limits.currentResultDays)
const mriIsCurrent = findings.mri.within(limits.currentResultDays)

export const X9 = adds('X9')`
  Fever with a neurologic deficit, or with injecting drug use or immunosuppression: emergency (epidural abscess), actions
  as X1.`.unreferenced()
export const epiduralAbscess = X9.defines(
  spineEmergency,
  'epiduralAbscess',
  'fever with a neurologic deficit, injecting drug use or immunosuppression',
  { when: all(feverish, any(neurologic, findings.injectingDrugUse.present, findings.immunosuppression.present)) },
)

export const X11 = adds('X11')`
  Current or past cancer with a neurologic feature: emergency (metastatic cord compression), actions as X1.`.cites(
  'NICE NG234',
)
export const metastaticCordCompression = X11.defines(
  spineEmergency,
  'metastaticCordCompression',
  'cancer, current or past, with a neurologic feature',
  { when: all(cancerKnown, neurologic) },
)

export const X7 = adds('X7')`
  Pregnancy: NSAID from 20 weeks contraindicated (weeks not known = from 20); before, and for X-ray at any time, the
  clinician's decision, said so; X7 speaks before X6; MRI without contrast preferred if imaging cannot wait. X-ray needs
  pregnancy known where it can apply.`.unreferenced()
export const pregnantMri = X7.decides(mri, 'pregnantMri', {
  exceptionTo: [notInPlaceOfXray, mriAfterFailedTreatment, mriAfterOneAbnormal, mriForRiskDespiteNormalTests],
  when: all(findings.pregnant.present, urgentFeature, initialWorkUp, not(mriIsCurrent)),
  then: 'recommended',
})

export const X1 = adds('X1')`
  Suspected cauda equina (loss of bladder or bowel control, new difficulty passing urine, saddle numbness, weakness in
  both legs) or a rapid deficit: emergency, same-day neurosurgical referral and emergency MRI (specialist's choice of
  imaging where MRI is contraindicated). X-ray and ESR stay recommended but are marked "do not wait for". The exception to
  C6, which speaks of routine use.`.cites('RCR/GIRFT 2023', 'ACP 2011')
export const caudaEquina = X1.defines(spineEmergency, 'caudaEquina', 'suspected cauda equina or a rapid deficit', {
  when: any(
    findings.urinaryIncontinence.present,
    findings.faecalIncontinence.present,
    findings.newDifficultyPassingUrine.present,
    findings.saddleNumbness.present,
    findings.weaknessInBothLegs.present,
    findings.paceOfDeficit.is('rapid'),
  ),
})
export const spineIsEmergency = X1.defines(emergencyFeature, 'spineIsEmergency', 'a suspected spinal emergency', {
  when: spineEmergency,
})
export const emergencyToday = X1.decides(urgency, 'emergencyToday', {
  exceptionTo: [seriousIsUrgent],
  when: emergencyFeature,
  then: 'emergency',
})
export const noSpineEmergency = X1.byDefault(emergencyText, 'noSpineEmergency', 'none')
export const spineEmergencyText = X1.decides(emergencyText, 'spineEmergencyText', {
  exceptionTo: [noSpineEmergency],
  when: any(spineEmergency, all(mriIsCurrent, findings.mri.is('cordOrCaudaEquinaCompression'))),
  then: 'say',
})
export const testsMayBeWaitedFor = X1.byDefault(doNotWait, 'testsMayBeWaitedFor', 'none')
export const doNotWaitForTests = X1.decides(doNotWait, 'doNotWaitForTests', {
  exceptionTo: [testsMayBeWaitedFor],
  when: spineEmergency,
  then: 'say',
})
export const emergencyXray = X1.decides(xray, 'emergencyXray', {
  exceptionTo: everyOtherRule(underAgeXray),
  when: all(spineEmergency, not(xrayIsCurrent), not(mriIsCurrent)),
  then: 'recommended',
})
export const emergencyEsr = X1.decides(esr, 'emergencyEsr', {
  exceptionTo: everyOtherRule(underAgeEsr),
  when: all(spineEmergency, not(esrIsCurrent), not(mriIsCurrent)),
  then: 'recommended',
})
export const emergencyMri = X1.decides(mri, 'emergencyMri', {
  exceptionTo: everyOtherRule(underAgeMri),
  when: all(spineEmergency, not(mriIsCurrent)),
  then: 'emergency',
})
const mayNeedRepeating = all(spineEmergency, mriIsCurrent, not(findings.mri.is('cordOrCaudaEquinaCompression')))
export const repeatMri = X1.decides(mri, 'repeatMri', {
  exceptionTo: everyOtherRule(underAgeMri),
  when: mayNeedRepeating,
  then: 'consider',
})
export const noRepeatMri = X1.byDefault(repeatImaging, 'noRepeatMri', 'none')
export const repeatMriText = X1.decides(repeatImaging, 'repeatMriText', {
  exceptionTo: [noRepeatMri],
  when: mayNeedRepeating,
  then: 'say',
})
export const contraindicatedMri = X1.decides(mri, 'contraindicatedMri', {
  exceptionTo: [
    notInPlaceOfXray,
    mriAfterFailedTreatment,
    mriAfterBothAbnormal,
    mriAfterOneAbnormal,
    mriAfterGraveResult,
    mriForRiskDespiteNormalTests,
    mriForNeurologicSignDespiteNormalTests,
    pregnantMri,
  ],
  when: all(findings.mriContraindication.present, not(mriIsCurrent), any(mriIndicated, mriToConsider)),
  then: 'contraindicated',
})
export const contraindicatedEmergencyMri = X1.decides(mri, 'contraindicatedEmergencyMri', {
  exceptionTo: [emergencyMri, repeatMri],
  when: all(findings.mriContraindication.present, spineEmergency),
  then: 'contraindicated',
})
export const mriWillDo = X1.byDefault(specialistImaging, 'mriWillDo', 'none')
export const imagingBySpecialist = X1.decides(specialistImaging, 'imagingBySpecialist', {
  exceptionTo: [mriWillDo],
  when: all(findings.mriContraindication.present, not(mriIsCurrent), any(spineEmergency, mriIndicated)),
  then: 'recommended',
})
export const underAgeImaging = I10.decides(specialistImaging, 'underAgeImaging', {
  exceptionTo: [imagingBySpecialist],
  when: all(findings.ageYears.below(limits.adultAgeYears), not(spineEmergency)),
  then: 'none',
})
export const emergencyNeurosurgery = X1.decides(surgicalReferral, 'emergencyNeurosurgery', {
  exceptionTo: everyOtherRule(underAgeReferral),
  when: any(spineEmergency, all(mriIsCurrent, findings.mri.is('cordOrCaudaEquinaCompression'))),
  then: 'neurosurgeryToday',
})

export const pregnantXray = X7.decides(xray, 'pregnantXray', {
  exceptionTo: [initialXray],
  // Whether an MRI is on record plays no part: while that is not known it is the clinician's decision all the same.
  when: all(findings.pregnant.present, initialWorkUp, not(xrayIsCurrent)),
  then: 'consider',
})
export const noXrayAfterMri = X8.decides(xray, 'noXrayAfterMri', {
  exceptionTo: [initialXray, pregnantXray],
  when: mriIsCurrent,
  then: 'none',
})
export const pregnantEmergencyXray = X7.decides(xray, 'pregnantEmergencyXray', {
  exceptionTo: [emergencyXray],
  when: all(findings.pregnant.present, spineEmergency, not(xrayIsCurrent), not(mriIsCurrent)),
  then: 'consider',
})

export const X5 = adds('X5')`
  Speaks first: pulsatile abdominal mass, known aneurysm or one seen on any film; fainting, collapse or shock with the
  pain; sudden abdominal and back pain over 50 in a smoker or with cardiovascular disease: emergency, vascular; leaves the
  spine pathway, and the text names any neurologic sign so that it is not lost.`.unreferenced()
export const aneurysmOrCollapse = X5.defines(
  vascularEmergency,
  'aneurysmOrCollapse',
  'pulsatile abdominal mass, aneurysm, fainting, collapse or shock',
  {
    when: any(
      findings.pulsatileAbdominalMassOrKnownAneurysm.present,
      findings.aneurysmOnFilm.present,
      findings.faintingCollapseOrShock.present,
    ),
  },
)
export const suddenAbdominalAndBackPain = X5.defines(
  vascularEmergency,
  'suddenAbdominalAndBackPain',
  'sudden abdominal and back pain over 50 in a smoker or with cardiovascular disease',
  {
    when: all(
      findings.suddenOnset.present,
      findings.newAbdominalPain.present,
      findings.ageYears.above(limits.vascularAgeYears),
      any(findings.smoker.present, findings.cardiovascularDisease.present),
    ),
  },
)
export const vascularIsEmergency = X5.defines(
  emergencyFeature,
  'vascularIsEmergency',
  'a suspected vascular emergency',
  { when: vascularEmergency },
)
export const blockedByVascularEmergency = X5.defines(
  nsaidBlocked,
  'blockedByVascularEmergency',
  'a suspected vascular emergency',
  { when: vascularEmergency },
)
export const noVascularReferral = X5.byDefault(vascularReferral, 'noVascularReferral', 'none')
export const vascularReferralNow = X5.decides(vascularReferral, 'vascularReferralNow', {
  exceptionTo: [noVascularReferral],
  when: vascularEmergency,
  then: 'recommended',
})
export const noVascularText = X5.byDefault(vascularText, 'noVascularText', 'none')
export const vascularEmergencyText = X5.decides(vascularText, 'vascularEmergencyText', {
  exceptionTo: [noVascularText],
  when: vascularEmergency,
  then: 'say',
})
export const noVascularNeurologicText = X5.byDefault(vascularNeurologicText, 'noVascularNeurologicText', 'none')
export const neurologicSignNotLost = X5.decides(vascularNeurologicText, 'neurologicSignNotLost', {
  exceptionTo: [noVascularNeurologicText],
  when: all(vascularEmergency, neurologic),
  then: 'say',
})
export const leavesPathwayXray = X5.decides(xray, 'leavesPathwayXray', {
  exceptionTo: everyOtherRule(underAgeXray, pregnantEmergencyXray),
  when: vascularEmergency,
  then: 'none',
})
export const leavesPathwayEsr = X5.decides(esr, 'leavesPathwayEsr', {
  exceptionTo: everyOtherRule(underAgeEsr, emergencyEsr),
  when: vascularEmergency,
  then: 'none',
})
export const leavesPathwayMri = X5.decides(mri, 'leavesPathwayMri', {
  exceptionTo: everyOtherRule(underAgeMri, contraindicatedEmergencyMri),
  when: vascularEmergency,
  then: 'none',
})
export const leavesPathwayImaging = X5.decides(specialistImaging, 'leavesPathwayImaging', {
  exceptionTo: [imagingBySpecialist, underAgeImaging],
  when: vascularEmergency,
  then: 'none',
})
export const leavesPathwayReferral = X5.decides(surgicalReferral, 'leavesPathwayReferral', {
  exceptionTo: everyOtherRule(underAgeReferral, emergencyNeurosurgery),
  when: vascularEmergency,
  then: 'none',
})
export const leavesPathwayEmergencyText = X5.decides(emergencyText, 'leavesPathwayEmergencyText', {
  exceptionTo: [spineEmergencyText],
  when: vascularEmergency,
  then: 'none',
})
export const leavesPathwayDoNotWait = X5.decides(doNotWait, 'leavesPathwayDoNotWait', {
  exceptionTo: [doNotWaitForTests],
  when: vascularEmergency,
  then: 'none',
})
export const leavesPathwayReview = X5.decides(review, 'leavesPathwayReview', {
  exceptionTo: everyOtherRule(noReview),
  when: vascularEmergency,
  then: 'none',
})

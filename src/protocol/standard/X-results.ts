import { all, any, not } from '../../language/condition.ts'
import { adds } from '../../language/statement.ts'
import {
  bothNormal,
  cancerKnown,
  emergencyFeature,
  esrRaised,
  failedTreatment,
  infectionRisk,
  mriIndicated,
  mriToConsider,
  neurologic,
  nsaidBlocked,
  redFlag,
  urgentFeature,
  xrayAbnormal,
} from '../conditions.ts'
import {
  emergencyAdmission,
  esr,
  fragilityAssessment,
  mri,
  normalTestsText,
  oncologyReferral,
  primarySearch,
  reconsiderDiagnosis,
  review,
  specialistAssessment,
} from '../decisions.ts'
import { findings } from '../findings.ts'
import { limits } from '../parameters.ts'
import { C5, initialEsr, mriAfterFailedTreatment, noMri, notInPlaceOfXray } from '../source/C-work-up.ts'
import { noReview } from '../source/D-treatment.ts'
import { noSpecialistForAdults } from '../source/scope.ts'

const bothTestsInHand = all(findings.xray.done, findings.esrMmPerHour.done)
const mriIsCurrent = findings.mri.within(limits.currentResultDays)
const adult = findings.ageYears.atLeast(limits.adultAgeYears)

export const X2 = adds('X2')`
  One of X-ray and ESR abnormal: referral stands; MRI is considered. A lytic lesion (whether or not the ESR is in), a
  compression fracture with a cancer history, or a raised ESR with an infection risk is enough to recommend it.`.cites(
  'Joines 2001, J Gen Intern Med 16:14',
  'IDSA 2015',
)
const oneAbnormal = all(bothTestsInHand, any(all(xrayAbnormal, not(esrRaised)), all(esrRaised, not(xrayAbnormal))))
const lyticLesion = findings.xray.is('lyticLesion')
const fractureAndCancer = all(bothTestsInHand, findings.xray.is('compressionFracture'), cancerKnown)
const raisedEsrAndInfectionRisk = all(bothTestsInHand, esrRaised, infectionRisk)
export const oneTestAbnormal = X2.defines(mriToConsider, 'oneTestAbnormal', 'one of X-ray and ESR abnormal', {
  when: oneAbnormal,
})
export const lyticLesionNeedsMri = X2.defines(mriIndicated, 'lyticLesionNeedsMri', 'a lytic lesion on the X-ray', {
  when: lyticLesion,
})
export const fractureWithCancer = X2.defines(
  mriIndicated,
  'fractureWithCancer',
  'a compression fracture with a cancer history',
  { when: fractureAndCancer },
)
export const raisedEsrWithInfectionRisk = X2.defines(
  mriIndicated,
  'raisedEsrWithInfectionRisk',
  'a raised ESR with an infection risk',
  { when: raisedEsrAndInfectionRisk },
)
export const mriAfterOneAbnormal = X2.decides(mri, 'mriAfterOneAbnormal', {
  exceptionTo: [noMri, notInPlaceOfXray],
  when: all(oneAbnormal, not(mriIsCurrent)),
  then: 'consider',
})
export const mriAfterGraveResult = X2.decides(mri, 'mriAfterGraveResult', {
  exceptionTo: [notInPlaceOfXray, mriAfterFailedTreatment, mriAfterOneAbnormal],
  when: all(any(lyticLesion, fractureAndCancer, raisedEsrAndInfectionRisk), not(mriIsCurrent)),
  then: 'recommended',
})
export const blockedByAbnormalXray = X2.defines(nsaidBlocked, 'blockedByAbnormalXray', 'an abnormal X-ray', {
  when: xrayAbnormal,
})

export const X3 = adds('X3')`
  Both normal with a red flag: referral stands; normal tests do not exclude disease, said so. With B6: MRI recommended,
  urgently (disc disease shows on neither test). With cancer history, infection risk or D2: MRI considered. Else review in
  2 weeks. Tests are not ordered again.`.unreferenced()
export const xrayAndEsrNormal = X3.defines(bothNormal, 'xrayAndEsrNormal', 'X-ray and ESR current and normal', {
  when: all(
    findings.xray.within(limits.currentResultDays),
    findings.esrMmPerHour.within(limits.currentResultDays),
    not(xrayAbnormal),
    not(esrRaised),
  ),
})
const normalWithNeurologicSign = all(bothNormal, neurologic)
const normalWithRisk = all(bothNormal, redFlag, any(cancerKnown, infectionRisk, failedTreatment))
export const normalTestsWithNeurologicSign = X3.defines(
  mriIndicated,
  'normalTestsWithNeurologicSign',
  'normal X-ray and ESR with a neurologic sign',
  { when: normalWithNeurologicSign },
)
export const normalTestsWithRisk = X3.defines(
  mriToConsider,
  'normalTestsWithRisk',
  'normal X-ray and ESR with a cancer history, an infection risk or failed treatment',
  { when: normalWithRisk },
)
export const mriForRiskDespiteNormalTests = X3.decides(mri, 'mriForRiskDespiteNormalTests', {
  exceptionTo: [noMri],
  when: all(normalWithRisk, not(mriIsCurrent)),
  then: 'consider',
})
export const mriForNeurologicSignDespiteNormalTests = X3.decides(mri, 'mriForNeurologicSignDespiteNormalTests', {
  exceptionTo: [mriAfterFailedTreatment, mriForRiskDespiteNormalTests],
  when: all(normalWithNeurologicSign, not(mriIsCurrent)),
  then: 'recommended',
})
export const testsNotBothNormal = X3.byDefault(normalTestsText, 'testsNotBothNormal', 'none')
export const normalTestsDoNotExclude = X3.decides(normalTestsText, 'normalTestsDoNotExclude', {
  exceptionTo: [testsNotBothNormal],
  when: all(bothNormal, redFlag),
  then: 'say',
})
export const reviewAfterNormalTests = X3.decides(review, 'reviewAfterNormalTests', {
  exceptionTo: [noReview],
  when: all(adult, bothNormal, redFlag, not(mriIndicated), not(mriToConsider), not(mriIsCurrent)),
  then: 'inTwoWeeks',
})

export const X8 = adds('X8')`
  After MRI, each value has an action: suspected cancer, oncology as well as surgical referral, and a search for the
  primary by sex; infection, emergency admission; cord or cauda equina compression, as X1; fracture, orthopaedics, with
  fragility assessed; disc disease, the referral already made; other, specialist; normal, reconsider the diagnosis
  (non-spinal causes too). No X-ray or ESR is ordered after a current MRI.`.unreferenced()
export const noEsrAfterMri = X8.decides(esr, 'noEsrAfterMri', {
  exceptionTo: [initialEsr],
  when: mriIsCurrent,
  then: 'none',
})
export const compressionOnMri = X8.defines(
  emergencyFeature,
  'compressionOnMri',
  'cord or cauda equina compression, or spinal infection, on MRI',
  { when: all(mriIsCurrent, findings.mri.is('cordOrCaudaEquinaCompression', 'spinalInfection')) },
)
export const noAdmission = X8.byDefault(emergencyAdmission, 'noAdmission', 'none')
export const admitForSpinalInfection = X8.decides(emergencyAdmission, 'admitForSpinalInfection', {
  exceptionTo: [noAdmission],
  when: all(mriIsCurrent, findings.mri.is('spinalInfection')),
  then: 'recommended',
})
/** Suspected cancer on an MRI of any age: it does not expire. */
const cancerOnMri = findings.mri.is('suspectedCancer')
export const noOncology = X8.byDefault(oncologyReferral, 'noOncology', 'none')
export const oncologyForSuspectedCancer = X8.decides(oncologyReferral, 'oncologyForSuspectedCancer', {
  exceptionTo: [noOncology],
  when: cancerOnMri,
  then: 'recommended',
})
export const noPrimarySearch = X8.byDefault(primarySearch, 'noPrimarySearch', 'none')
export const searchForPrimary = X8.decides(primarySearch, 'searchForPrimary', {
  exceptionTo: [noPrimarySearch],
  when: cancerOnMri,
  then: 'lungBreastProstate',
  cites: [C5],
})
export const searchForPrimaryInWoman = X8.decides(primarySearch, 'searchForPrimaryInWoman', {
  exceptionTo: [searchForPrimary],
  when: all(cancerOnMri, findings.sexAtBirth.is('female')),
  then: 'lungAndBreast',
  cites: [C5],
})
export const searchForPrimaryInMan = X8.decides(primarySearch, 'searchForPrimaryInMan', {
  exceptionTo: [searchForPrimary],
  when: all(cancerOnMri, findings.sexAtBirth.is('male')),
  then: 'lungAndProstate',
  cites: [C5],
})
export const specialistForMriFinding = X8.decides(specialistAssessment, 'specialistForMriFinding', {
  exceptionTo: [noSpecialistForAdults],
  when: all(mriIsCurrent, findings.mri.is('other')),
  then: 'forMriFinding',
})
export const mriNotNormal = X8.byDefault(reconsiderDiagnosis, 'mriNotNormal', 'none')
export const normalMri = X8.decides(reconsiderDiagnosis, 'normalMri', {
  exceptionTo: [mriNotNormal],
  when: all(mriIsCurrent, findings.mri.is('normal')),
  then: 'say',
})
export const noFragility = X8.byDefault(fragilityAssessment, 'noFragility', 'none')
export const fractureOnMri = X8.decides(fragilityAssessment, 'fractureOnMri', {
  exceptionTo: [noFragility],
  when: all(mriIsCurrent, findings.mri.is('fracture')),
  then: 'say',
})

export const X12 = adds('X12')`
  A result already in hand counts: a lytic lesion, compression fracture, raised ESR, or an MRI abnormal beyond disc
  disease, obtained for whatever reason, is a red flag of its own. A lytic lesion or suspected cancer on MRI: urgent.`.unreferenced()
export const lesionOrFractureInHand = X12.defines(
  redFlag,
  'lesionOrFractureInHand',
  'lytic lesion or compression fracture on the X-ray',
  { when: findings.xray.is('lyticLesion', 'compressionFracture') },
)
export const raisedEsrInHand = X12.defines(redFlag, 'raisedEsrInHand', 'raised ESR', { when: esrRaised })
export const abnormalMriInHand = X12.defines(redFlag, 'abnormalMriInHand', 'MRI abnormal beyond disc disease', {
  when: findings.mri.is('suspectedCancer', 'spinalInfection', 'cordOrCaudaEquinaCompression', 'fracture', 'other'),
})
export const urgentForResult = X12.defines(
  urgentFeature,
  'urgentForResult',
  'lytic lesion on the X-ray, or suspected cancer, infection or compression on MRI',
  {
    when: any(
      findings.xray.is('lyticLesion'),
      findings.mri.is('suspectedCancer', 'spinalInfection', 'cordOrCaudaEquinaCompression'),
    ),
  },
)

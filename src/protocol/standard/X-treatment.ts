import { all, any, not } from '../../language/condition.ts'
import { adds } from '../../language/statement.ts'
import {
  initialWorkUp,
  mriIndicated,
  mriToConsider,
  nsaidBlocked,
  nsaidCaution,
  nsaidContraindicated,
  redFlag,
  spineEmergency,
  urgentFeature,
} from '../conditions.ts'
import { heatAndActivity, mriWithoutContrast, nsaid, nsaidCautionText } from '../decisions.ts'
import { findings } from '../findings.ts'
import { limits } from '../parameters.ts'
import { conservativeTreatmentNotThePlan, treatmentEndsWithPain } from '../source/D-treatment.ts'
import { X7 } from './X-emergencies.ts'

const adult = findings.ageYears.atLeast(limits.adultAgeYears)

export const X6 = adds('X6')`
  NSAID contraindicated: not recommended, with why; the alternative is the clinician's. Caution, not contraindication, over
  65. Heat and staying active are said beside D1.`.cites('NICE NG59', 'ACP 2017')
export const nsaidContraindications = X6.defines(
  nsaidContraindicated,
  'nsaidContraindications',
  'ulcer or bleed, severe kidney disease or heart failure, hypersensitivity, anticoagulant',
  {
    when: any(
      findings.activePepticUlcerOrGastrointestinalBleed.present,
      findings.severeKidneyDisease.present,
      findings.severeHeartFailure.present,
      findings.nsaidHypersensitivity.present,
      findings.anticoagulant.present,
    ),
  },
)
export const blockedByContraindication = X6.defines(
  nsaidBlocked,
  'blockedByContraindication',
  'a contraindication to an NSAID',
  { when: nsaidContraindicated },
)
export const contraindicatedNsaid = X6.decides(nsaid, 'contraindicatedNsaid', {
  exceptionTo: [conservativeTreatmentNotThePlan, treatmentEndsWithPain],
  when: nsaidContraindicated,
  then: 'notAdvised',
})
export const nsaidCautions = X6.defines(
  nsaidCaution,
  'nsaidCautions',
  'past ulcer, milder kidney disease, cardiovascular disease, or age over 65',
  {
    when: any(
      findings.pastUlcer.present,
      findings.milderKidneyDisease.present,
      findings.cardiovascularDisease.present,
      findings.ageYears.above(limits.nsaidCautionAgeYears),
    ),
  },
)
export const noNsaidCaution = X6.byDefault(nsaidCautionText, 'noNsaidCaution', 'none')
export const nsaidWithCaution = X6.decides(nsaidCautionText, 'nsaidWithCaution', {
  exceptionTo: [noNsaidCaution],
  when: all(adult, not(nsaidBlocked), nsaidCaution, not(findings.painResolved.present)),
  then: 'say',
})
export const noHeatAndActivity = X6.byDefault(heatAndActivity, 'noHeatAndActivity', 'none')
export const heatBesideNsaid = X6.decides(heatAndActivity, 'heatBesideNsaid', {
  exceptionTo: [noHeatAndActivity],
  when: all(adult, not(nsaidBlocked), not(findings.painResolved.present)),
  then: 'say',
})

export const blockedByPregnancy = X7.defines(nsaidBlocked, 'blockedByPregnancy', 'pregnancy', {
  when: findings.pregnant.present,
})
export const pregnantNsaid = X7.decides(nsaid, 'pregnantNsaid', {
  exceptionTo: [contraindicatedNsaid],
  when: findings.pregnant.present,
  then: 'notAdvised',
})
export const earlyPregnancyNsaid = X7.decides(nsaid, 'earlyPregnancyNsaid', {
  exceptionTo: [pregnantNsaid],
  when: all(
    findings.pregnant.present,
    findings.pregnancyWeeks.below(limits.nsaidPregnancyWeeks),
    adult,
    not(redFlag),
    not(findings.otherSystemicIllnessSuspected.present),
    not(nsaidContraindicated),
  ),
  then: 'consider',
})
export const mriInPregnancy = X7.defines(mriIndicated, 'mriInPregnancy', 'urgent imaging in pregnancy', {
  when: all(findings.pregnant.present, urgentFeature, initialWorkUp),
})
export const notPregnant = X7.byDefault(mriWithoutContrast, 'notPregnant', 'none')
export const withoutContrastInPregnancy = X7.decides(mriWithoutContrast, 'withoutContrastInPregnancy', {
  exceptionTo: [notPregnant],
  when: all(
    findings.pregnant.present,
    not(findings.mri.within(limits.currentResultDays)),
    any(spineEmergency, all(adult, any(mriIndicated, mriToConsider))),
  ),
  then: 'say',
})

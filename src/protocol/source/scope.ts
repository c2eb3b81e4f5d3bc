import { everyOtherRule } from '../../language/statement.ts'
import { esr, mri, nsaid, scope, specialistAssessment, surgicalReferral, xray } from '../decisions.ts'
import { findings } from '../findings.ts'
import { limits } from '../parameters.ts'
import { I10 } from './I-readings.ts'

const underAge = findings.ageYears.below(limits.adultAgeYears)

export const adultsAreInScope = I10.byDefault(scope, 'adultsAreInScope', 'inScope')
export const underAgeOutOfScope = I10.decides(scope, 'underAgeOutOfScope', {
  exceptionTo: [adultsAreInScope],
  when: underAge,
  then: 'outOfScope',
})
export const noSpecialistForAdults = I10.byDefault(specialistAssessment, 'noSpecialistForAdults', 'none')
export const underAgeToSpecialist = I10.decides(specialistAssessment, 'underAgeToSpecialist', {
  exceptionTo: everyOtherRule(noSpecialistForAdults),
  when: underAge,
  then: 'recommended',
})

export const underAgeXray = I10.decides(xray, 'underAgeXray', {
  exceptionTo: everyOtherRule(),
  when: underAge,
  then: 'none',
})
export const underAgeEsr = I10.decides(esr, 'underAgeEsr', {
  exceptionTo: everyOtherRule(),
  when: underAge,
  then: 'none',
})
export const underAgeMri = I10.decides(mri, 'underAgeMri', {
  exceptionTo: everyOtherRule(),
  when: underAge,
  then: 'none',
})
export const underAgeReferral = I10.decides(surgicalReferral, 'underAgeReferral', {
  exceptionTo: everyOtherRule(),
  when: underAge,
  then: 'none',
})
export const underAgeNsaid = I10.decides(nsaid, 'underAgeNsaid', {
  exceptionTo: everyOtherRule(),
  when: underAge,
  then: 'withhold',
})

import { says } from '../../language/statement.ts'
import { failedTreatment, neurologic, redFlag } from '../conditions.ts'
import { surgicalReferral } from '../decisions.ts'
import { I7, I8, I9 } from './I-readings.ts'

export const F1 = says('F1', 'rule')`A patient with red flags is referred to neurosurgery or orthopaedics.`
export const noSurgicalReferral = F1.byDefault(surgicalReferral, 'noSurgicalReferral', 'none')
export const redFlagIsReferred = F1.decides(surgicalReferral, 'redFlagIsReferred', {
  exceptionTo: [noSurgicalReferral],
  when: redFlag,
  then: 'orthopaedics',
  cites: [I9],
})
export const failedTreatmentIsReferred = I7.decides(surgicalReferral, 'failedTreatmentIsReferred', {
  exceptionTo: [noSurgicalReferral],
  when: failedTreatment,
  then: 'orthopaedics',
  cites: [I8],
})
export const neurologicFlagToNeurosurgery = F1.decides(surgicalReferral, 'neurologicFlagToNeurosurgery', {
  exceptionTo: [redFlagIsReferred, failedTreatmentIsReferred],
  when: neurologic,
  then: 'neurosurgery',
  cites: [I9],
})

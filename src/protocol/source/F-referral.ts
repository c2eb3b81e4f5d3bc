import { says } from '../../language/statement.ts'
import { neurologic, redFlag } from '../conditions.ts'
import { surgicalReferral } from '../decisions.ts'
import { I9 } from './I-readings.ts'

export const F1 = says('F1', 'rule')`A patient with red flags is referred to neurosurgery or orthopaedics.`
export const noSurgicalReferral = F1.byDefault(surgicalReferral, 'noSurgicalReferral', 'none')
export const redFlagIsReferred = F1.decides(surgicalReferral, 'redFlagIsReferred', {
  exceptionTo: [noSurgicalReferral],
  when: redFlag,
  then: 'orthopaedics',
  cites: [I9],
})
export const neurologicFlagToNeurosurgery = F1.decides(surgicalReferral, 'neurologicFlagToNeurosurgery', {
  exceptionTo: [redFlagIsReferred],
  when: neurologic,
  then: 'neurosurgery',
  cites: [I9],
})

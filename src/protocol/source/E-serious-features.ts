import { all, any } from '../../language/condition.ts'
import { says } from '../../language/statement.ts'
import { constitutional, neurologic, seriousFeature, seriousPattern, urgentFeature } from '../conditions.ts'
import { urgency } from '../decisions.ts'
import { findings } from '../findings.ts'
import { redFlagIsSoon } from './B-red-flags.ts'
import { worseIsSoon } from './D-treatment.ts'
import { I2, I3, I4, I13, routine } from './I-readings.ts'

const painAtNight = findings.nightPain.is('present', 'disturbsSleep')

export const E1 = says('E1', 'serious')`Pain that is constant and dull.`
export const constantDullPain = E1.defines(seriousFeature, 'constantDullPain', 'constant, dull pain', {
  when: findings.constantAndDull.present,
  cites: [I13],
})

export const E2 = says('E2', 'serious')`Pain that rest does not relieve.`
export const painAtRest = E2.defines(seriousFeature, 'painAtRest', 'pain that rest does not relieve', {
  when: findings.unrelievedByRest.present,
})

export const E3 = says('E3', 'serious')`Pain present at night.`
export const nightPainFeature = E3.defines(seriousFeature, 'nightPainFeature', 'pain at night', {
  when: painAtNight,
  cites: [I2],
})

export const E4 = says('E4', 'serious')`Pain made worse by movement or by palpation.`
export const mechanicalPain = E4.defines(seriousFeature, 'mechanicalPain', 'pain worse on movement or palpation', {
  when: any(findings.worseOnMovement.present, findings.worseOnPalpation.present),
  cites: [I4],
})

export const E5 = says('E5', 'serious')`Fever or other constitutional symptoms with the pain.`
export const constitutionalFeature = E5.defines(seriousFeature, 'constitutionalFeature', 'constitutional symptoms', {
  when: constitutional,
})

export const E6 = says('E6', 'serious')`Neurologic symptoms with the pain.`
export const neurologicFeature = E6.defines(seriousFeature, 'neurologicFeature', 'neurologic symptoms', {
  when: neurologic,
  cites: [I3],
})

export const E7 = says('E7', 'rule')`
  Features E1–E6 suggest a serious cause: urgent medical attention and further investigation.`
export const constantPainAtRestOrNight = E7.defines(
  seriousPattern,
  'constantPainAtRestOrNight',
  'constant dull pain that rest does not relieve or that comes at night',
  {
    when: all(findings.constantAndDull.present, any(findings.unrelievedByRest.present, painAtNight)),
    cites: [I4, E1, E2, E3],
  },
)
export const urgentForGeneralSymptoms = E7.defines(
  urgentFeature,
  'urgentForGeneralSymptoms',
  'constitutional symptoms',
  {
    when: constitutional,
    cites: [I4, E5],
  },
)
export const urgentForNeurologicSigns = E7.defines(urgentFeature, 'urgentForNeurologicSigns', 'neurologic symptoms', {
  when: neurologic,
  cites: [I4, E6],
})
export const urgentForSeriousPattern = E7.defines(
  urgentFeature,
  'urgentForSeriousPattern',
  'the serious pattern of pain',
  {
    when: seriousPattern,
    cites: [I4, E1, E2, E3],
  },
)
export const seriousIsUrgent = E7.decides(urgency, 'seriousIsUrgent', {
  exceptionTo: [routine, redFlagIsSoon, worseIsSoon],
  when: urgentFeature,
  then: 'urgent',
  cites: [I4],
})

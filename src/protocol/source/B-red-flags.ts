import { all, any, not } from '../../language/condition.ts'
import { says } from '../../language/statement.ts'
import { cancerKnown, constitutional, feverish, initialWorkUp, neurologic, redFlag } from '../conditions.ts'
import { urgency } from '../decisions.ts'
import { cancerEver, findings } from '../findings.ts'
import { limits } from '../parameters.ts'
import { I1, I2, I3, I4, I8, routine } from './I-readings.ts'

export const B1 = says('B1', 'red flag')`
  History of cancer: had it before, has it now, or has been or is being treated for it.`
export const cancerEverKnown = B1.defines(cancerKnown, 'cancerEverKnown', 'cancer, current or past', {
  when: cancerEver,
})
export const priorCancer = B1.defines(redFlag, 'priorCancer', 'history of cancer', { when: cancerKnown })

export const B2 = says('B2', 'red flag')`
  Back pain with constitutional symptoms, such as fever or unexplained weight loss.`
export const feverReportedOrMeasured = B2.defines(feverish, 'feverReportedOrMeasured', 'fever, reported or measured', {
  when: any(findings.fever.present, findings.temperatureCelsius.atLeast(limits.feverCelsius)),
})
export const constitutionalSymptoms = B2.defines(
  constitutional,
  'constitutionalSymptoms',
  'fever, unexplained weight loss, or other general symptoms',
  { when: any(feverish, findings.unexplainedWeightLoss.present, findings.otherConstitutional.present) },
)
export const constitutionalFlag = B2.defines(redFlag, 'constitutionalFlag', 'constitutional symptoms', {
  when: constitutional,
})

export const B3 = says('B3', 'red flag')`Back pain at night that makes sleeping difficult.`.whereGuidanceDiffers(
  'Night pain alone is weak evidence: of 482 patients 213 had it and none had serious disease.',
  'Harding 2005, Spine 30:1985',
  'abstract seen',
)
export const nightPainDisturbsSleep = B3.defines(
  redFlag,
  'nightPainDisturbsSleep',
  'pain at night that disturbs sleep',
  {
    when: findings.nightPain.is('disturbsSleep'),
    cites: [I2],
  },
)

export const B4 = says('B4', 'red flag')`Pain that has lasted more than one month.`
export const longPain = B4.defines(redFlag, 'longPain', 'pain for more than one month', {
  when: all(findings.durationDays.above(limits.oneMonthDays), not(findings.painResolved.present)),
  cites: [I1],
})

export const B5 = says('B5', 'red flag')`Pain that has not responded to previous treatment.`
export const noResponseToPreviousTreatment = B5.defines(
  redFlag,
  'noResponseToPreviousTreatment',
  'no response to previous treatment',
  { when: findings.previousTreatment.is('noResponse') },
)
export const noResponseToCurrentTreatment = B5.defines(
  redFlag,
  'noResponseToCurrentTreatment',
  'no response to two weeks or more of the current treatment',
  {
    when: all(
      findings.reviewOutcome.is('notImproved', 'worse'),
      findings.treatmentDaysAtReview.atLeast(limits.reviewOpensDays),
    ),
    cites: [I8],
  },
)

export const B6 = says('B6', 'red flag')`
  Neurologic symptoms or signs: weakness; progressive neurologic deficit, such as loss of control of stool or urine.`.whereGuidanceDiffers(
  'Loss of sphincter control or a severe or progressive deficit is an emergency: MRI the same day (see X1).',
  'RCR/GIRFT 2023; ACP 2011',
  'abstract seen',
)
export const namedNeurologicSigns = B6.defines(
  neurologic,
  'namedNeurologicSigns',
  'weakness, progressive deficit, loss of control of stool or urine',
  {
    when: any(
      findings.weakness.present,
      findings.progressiveDeficit.present,
      findings.urinaryIncontinence.present,
      findings.faecalIncontinence.present,
    ),
  },
)
export const otherNeurologicSigns = I3.defines(neurologic, 'otherNeurologicSigns', 'any other neurologic finding', {
  when: any(
    findings.numbnessOrSensoryLoss.present,
    findings.reflexOrGaitChange.present,
    findings.saddleNumbness.present,
    findings.newDifficultyPassingUrine.present,
    findings.weaknessInBothLegs.present,
    findings.paceOfDeficit.is('stable', 'slow', 'rapid'),
  ),
})
export const neurologicFlag = B6.defines(redFlag, 'neurologicFlag', 'neurologic symptoms or signs', {
  when: neurologic,
  cites: [I3],
})

export const B7 = says('B7', 'rule')`
  Any of B1–B6 is a red flag: the patient must be evaluated and needs further work-up.`
export const workUpForRedFlag = B7.defines(initialWorkUp, 'workUpForRedFlag', 'a red flag', { when: redFlag })
export const redFlagIsSoon = B7.decides(urgency, 'redFlagIsSoon', {
  exceptionTo: [routine],
  when: redFlag,
  then: 'soon',
  cites: [I4],
})

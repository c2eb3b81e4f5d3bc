import { all, any } from '../../language/condition.ts'
import { adds } from '../../language/statement.ts'
import { cancerKnown, infectionRisk, redFlag, urgentFeature, worthNoting } from '../conditions.ts'
import { rheumatologyReferral } from '../decisions.ts'
import { findings } from '../findings.ts'
import { limits } from '../parameters.ts'

export const X4 = adds('X4')`
  More red flags. Fracture (soon): significant trauma; osteoporosis or long-term corticosteroids; over 50 with sudden
  onset and midline tenderness; over 70 with either. Infection (urgent; fever is often absent): immunosuppression,
  injecting drug use, recent bacterial infection or spinal procedure, tuberculosis or brucellosis exposure. Age over 50
  with a first episode, or over 70, is shown, not a flag by itself.`.cites('Downie 2013, BMJ 347:f7095')
export const infectionRiskKnown = X4.defines(infectionRisk, 'infectionRiskKnown', 'a risk of spinal infection', {
  when: any(
    findings.immunosuppression.present,
    findings.injectingDrugUse.present,
    findings.recentBacterialInfection.present,
    findings.recentSpinalProcedure.present,
    findings.exposureToTuberculosisOrBrucellosis.present,
  ),
})
export const infectionFlag = X4.defines(redFlag, 'infectionFlag', 'a risk of spinal infection', { when: infectionRisk })
export const urgentForInfectionRisk = X4.defines(
  urgentFeature,
  'urgentForInfectionRisk',
  'a risk of spinal infection',
  {
    when: infectionRisk,
  },
)
export const traumaFlag = X4.defines(redFlag, 'traumaFlag', 'significant trauma', {
  when: findings.significantTrauma.present,
})
export const weakBoneFlag = X4.defines(redFlag, 'weakBoneFlag', 'osteoporosis or long-term corticosteroids', {
  when: any(findings.osteoporosis.present, findings.longTermCorticosteroids.present),
})
export const fractureSignsFlag = X4.defines(
  redFlag,
  'fractureSignsFlag',
  'over 50 with sudden onset and midline tenderness',
  {
    when: all(
      findings.ageYears.above(limits.fractureAgeYears),
      findings.suddenOnset.present,
      findings.midlineSpinalTenderness.present,
    ),
  },
)
export const olderFractureSignFlag = X4.defines(
  redFlag,
  'olderFractureSignFlag',
  'over 70 with sudden onset or midline tenderness',
  {
    when: all(
      findings.ageYears.above(limits.olderFractureAgeYears),
      any(findings.suddenOnset.present, findings.midlineSpinalTenderness.present),
    ),
  },
)
export const lateFirstEpisode = X4.defines(worthNoting, 'lateFirstEpisode', 'first episode over the age of 50', {
  when: all(findings.ageYears.above(limits.fractureAgeYears), findings.firstEpisode.present),
})
export const olderAge = X4.defines(worthNoting, 'olderAge', 'age over 70', {
  when: findings.ageYears.above(limits.olderFractureAgeYears),
})

export const X10 = adds('X10')`
  Inflammatory pattern: rheumatology question raised, since it lights B3 and B4 without being cancer.`.cites(
  'NICE NG65',
)
export const noInflammatoryPattern = X10.byDefault(rheumatologyReferral, 'noInflammatoryPattern', 'none')
export const inflammatoryPatternSeen = X10.decides(rheumatologyReferral, 'inflammatoryPatternSeen', {
  exceptionTo: [noInflammatoryPattern],
  when: findings.inflammatoryPattern.present,
  then: 'consider',
})

export const X13 = adds('X13')`
  Current cancer; or past cancer with E1–E3, midline tenderness or a fracture on film: urgent, not soon.`.unreferenced()
export const currentCancerIsUrgent = X13.defines(urgentFeature, 'currentCancerIsUrgent', 'current cancer', {
  when: findings.cancerHistory.is('current'),
})
export const pastCancerWithFeature = X13.defines(
  urgentFeature,
  'pastCancerWithFeature',
  'cancer with a serious feature of the pain, midline tenderness or a fracture on film',
  {
    when: all(
      cancerKnown,
      any(
        findings.constantAndDull.present,
        findings.unrelievedByRest.present,
        findings.nightPain.is('present', 'disturbsSleep'),
        findings.midlineSpinalTenderness.present,
        findings.xray.is('compressionFracture'),
        findings.mri.is('fracture'),
      ),
    ),
  },
)

import { all, any, not } from '../../language/condition.ts'
import { says } from '../../language/statement.ts'
import { esrRaised, failedTreatment, initialWorkUp, mriIndicated, xrayAbnormal } from '../conditions.ts'
import { esr, mri, xray } from '../decisions.ts'
import { findings } from '../findings.ts'
import { limits } from '../parameters.ts'
import { B7 } from './B-red-flags.ts'
import { D2 } from './D-treatment.ts'
import { I6, I7, I14 } from './I-readings.ts'

const xrayIsCurrent = findings.xray.within(limits.currentResultDays)
const esrIsCurrent = findings.esrMmPerHour.within(limits.currentResultDays)
const mriIsCurrent = findings.mri.within(limits.currentResultDays)

export const C1 = says('C1', 'rule')`The initial work-up is a plain X-ray of the back and an ESR.`
  .whereGuidanceDiffers(
    'MRI is rated usually appropriate first for suspected cancer, infection or cauda equina; routine imaging outside specialist settings is advised against elsewhere; rapid MRI in place of X-ray was no better and dearer in a randomised trial.',
    'ACR 2021; NICE NG59; Jarvik 2003, JAMA 289:2810',
    'partly seen',
  )
  .whereGuidanceDiffers(
    'The measure "imaging for low back pain" counts any imaging in the first 28 days as a failure unless an exclusion is coded; fever, weight loss and night pain are not exclusions.',
    'CMS166/HEDIS',
    'measure page',
  )
export const noXray = C1.byDefault(xray, 'noXray', 'none', [B7])
export const initialXray = C1.decides(xray, 'initialXray', {
  exceptionTo: [noXray],
  when: all(initialWorkUp, not(xrayIsCurrent)),
  then: 'recommended',
  cites: [B7],
})
export const noEsr = C1.byDefault(esr, 'noEsr', 'none', [B7])
export const initialEsr = C1.decides(esr, 'initialEsr', {
  exceptionTo: [noEsr],
  when: all(initialWorkUp, not(esrIsCurrent)),
  then: 'recommended',
  cites: [B7],
})

export const C2 = says('C2', 'rule')`The X-ray is read for lytic lesion and compression fracture.`
export const lesionOrFractureOnXray = C2.defines(
  xrayAbnormal,
  'lesionOrFractureOnXray',
  'lytic lesion or compression fracture on the X-ray',
  { when: findings.xray.is('lyticLesion', 'compressionFracture') },
)

export const C3 = says('C3', 'rule')`The ESR is read as a marker of inflammation.`
export const esrAboveLaboratoryLimit = C3.defines(
  esrRaised,
  'esrAboveLaboratoryLimit',
  'ESR above the laboratory’s upper limit',
  {
    // In pregnancy only the laboratory's limit can be used; while it is not given the ESR is not known to be normal.
    when: all(
      any(findings.esrUpperLimitMmPerHour.done, findings.pregnant.present),
      findings.esrMmPerHour.above(findings.esrUpperLimitMmPerHour.asLimit()),
    ),
    cites: [I6],
  },
)
export const esrAboveAgeLimit = C3.defines(esrRaised, 'esrAboveAgeLimit', 'ESR above the limit for age and sex', {
  when: all(
    findings.esrMmPerHour.done,
    not(findings.esrUpperLimitMmPerHour.done),
    findings.pregnant.absent,
    any(
      all(
        findings.sexAtBirth.is('male'),
        findings.esrMmPerHour.above(
          findings.ageYears.asLimit({ plus: limits.esrAgeOffsetMen, times: limits.esrLimitPerYear }),
        ),
      ),
      all(
        findings.sexAtBirth.is('female'),
        findings.esrMmPerHour.above(
          findings.ageYears.asLimit({ plus: limits.esrAgeOffsetWomen, times: limits.esrLimitPerYear }),
        ),
      ),
    ),
  ),
  cites: [I6],
})

export const C4 = says('C4', 'rule')`
  If X-ray and ESR are both abnormal, an MRI follows, to look for disc disease, cancer and spinal infection.`.whereGuidanceDiffers(
  'Either test abnormal, not only both, leads to imaging in recommended strategies; so does a raised ESR or CRP with suspected infection. "Both" is the cheap, insensitive end.',
  'Joines 2001, J Gen Intern Med 16:14; IDSA 2015',
  'abstracts seen',
)
const bothTestsAbnormal = all(xrayAbnormal, esrRaised)
export const bothAbnormal = C4.defines(mriIndicated, 'bothAbnormal', 'X-ray and ESR both abnormal', {
  when: bothTestsAbnormal,
  cites: [I14],
})
export const noMri = C4.byDefault(mri, 'noMri', 'none')

export const C6 = says('C6', 'rule')`
  MRI routinely in place of the initial plain film is not advisable.`.whereGuidanceDiffers(
  'MRI is rated usually appropriate first for suspected cancer, infection or cauda equina; rapid MRI in place of X-ray was no better and dearer in a randomised trial.',
  'ACR 2021; Jarvik 2003, JAMA 289:2810',
  'partly seen',
)
export const notInPlaceOfXray = C6.decides(mri, 'notInPlaceOfXray', {
  exceptionTo: [noMri],
  when: all(not(all(xrayIsCurrent, esrIsCurrent)), not(mriIsCurrent)),
  then: 'notAdvised',
})
export const mriAfterFailedTreatment = I7.decides(mri, 'mriAfterFailedTreatment', {
  exceptionTo: [noMri, notInPlaceOfXray],
  when: all(failedTreatment, not(mriIsCurrent)),
  then: 'consider',
  cites: [D2],
})
export const mriAfterBothAbnormal = C4.decides(mri, 'mriAfterBothAbnormal', {
  exceptionTo: [noMri, notInPlaceOfXray, mriAfterFailedTreatment],
  when: all(bothTestsAbnormal, not(mriIsCurrent)),
  then: 'recommended',
  cites: [I14],
})

export const C5 = says('C5', 'knowledge')`
  The cancers that most often spread to the vertebrae: lung, breast, prostate.`

import { all, any, not } from '../../language/condition.ts'
import { says } from '../../language/statement.ts'
import { failedTreatment, initialWorkUp, mriToConsider, nsaidBlocked, redFlag } from '../conditions.ts'
import { closing, nsaid, painRelief, review, screenAgain, urgency } from '../decisions.ts'
import { findings } from '../findings.ts'
import { limits } from '../parameters.ts'
import { I7, I8, I10, I11, I14, routine } from './I-readings.ts'

const adult = findings.ageYears.atLeast(limits.adultAgeYears)

export const D3 = says('D3', 'rule')`With red flags, investigate; conservative treatment is not the answer.`
export const noNsaidUntilKnown = I11.byDefault(nsaid, 'noNsaidUntilKnown', 'askFirst')
export const conservativeTreatmentNotThePlan = D3.decides(nsaid, 'conservativeTreatmentNotThePlan', {
  exceptionTo: [noNsaidUntilKnown],
  when: nsaidBlocked,
  then: 'withhold',
  cites: [I11],
})
export const noWordOnPainRelief = D3.byDefault(painRelief, 'noWordOnPainRelief', 'none')
export const painReliefIsTheClinicians = D3.decides(painRelief, 'painReliefIsTheClinicians', {
  exceptionTo: [noWordOnPainRelief],
  when: redFlag,
  then: 'say',
  cites: [I14],
})
export const blockedByRedFlag = D3.defines(nsaidBlocked, 'blockedByRedFlag', 'a red flag', { when: redFlag })

export const D1 = says('D1', 'rule')`
  Without any red flag and without systemic illness, an NSAID is the first treatment.`.whereGuidanceDiffers(
  'Heat, massage and manipulation come before NSAIDs in acute pain; lowest dose, shortest time, gastroprotection.',
  'ACP 2017; NICE NG59',
  'abstract seen',
)
export const blockedBySystemicIllness = D1.defines(
  nsaidBlocked,
  'blockedBySystemicIllness',
  'another systemic illness',
  {
    when: findings.otherSystemicIllnessSuspected.present,
  },
)
export const nsaidFirst = D1.decides(nsaid, 'nsaidFirst', {
  exceptionTo: [noNsaidUntilKnown],
  when: all(adult, not(nsaidBlocked)),
  then: 'recommended',
  cites: [I10, I11],
})

export const D2 = says('D2', 'rule')`
  No improvement after 2 to 6 weeks of treatment calls for further investigation, up to MRI.`
export const notImproved = D2.defines(
  failedTreatment,
  'notImproved',
  'not improved after two weeks or more of treatment',
  {
    when: all(findings.reviewOutcome.is('notImproved'), findings.treatmentDaysAtReview.atLeast(limits.reviewOpensDays)),
    cites: [I7, I8],
  },
)
export const worseAtAnyTime = I7.defines(failedTreatment, 'worseAtAnyTime', 'worse with treatment', {
  when: findings.reviewOutcome.is('worse'),
})
export const workUpForFailedTreatment = D2.defines(
  initialWorkUp,
  'workUpForFailedTreatment',
  'no improvement with treatment',
  { when: failedTreatment, cites: [I7] },
)
export const mriForFailedTreatment = D2.defines(
  mriToConsider,
  'mriForFailedTreatment',
  'no improvement with treatment',
  {
    when: failedTreatment,
    cites: [I7],
  },
)
export const blockedByFailedTreatment = D2.defines(
  nsaidBlocked,
  'blockedByFailedTreatment',
  'no improvement with treatment',
  { when: failedTreatment },
)
export const worseIsSoon = I7.decides(urgency, 'worseIsSoon', {
  exceptionTo: [routine],
  when: failedTreatment,
  then: 'soon',
  cites: [D2],
})

export const continueNsaid = I7.decides(nsaid, 'continueNsaid', {
  exceptionTo: [nsaidFirst],
  when: all(adult, findings.treatmentStartedOn.done, not(findings.treatment.is('other')), not(nsaidBlocked)),
  then: 'continue',
  cites: [D1],
})
export const treatmentEndsWithPain = I7.decides(nsaid, 'treatmentEndsWithPain', {
  exceptionTo: [continueNsaid, conservativeTreatmentNotThePlan],
  when: all(findings.painResolved.present, not(redFlag)),
  then: 'none',
})
export const noReview = D2.byDefault(review, 'noReview', 'none')
export const reviewTreatment = D2.decides(review, 'reviewTreatment', {
  exceptionTo: [noReview],
  when: all(adult, not(nsaidBlocked), not(findings.painResolved.present)),
  then: 'inWindow',
  cites: [I7],
})
export const noNewScreen = I7.byDefault(screenAgain, 'noNewScreen', 'none')
export const screenAgainWhenNotBetter = I7.decides(screenAgain, 'screenAgainWhenNotBetter', {
  exceptionTo: [noNewScreen],
  when: any(
    findings.reviewOutcome.is('worse'),
    all(findings.reviewOutcome.is('notImproved'), findings.treatmentDaysAtReview.below(limits.reviewOpensDays)),
  ),
  then: 'recommended',
})
export const staysOpen = I7.byDefault(closing, 'staysOpen', 'none')
export const closeWhenResolved = I7.decides(closing, 'closeWhenResolved', {
  exceptionTo: [staysOpen],
  when: all(adult, findings.painResolved.present, not(redFlag)),
  then: 'recommended',
})

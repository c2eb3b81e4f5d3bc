import { all, any } from '../language/condition.ts'
import type { Constraint } from '../language/protocol.ts'
import { findings } from './findings.ts'

/** What cannot be: refused on input, left out of proofs and counts. */
export const constraints: readonly Constraint[] = [
  {
    id: 'pregnancyNeedsFemaleSex',
    impossible: all(findings.pregnant.present, findings.sexAtBirth.is('male')),
    because: 'pregnancy is recorded in a patient whose sex at birth is male',
  },
  {
    id: 'saddleNumbnessIsNumbness',
    impossible: all(findings.saddleNumbness.present, findings.numbnessOrSensoryLoss.absent),
    because: 'saddle numbness is present while numbness is absent',
  },
  {
    id: 'weaknessInBothLegsIsWeakness',
    impossible: all(findings.weaknessInBothLegs.present, findings.weakness.absent),
    because: 'weakness in both legs is present while weakness is absent',
  },
  {
    id: 'treatedCancerWasCancer',
    impossible: all(findings.treatedForCancer.present, findings.cancerHistory.is('never')),
    because: 'treatment for cancer is present while the history of cancer is "never"',
  },
  {
    id: 'resolvedPainIsNotWorse',
    impossible: all(findings.painResolved.present, findings.reviewOutcome.is('notImproved', 'worse')),
    because: 'the pain is resolved while the review says not improved or worse',
  },
  {
    id: 'pregnancyWeeksNeedPregnancy',
    impossible: all(findings.pregnant.absent, findings.pregnancyWeeks.done),
    because: 'weeks of pregnancy are recorded while pregnancy is absent',
  },
  {
    id: 'primarySiteNeedsCancer',
    impossible: all(
      findings.cancerHistory.is('never'),
      findings.treatedForCancer.absent,
      any(findings.primarySite.is('lung', 'breast', 'prostate', 'other')),
    ),
    because: 'a primary site is recorded while there is no cancer',
  },
]

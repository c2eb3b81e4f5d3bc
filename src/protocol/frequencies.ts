import type { Frequency } from '../language/finding.ts'

/*
 * How often findings occur among adults who come to primary care with back pain. They order the questions, so that few
 * are asked before the answer is settled; nothing is decided by them, and none is shown as a fact. Few are published
 * (as false-positive rates, where serious disease is rare almost the same); the others are assumed, so that what is
 * rare is not taken to be as likely as not.
 */

const assumed = 'assumed: no published figure was found'
const henschke = 'Henschke 2009, Arthritis Rheum 60:3072'
const harding = 'Harding 2005, Spine 30:1985'

/** Shares of patients, for the order of questions alone. */
export const frequencies: readonly Frequency[] = [
  { finding: 'cancerHistory', value: 'past', share: 0.035, reference: henschke },
  { finding: 'cancerHistory', value: 'current', share: 0.005, reference: henschke },
  { finding: 'treatedForCancer', value: 'present', share: 0.04, reference: henschke },
  { finding: 'unexplainedWeightLoss', value: 'present', share: 0.003, reference: henschke },
  { finding: 'otherConstitutional', value: 'present', share: 0.023, reference: henschke },
  { finding: 'nightPain', value: 'none', share: 0.56, reference: harding },
  { finding: 'nightPain', value: 'disturbsSleep', share: 0.2, reference: assumed },
  { finding: 'previousTreatment', value: 'none', share: 0.6, reference: assumed },
  { finding: 'previousTreatment', value: 'noResponse', share: 0.15, reference: assumed },
  { finding: 'firstEpisode', value: 'present', share: 0.3, reference: assumed },
  { finding: 'constantAndDull', value: 'present', share: 0.2, reference: assumed },
  { finding: 'unrelievedByRest', value: 'present', share: 0.15, reference: assumed },
  { finding: 'worseOnMovement', value: 'present', share: 0.7, reference: assumed },
  { finding: 'worseOnPalpation', value: 'present', share: 0.4, reference: assumed },
  { finding: 'suddenOnset', value: 'present', share: 0.3, reference: assumed },
  { finding: 'inflammatoryPattern', value: 'present', share: 0.05, reference: assumed },
  { finding: 'fever', value: 'present', share: 0.02, reference: assumed },
  { finding: 'otherSystemicIllnessSuspected', value: 'present', share: 0.02, reference: assumed },
  { finding: 'weakness', value: 'present', share: 0.04, reference: assumed },
  { finding: 'numbnessOrSensoryLoss', value: 'present', share: 0.08, reference: assumed },
  { finding: 'reflexOrGaitChange', value: 'present', share: 0.03, reference: assumed },
  { finding: 'progressiveDeficit', value: 'present', share: 0.005, reference: assumed },
  { finding: 'urinaryIncontinence', value: 'present', share: 0.01, reference: assumed },
  { finding: 'faecalIncontinence', value: 'present', share: 0.003, reference: assumed },
  { finding: 'newDifficultyPassingUrine', value: 'present', share: 0.005, reference: assumed },
  { finding: 'saddleNumbness', value: 'present', share: 0.002, reference: assumed },
  { finding: 'weaknessInBothLegs', value: 'present', share: 0.003, reference: assumed },
  { finding: 'recentSpinalProcedure', value: 'present', share: 0.01, reference: assumed },
  { finding: 'recentBacterialInfection', value: 'present', share: 0.03, reference: assumed },
  { finding: 'injectingDrugUse', value: 'present', share: 0.005, reference: assumed },
  { finding: 'immunosuppression', value: 'present', share: 0.02, reference: assumed },
  { finding: 'exposureToTuberculosisOrBrucellosis', value: 'present', share: 0.01, reference: assumed },
  { finding: 'significantTrauma', value: 'present', share: 0.04, reference: assumed },
  { finding: 'osteoporosis', value: 'present', share: 0.06, reference: assumed },
  { finding: 'longTermCorticosteroids', value: 'present', share: 0.02, reference: assumed },
  { finding: 'midlineSpinalTenderness', value: 'present', share: 0.15, reference: assumed },
  { finding: 'pulsatileAbdominalMassOrKnownAneurysm', value: 'present', share: 0.003, reference: assumed },
  { finding: 'faintingCollapseOrShock', value: 'present', share: 0.002, reference: assumed },
  { finding: 'newAbdominalPain', value: 'present', share: 0.04, reference: assumed },
  { finding: 'smoker', value: 'present', share: 0.2, reference: assumed },
  { finding: 'cardiovascularDisease', value: 'present', share: 0.12, reference: assumed },
  { finding: 'activePepticUlcerOrGastrointestinalBleed', value: 'present', share: 0.01, reference: assumed },
  { finding: 'severeKidneyDisease', value: 'present', share: 0.01, reference: assumed },
  { finding: 'severeHeartFailure', value: 'present', share: 0.01, reference: assumed },
  { finding: 'nsaidHypersensitivity', value: 'present', share: 0.01, reference: assumed },
  { finding: 'anticoagulant', value: 'present', share: 0.05, reference: assumed },
  { finding: 'pastUlcer', value: 'present', share: 0.03, reference: assumed },
  { finding: 'milderKidneyDisease', value: 'present', share: 0.06, reference: assumed },
  { finding: 'mriContraindication', value: 'present', share: 0.03, reference: assumed },
  { finding: 'pregnant', value: 'present', share: 0.05, reference: assumed },
  { finding: 'painResolved', value: 'present', share: 0.02, reference: assumed },
]

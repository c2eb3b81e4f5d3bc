import type { LookBacks } from '../language/look-back.ts'

/*
 * How far back a record is read. No source gives these days: they are clinical consensus, unreferenced, for clinicians to
 * set (docs/fhir.md lists them as a question). They decide what is filled in for a clinician to confirm, and nothing else:
 * what is older is not known, and is shown.
 */
export const lookBacks: LookBacks = {
  findings: [
    { finding: 'pregnant', days: 294, absentDays: 14, statement: 'X7' },
    { finding: 'pregnancyWeeks', days: 294, absentDays: 14, statement: 'X7' },
    { finding: 'urinaryIncontinence', days: 90, absentDays: 7, statement: 'X1' },
    { finding: 'faecalIncontinence', days: 90, absentDays: 7, statement: 'X1' },
    { finding: 'newDifficultyPassingUrine', days: 90, absentDays: 7, statement: 'X1' },
    { finding: 'saddleNumbness', days: 90, absentDays: 7, statement: 'X1' },
    { finding: 'weaknessInBothLegs', days: 90, absentDays: 7, statement: 'X1' },
    { finding: 'progressiveDeficit', days: 90, absentDays: 7, statement: 'B6' },
    { finding: 'paceOfDeficit', days: 30, absentDays: 7, statement: 'X1' },
    { finding: 'weakness', days: 180, absentDays: 7, statement: 'B6' },
    { finding: 'numbnessOrSensoryLoss', days: 180, absentDays: 7, statement: 'B6' },
    { finding: 'reflexOrGaitChange', days: 180, absentDays: 7, statement: 'B6' },
    { finding: 'legPain', days: 180, absentDays: 14, statement: 'I3' },
    { finding: 'fever', days: 14, absentDays: 7, statement: 'B2' },
    { finding: 'temperatureCelsius', days: 14, absentDays: 14, statement: 'B2' },
    { finding: 'unexplainedWeightLoss', days: 180, absentDays: 30, statement: 'B2' },
    { finding: 'otherConstitutional', days: 30, absentDays: 7, statement: 'B2' },
    { finding: 'otherSystemicIllnessSuspected', days: 30, absentDays: 7, statement: 'I11' },
    { finding: 'firstEpisode', days: 90, absentDays: 3650, statement: 'X4' },
    { finding: 'nightPain', days: 30, absentDays: 14, statement: 'B3' },
    { finding: 'previousTreatment', days: 90, absentDays: 90, statement: 'B5' },
    { finding: 'constantAndDull', days: 30, absentDays: 14, statement: 'E1' },
    { finding: 'unrelievedByRest', days: 30, absentDays: 14, statement: 'E2' },
    { finding: 'worseOnMovement', days: 30, absentDays: 14, statement: 'E4' },
    { finding: 'worseOnPalpation', days: 30, absentDays: 14, statement: 'E4' },
    { finding: 'suddenOnset', days: 30, absentDays: 30, statement: 'X4' },
    { finding: 'inflammatoryPattern', days: 365, absentDays: 90, statement: 'X10' },
    { finding: 'severity', days: 14, absentDays: 14, statement: 'I7' },
    { finding: 'significantTrauma', days: 90, absentDays: 14, statement: 'X4' },
    { finding: 'longTermCorticosteroids', days: 365, absentDays: 90, statement: 'X4' },
    { finding: 'midlineSpinalTenderness', days: 30, absentDays: 14, statement: 'X4' },
    { finding: 'recentBacterialInfection', days: 90, absentDays: 14, statement: 'X4' },
    { finding: 'recentSpinalProcedure', days: 90, absentDays: 90, statement: 'X4' },
    { finding: 'faintingCollapseOrShock', days: 7, absentDays: 1, statement: 'X5' },
    { finding: 'newAbdominalPain', days: 14, absentDays: 1, statement: 'X5' },
    { finding: 'activePepticUlcerOrGastrointestinalBleed', days: 180, absentDays: 30, statement: 'X6' },
    { finding: 'anticoagulant', days: 180, absentDays: 30, statement: 'X6' },
    { finding: 'painResolved', days: 14, absentDays: 14, statement: 'I7' },
  ],
  absentDays: 365,
  vagueOnsetDays: 62,
  reportDays: 90,
}

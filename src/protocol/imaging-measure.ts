import { any } from '../language/condition.ts'
import { anyDeficit, cancerEver, findings } from './findings.ts'

/*
 * The quality measure that counts imaging for low back pain as overuse. It decides nothing about a patient: whoever orders
 * imaging is told that the order would count, since the measure penalises the early X-ray that C1 recommends too.
 */

/** Imaging of the lumbar spine so soon after the first diagnosis counts as a failure of the measure. */
export const imagingMeasure = {
  name: 'CMS166/HEDIS, use of imaging studies for low back pain',
  /** The statement beside which the difference is told. */
  statement: 'C1',
  lookBackDays: 28,
  fromAgeYears: 18,
  toAgeYears: 75,
  /** What the measure excludes, as far as the vocabulary has it. Where it is not known the order may count. */
  exclusions: any(
    cancerEver,
    anyDeficit,
    findings.significantTrauma.present,
    findings.injectingDrugUse.present,
    findings.immunosuppression.present,
    findings.osteoporosis.present,
    findings.longTermCorticosteroids.present,
    findings.recentSpinalProcedure.present,
    findings.mri.is('spinalInfection'),
  ),
  reference: 'CMS166/HEDIS: measure page',
} as const

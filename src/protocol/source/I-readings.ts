import { reads } from '../../language/statement.ts'
import { redFlag, seriousPattern, xrayAbnormal } from '../conditions.ts'
import { degenerativeCountsAsNormal, safetyNet, urgency } from '../decisions.ts'
import { findings } from '../findings.ts'

export const I1 = reads('I1')`"More than one month" is more than 30 days; a parameter of the protocol.`

export const I2 = reads('I2')`
  B3 needs disturbed sleep; pain merely present at night is E3; disturbed sleep is both.`

export const I3 = reads('I3')`
  "Such as" is open: any neurologic finding counts under B6 and E6, saddle numbness, retention and weakness in both
  legs too. Leg pain alone, without deficit, does not.`

export const I4 = reads('I4')`
  Urgent (E7): any constitutional or neurologic feature (E5, E6), or the serious pattern: E1 with E2 or E3. E4 alone
  never raises the urgency: it is recorded and shown. A red flag without E7 is soon. Neither: routine.`.whereGuidanceDiffers(
  'Grading matters: in one primary-care series of 1,172 patients 80 % had a flag and 0.9 % serious disease.',
  'Henschke 2009, Arthritis Rheum 60:3072',
  'abstract seen',
)
export const routine = I4.byDefault(urgency, 'routine', 'routine')

export const I5 = reads('I5')`
  Abnormal X-ray (C2): lytic lesion, compression fracture or another abnormality the reader calls significant.
  Degenerative change alone counts as normal for C4, and the output says so.`
export const otherAbnormalityOnXray = I5.defines(
  xrayAbnormal,
  'otherAbnormalityOnXray',
  'another significant abnormality on the X-ray',
  { when: findings.xray.is('otherAbnormality') },
)
export const noDegenerativeChange = I5.byDefault(degenerativeCountsAsNormal, 'noDegenerativeChange', 'none')
export const degenerativeChangeAlone = I5.decides(degenerativeCountsAsNormal, 'degenerativeChangeAlone', {
  exceptionTo: [noDegenerativeChange],
  when: findings.xray.is('degenerative'),
  then: 'say',
})

export const I6 = reads('I6')`
  Abnormal ESR (C3): above the laboratory's upper limit if given, else above age/2 (men) or (age + 10)/2 (women) mm/h.
  In pregnancy the formula is not used, only the laboratory's limit. Sex or age not known and no laboratory limit: not
  known, not normal.`.whereGuidanceDiffers(
  'The age formula is Miller 1983: a man of 21, 10.5; a woman of 21, 15.5; a man of 78, 39 mm/h.',
  'Miller 1983, BMJ 286:266',
  'secondary page',
)

export const I7 = reads('I7')`
  D2: review opens 2 weeks after treatment starts and is overdue after 6. Not improved inside the window: X-ray and ESR
  if not yet done, MRI if both are abnormal, and MRI may be considered even if they are not. Not improved before 2 weeks:
  continue, screen again, review again. Worse at any time: at least all that "not improved" gets inside the window, and
  red flags screened again now. Resolved: close with safety-net advice.`
export const safetyNetForAll = I7.byDefault(safetyNet, 'safetyNetForAll', 'say')

export const I8 = reads('I8')`
  D2 and B4/B5 overlap; both are cited and the result is the union. The current treatment counts as B5 only from 2 weeks
  on. Improving pain after 30 days still is B4 (soon): a question to clinicians.`

export const I9 = reads('I9')`
  F1 holds for every red flag and does not wait for results; the referral carries the decision's urgency. Neurologic
  flags go to neurosurgery, others to orthopaedics; the clinician may choose the other.`

export const I10 = reads('I10')`
  Scope is adults (18 and over). Younger: out of scope, said plainly, specialist assessment advised, nothing prescribed;
  but the emergency additions speak first at any age.`

export const I11 = reads('I11')`
  D1 needs every finding that could block it known and not blocking: B1–B6, the serious pattern, and in the standard
  layer X1–X7, X9, X12 too; age known; pregnancy known where it can apply. While one is not known the answer is "not yet:
  ask", never an NSAID.`

export const I12 = reads('I12')`
  The serious pattern of I4 without any of B1–B6 counts as a red flag for C1, D3, F1 and the invariants. Other lone
  E-features are shown with their statement and block nothing.`
export const seriousPatternFlag = I12.defines(redFlag, 'seriousPatternFlag', 'the serious pattern of pain', {
  when: seriousPattern,
})

export const I13 = reads('I13')`
  "Constant/dull" is one quality (a constant dull ache). The source's list of features "along with" fever and others is
  read as I4.`

export const I14 = reads('I14')`
  D3 forbids conservative care as the plan; relief of pain during the work-up is the clinician's, said so. C4 is
  unconditional: both abnormal, whatever led to the tests.`

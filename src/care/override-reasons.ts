/*
 * Why a clinician does otherwise: the code system "Non-Adherence Reason Codes" of HL7 International / Clinical Decision
 * Support, trial use, as it stands in the CDS Hooks 3.0.0-ballot sources (github.com/HL7/cds-hooks, commit fb10ca7 of
 * 2026-06-24, input/vocabulary/CodeSystem-non-adherence-reason-codes.json). Codes and displays are HL7's, unchanged;
 * `selected` marks those of its value set non-adherence-reason-clinical, meant for choosing at the point of care.
 */

export interface OverrideReason {
  readonly code: string
  readonly display: string
  /** The code it is grouped under; absent for a category. */
  readonly category?: string
  /** Of the short list for the point of care. */
  readonly selected?: true
}

/** The code system's address, for a Coding. */
export const overrideReasonSystem = 'http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes'

/** Every code, each category before its own. */
export const overrideReasons: readonly OverrideReason[] = [
  { code: 'cds-not-applicable', display: 'PC CDS does not apply to patient', selected: true },
  {
    code: 'patient-ineligible',
    display: 'Patient does not meet eligibility for recommended action',
    category: 'cds-not-applicable',
  },
  {
    code: 'indication-order-exists',
    display: 'Patient has indication/order for intended action',
    category: 'cds-not-applicable',
  },
  {
    code: 'action-completed',
    display: 'Recommended action was already completed',
    category: 'cds-not-applicable',
    selected: true,
  },
  {
    code: 'action-unsuccessful',
    display: 'Recommended action was previously unsuccessful',
    category: 'cds-not-applicable',
  },
  {
    code: 'action-performed-no-adverse-effect',
    display: 'Intended action was performed previously without adverse effect',
    category: 'cds-not-applicable',
  },
  {
    code: 'action-not-priority',
    display: 'Recommended action is not relevant or a priority in current state of health',
    category: 'cds-not-applicable',
  },
  { code: 'cds-suboptimal-context', display: 'PC CDS delivered in suboptimal context', selected: true },
  {
    code: 'limited-time',
    display: 'Could not address recommended action due to limited time',
    category: 'cds-suboptimal-context',
  },
  {
    code: 'wrong-time-workflow',
    display: 'PC CDS delivered at wrong time in workflow or patient lifecycle',
    category: 'cds-suboptimal-context',
  },
  {
    code: 'inappropriate-recipient',
    display: 'PC CDS delivered to inappropriate recipient/role',
    category: 'cds-suboptimal-context',
  },
  {
    code: 'need-more-info',
    display: 'Could not address recommended action due to need for more information/pending results/pending consult',
    category: 'cds-suboptimal-context',
  },
  {
    code: 'recipient-disagrees-evidence',
    display: 'Recipient disagrees with recommendation because of issues with the evidence',
    selected: true,
  },
  {
    code: 'does-not-align-latest-evidence',
    display: 'Recommended action does not align with the latest evidence',
    category: 'recipient-disagrees-evidence',
  },
  {
    code: 'expert-contradicts',
    display: 'Advice from expert contradicts the recommended action',
    category: 'recipient-disagrees-evidence',
  },
  {
    code: 'policy-contradicts',
    display: 'Institutional policy/guideline contradicts the recommended action',
    category: 'recipient-disagrees-evidence',
  },
  {
    code: 'recipient-does-not-trust',
    display: 'Recipient does not agree with or trust the recommended action',
    category: 'recipient-disagrees-evidence',
  },
  {
    code: 'recipient-concerns-outcomes',
    display: 'Recipient has concerns regarding potential health outcomes',
    selected: true,
  },
  {
    code: 'risk-benefit-ratio',
    display: 'Recipient assessment of risk/benefit ratio',
    category: 'recipient-concerns-outcomes',
  },
  {
    code: 'mitigate-risk-negative-outcome',
    display: 'Action taken to mitigate risk of negative outcome',
    category: 'recipient-concerns-outcomes',
  },
  {
    code: 'likely-negative-health-outcomes',
    display: 'Recommended action likely to have negative health outcomes',
    category: 'recipient-concerns-outcomes',
  },
  {
    code: 'patient-contraindication',
    display: 'Patient has contraindication to recommended action',
    category: 'recipient-concerns-outcomes',
    selected: true,
  },
  {
    code: 'does-not-align-preferences',
    display: 'Recommendation does not align with patient preferences or values',
    selected: true,
  },
  {
    code: 'patient-fears-discomfort',
    display: 'Patient fears discomfort from complying with recommended action',
    category: 'does-not-align-preferences',
  },
  {
    code: 'patient-does-not-want-change',
    display: 'Patient does not want to change behavior or believes the change is unnecessary',
    category: 'does-not-align-preferences',
  },
  {
    code: 'cultural-religious-reason',
    display: 'Patient has a cultural or religious reason for not following recommended action',
    category: 'does-not-align-preferences',
  },
  {
    code: 'prefers-alternative',
    display: 'Patient prefers an alternative approach or treatment',
    category: 'does-not-align-preferences',
  },
  {
    code: 'patient-refuses',
    display: 'Patient refuses/declines (no context given)*',
    category: 'does-not-align-preferences',
    selected: true,
  },
  { code: 'not-convenient-feasible', display: 'Recommendation is not convenient or feasible', selected: true },
  {
    code: 'inadequate-support',
    display: 'Patient has inadequate caregiver/social support',
    category: 'not-convenient-feasible',
  },
  {
    code: 'service-not-available',
    display: 'Treatment or service is not practically available',
    category: 'not-convenient-feasible',
    selected: true,
  },
  {
    code: 'implementation-challenges',
    display: 'Recommended action cannot be implemented due to technology/challenges',
    category: 'not-convenient-feasible',
  },
  {
    code: 'too-costly-uncovered',
    display: 'Recommended action is too costly or not covered by insurance',
    category: 'not-convenient-feasible',
    selected: true,
  },
  {
    code: 'recipient-does-not-understand',
    display: 'Recipient does not understand the recommended action or know how to perform the recommended action',
    category: 'not-convenient-feasible',
    selected: true,
  },
  {
    code: 'comorbidity-disability',
    display: 'Patient has co-morbidity or disability that hinders them from completing recommended action',
    category: 'not-convenient-feasible',
  },
]

/**
 * The reason of a code; nothing where the code system has no such code.
 *
 * @example reasonFor('patient-refuses')?.category // 'does-not-align-preferences'
 */
export function reasonFor(code: string): OverrideReason | undefined {
  return overrideReasons.find((reason) => reason.code === code)
}

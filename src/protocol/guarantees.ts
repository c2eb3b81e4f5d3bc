import type { Fact, Guarantee, Turn } from '../language/claim.ts'
import { all, not } from '../language/condition.ts'
import { actionGuarantees } from './action-guarantees.ts'
import {
  esrRaised,
  nsaidBlocked,
  nsaidContraindicated,
  redFlag,
  spineEmergency,
  vascularEmergency,
  xrayAbnormal,
} from './conditions.ts'
import { findings } from './findings.ts'
import { limits } from './parameters.ts'

const both = ['source', 'standard'] as const
const adult: Fact = { condition: findings.ageYears.atLeast(limits.adultAgeYears), is: 'true' }
const anyRedFlag: Fact = { condition: redFlag, is: 'true' }
const notVascular: Fact = { condition: vascularEmergency, is: 'not true' }
const vascular: Fact = { condition: vascularEmergency, is: 'true' }
const mriIsCurrent = findings.mri.within(limits.currentResultDays)
const conservativeTreatment: Fact = { decision: 'nsaid', outcomes: ['recommended', 'continue'], is: 'now' }
const mriRecommended: Fact = { decision: 'mri', outcomes: ['recommended', 'emergency'], is: 'now' }

/** A red-flag finding that turns from absent to present, or to a graver value. */
const redFlagTurns: readonly Turn[] = [
  { finding: 'treatedForCancer', from: 'absent', to: 'present' },
  { finding: 'fever', from: 'absent', to: 'present' },
  { finding: 'unexplainedWeightLoss', from: 'absent', to: 'present' },
  { finding: 'otherConstitutional', from: 'absent', to: 'present' },
  { finding: 'weakness', from: 'absent', to: 'present' },
  { finding: 'progressiveDeficit', from: 'absent', to: 'present' },
  { finding: 'urinaryIncontinence', from: 'absent', to: 'present' },
  { finding: 'faecalIncontinence', from: 'absent', to: 'present' },
  { finding: 'numbnessOrSensoryLoss', from: 'absent', to: 'present' },
  { finding: 'reflexOrGaitChange', from: 'absent', to: 'present' },
  { finding: 'saddleNumbness', from: 'absent', to: 'present' },
  { finding: 'newDifficultyPassingUrine', from: 'absent', to: 'present' },
  { finding: 'weaknessInBothLegs', from: 'absent', to: 'present' },
  { finding: 'constantAndDull', from: 'absent', to: 'present' },
  { finding: 'unrelievedByRest', from: 'absent', to: 'present' },
  { finding: 'significantTrauma', from: 'absent', to: 'present' },
  { finding: 'osteoporosis', from: 'absent', to: 'present' },
  { finding: 'longTermCorticosteroids', from: 'absent', to: 'present' },
  { finding: 'suddenOnset', from: 'absent', to: 'present' },
  { finding: 'midlineSpinalTenderness', from: 'absent', to: 'present' },
  { finding: 'immunosuppression', from: 'absent', to: 'present' },
  { finding: 'injectingDrugUse', from: 'absent', to: 'present' },
  { finding: 'recentBacterialInfection', from: 'absent', to: 'present' },
  { finding: 'recentSpinalProcedure', from: 'absent', to: 'present' },
  { finding: 'exposureToTuberculosisOrBrucellosis', from: 'absent', to: 'present' },
  { finding: 'cancerHistory', from: 'never', to: 'past' },
  { finding: 'cancerHistory', from: 'never', to: 'current' },
  { finding: 'cancerHistory', from: 'past', to: 'current' },
  { finding: 'nightPain', from: 'none', to: 'present' },
  { finding: 'nightPain', from: 'none', to: 'disturbsSleep' },
  { finding: 'nightPain', from: 'present', to: 'disturbsSleep' },
  { finding: 'previousTreatment', from: 'none', to: 'noResponse' },
  { finding: 'previousTreatment', from: 'helped', to: 'noResponse' },
  { finding: 'durationDays', from: '30', to: '31' },
  { finding: 'paceOfDeficit', from: 'stable', to: 'rapid' },
  { finding: 'paceOfDeficit', from: 'slow', to: 'rapid' },
]

/** The invariants of CLINICAL.md section 7. One that cannot hold as worded stays, refuted, beside the wording we propose. */
const invariants: readonly Guarantee[] = [
  {
    id: 'V1',
    name: 'every_case_has_exactly_one_answer_to_every_question',
    sentence: 'Every decision has an answer in every case, and rules that speak side by side never disagree.',
    wording: 'specified',
    expected: 'proved',
    layers: both,
    claims: [{ kind: 'one answer' }],
  },
  {
    id: 'V2',
    name: 'a_red_flag_is_never_answered_with_conservative_treatment',
    sentence: 'No case with a red flag, the serious pattern included, is given an NSAID as its plan.',
    wording: 'specified',
    expected: 'proved',
    layers: both,
    claims: [
      {
        kind: 'never',
        facts: [anyRedFlag, { ...conservativeTreatment, outcomes: ['recommended', 'continue', 'consider'] }],
      },
    ],
  },
  {
    id: 'V3',
    name: 'an_nsaid_is_never_recommended_while_something_that_could_block_it_is_not_known',
    sentence:
      'While a finding that could keep an NSAID from being the first treatment is not known, none is recommended.',
    wording: 'specified',
    expected: 'proved',
    layers: both,
    claims: [
      { kind: 'never', facts: [conservativeTreatment, { condition: nsaidBlocked, is: 'not false' }] },
      {
        kind: 'never',
        facts: [
          conservativeTreatment,
          { decision: 'nsaid', outcomes: ['notAdvised', 'withhold', 'askFirst', 'consider'], is: 'possible' },
        ],
      },
      { kind: 'never', facts: [conservativeTreatment, { ...adult, is: 'not true' }] },
    ],
  },
  {
    id: 'V4',
    name: 'a_red_flag_that_appears_never_weakens_anything',
    sentence:
      'Turning a red-flag finding from absent to present never lowers the urgency and never weakens an investigation or the referral, unless the patient leaves the pathway (X5).',
    wording: 'specified',
    expected: 'refuted',
    because:
      'Where MRI is contraindicated, a red flag that makes an MRI due turns "no MRI" into "contraindicated, imaging of the specialist’s choice": MRI itself is weaker, imaging is not.',
    layers: ['standard'],
    claims: [
      {
        kind: 'never weakens',
        turns: redFlagTurns,
        decisions: ['urgency', 'xray', 'esr', 'mri', 'surgicalReferral'],
        unless: [vascular],
      },
    ],
  },
  {
    id: 'V4',
    name: 'a_red_flag_that_appears_never_weakens_anything_that_can_be_done',
    sentence:
      'Turning a red-flag finding from absent to present never lowers the urgency and never weakens an investigation or the referral, unless the patient leaves the pathway (X5); where MRI is contraindicated the imaging of the specialist’s choice takes its place.',
    wording: 'proposed',
    expected: 'proved',
    layers: both,
    claims: [
      {
        kind: 'never weakens',
        turns: redFlagTurns,
        decisions: ['urgency', 'xray', 'esr', 'surgicalReferral', 'specialistImaging'],
        unless: [vascular],
      },
      {
        kind: 'never weakens',
        turns: redFlagTurns,
        decisions: ['mri'],
        unless: [vascular, { decision: 'mri', outcomes: ['contraindicated'], is: 'now' }],
      },
    ],
  },
  {
    id: 'V5',
    name: 'mri_is_never_recommended_without_x_ray_and_esr_save_by_listed_exceptions',
    sentence:
      'MRI is never recommended without both an X-ray and an ESR result, except for a suspected spinal emergency (X1, X9, X11), a lytic lesion (X2) or urgent imaging in pregnancy (X7).',
    wording: 'specified',
    expected: 'proved',
    layers: both,
    claims: [
      {
        kind: 'never',
        facts: [
          mriRecommended,
          { condition: all(findings.xray.done, findings.esrMmPerHour.done), is: 'not true' },
          { condition: spineEmergency, is: 'not true' },
          { condition: findings.xray.is('lyticLesion'), is: 'not true' },
          { condition: findings.pregnant.present, is: 'not true' },
        ],
      },
    ],
  },
  {
    id: 'V6',
    name: 'both_tests_abnormal_always_lead_to_mri',
    sentence:
      'An abnormal X-ray and an abnormal ESR in an adult without a current MRI lead to MRI (contraindicated: the specialist’s imaging; X5 excepted).',
    wording: 'specified',
    expected: 'proved',
    layers: both,
    claims: [
      {
        kind: 'never',
        facts: [
          { condition: xrayAbnormal, is: 'true' },
          { condition: esrRaised, is: 'true' },
          adult,
          { condition: mriIsCurrent, is: 'false' },
          notVascular,
          { decision: 'mri', outcomes: ['recommended', 'emergency', 'contraindicated'], is: 'not now' },
        ],
      },
    ],
  },
  {
    id: 'V7',
    name: 'a_red_flag_always_gets_a_referral',
    sentence: 'A red flag in an adult is always referred to neurosurgery or orthopaedics (X5: to the vascular team).',
    wording: 'specified',
    expected: 'proved',
    layers: both,
    claims: [
      {
        kind: 'never',
        facts: [
          anyRedFlag,
          adult,
          notVascular,
          { decision: 'surgicalReferral', outcomes: ['none'], is: 'possible' },
          { condition: vascularEmergency, is: 'false' },
        ],
      },
      { kind: 'never', facts: [vascular, { decision: 'vascularReferral', outcomes: ['recommended'], is: 'not now' }] },
    ],
  },
  {
    id: 'V8',
    name: 'an_answer_never_takes_back_what_was_certain',
    sentence:
      'Answering something unknown never retracts what was definite, never lowers "at least", never raises "at most".',
    wording: 'specified',
    expected: 'proved',
    layers: both,
    claims: [{ kind: 'answers narrow' }],
  },
  {
    id: 'V9',
    name: 'the_additions_never_lower_the_urgency',
    sentence:
      'The standard layer’s least urgency is never below that of the source, and it weakens an investigation or the referral of the source only by X3, X5, X6, X7, X8 or X11.',
    wording: 'specified',
    expected: 'refuted',
    because:
      'X1 also weakens: where MRI is contraindicated it says so in place of "recommended" or "consider" (imaging of the specialist’s choice is recommended instead).',
    layers: ['standard'],
    claims: [
      { kind: 'not below layer', decision: 'urgency', layer: 'source' },
      {
        kind: 'weaker only by',
        decisions: ['xray', 'esr', 'mri', 'surgicalReferral'],
        layer: 'source',
        statements: ['X3', 'X5', 'X6', 'X7', 'X8', 'X11'],
      },
    ],
  },
  {
    id: 'V9',
    name: 'the_additions_weaken_the_source_only_where_listed',
    sentence:
      'The standard layer’s least urgency is never below that of the source; it weakens an investigation or the referral only by X5, X7, X8 or, where MRI is contraindicated, X1.',
    wording: 'proposed',
    expected: 'proved',
    layers: ['standard'],
    claims: [
      { kind: 'not below layer', decision: 'urgency', layer: 'source' },
      {
        kind: 'weaker only by',
        decisions: ['xray', 'esr', 'surgicalReferral'],
        layer: 'source',
        statements: ['X5', 'X7', 'X8'],
      },
      { kind: 'weaker only by', decisions: ['mri'], layer: 'source', statements: ['X1', 'X5'] },
    ],
  },
  {
    id: 'V10',
    name: 'a_contraindicated_nsaid_is_never_recommended',
    sentence:
      'An NSAID is never recommended, continued or left to choice where it is contraindicated, pregnancy from 20 weeks included.',
    wording: 'specified',
    expected: 'proved',
    layers: ['standard'],
    claims: [
      {
        kind: 'never',
        facts: [
          { condition: nsaidContraindicated, is: 'true' },
          { ...conservativeTreatment, outcomes: ['recommended', 'continue', 'consider'] },
        ],
      },
      {
        kind: 'never',
        facts: [
          {
            condition: all(findings.pregnant.present, not(findings.pregnancyWeeks.below(limits.nsaidPregnancyWeeks))),
            is: 'not false',
          },
          { condition: findings.pregnant.present, is: 'true' },
          { ...conservativeTreatment, outcomes: ['recommended', 'continue', 'consider'] },
        ],
      },
    ],
  },
  {
    id: 'V11',
    name: 'every_statement_is_cited_and_every_rule_decides',
    sentence:
      'Every red flag, rule, serious feature and addition is cited by a rule, and every rule decides at least one case.',
    wording: 'specified',
    expected: 'proved',
    layers: both,
    claims: [{ kind: 'all cited', kinds: ['red flag', 'rule', 'serious', 'addition'] }, { kind: 'all decisive' }],
  },
  {
    id: 'V12',
    name: 'no_test_is_ordered_again_while_its_result_is_current',
    sentence: 'No test is recommended again while its result is current.',
    wording: 'specified',
    expected: 'proved',
    layers: both,
    claims: [
      {
        kind: 'never',
        facts: [
          { condition: findings.xray.within(limits.currentResultDays), is: 'true' },
          { decision: 'xray', outcomes: ['consider', 'recommended'], is: 'now' },
        ],
      },
      {
        kind: 'never',
        facts: [
          { condition: findings.esrMmPerHour.within(limits.currentResultDays), is: 'true' },
          { decision: 'esr', outcomes: ['recommended'], is: 'now' },
        ],
      },
      { kind: 'never', facts: [{ condition: mriIsCurrent, is: 'true' }, mriRecommended] },
    ],
  },
]

/** Everything that is proved: the invariants, and what each statement asks for in both directions. */
export const guarantees: readonly Guarantee[] = [...invariants, ...actionGuarantees]

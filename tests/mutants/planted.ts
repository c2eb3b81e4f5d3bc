import { all, any, atLeastOf, type ConditionData, not } from '../../src/language/condition.ts'
import type { RuleData } from '../../src/language/protocol.ts'
import { findings } from '../../src/protocol/findings.ts'
import { limits } from '../../src/protocol/parameters.ts'
import { without } from '../engines/without.ts'
import { eachLayer, type Layers, withCondition, withRule } from './mutant.ts'

/** A mistake planted by hand, the invariant it breaks and the guarantee that must notice. */
export interface Planted {
  readonly invariant: string
  /** What somebody has done. */
  readonly sentence: string
  /** The guarantee that must be refuted. */
  readonly guarantee: string
  readonly plant: (layers: Layers) => Layers
}

/** The condition of a rule or a definition, wherever it stands. */
function conditionOf(layers: Layers, id: string): ConditionData {
  const pieces = Object.values(layers).flatMap(({ conditions, decisions }) => [
    ...conditions.flatMap(({ definitions }) => definitions),
    ...decisions.flatMap(({ rules }) => rules),
  ])
  const piece = pieces.find((each) => each.id === id)
  if (!piece) throw new Error(`there is no rule or definition ${id}`)
  return piece.when
}

function rewritten(id: string, change: (when: ConditionData, layers: Layers) => ConditionData): Planted['plant'] {
  return (layers) =>
    eachLayer(layers, (protocol) => withCondition(protocol, id, change(conditionOf(layers, id), layers)))
}

function removed(id: string): Planted['plant'] {
  return (layers) => eachLayer(layers, (protocol) => without(protocol, id))
}

function ruleChanged(id: string, change: (rule: RuleData) => RuleData): Planted['plant'] {
  return (layers) => eachLayer(layers, (protocol) => withRule(protocol, id, change))
}

/** In the standard layer alone: a mistake in an addition. */
function inStandard(plant: Planted['plant']): Planted['plant'] {
  return (layers) => {
    const { standard } = plant(layers)
    return standard ? { ...layers, standard } : layers
  }
}

/** A rule put into a decision of the standard layer. */
function added(decision: string, rule: RuleData): Planted['plant'] {
  return inStandard((layers) =>
    eachLayer(layers, (protocol) => ({
      ...protocol,
      decisions: protocol.decisions.map((each) =>
        each.id === decision ? { ...each, rules: [...each.rules, rule] } : each,
      ),
    })),
  )
}

/** At least one mistake for each invariant; V8, which no protocol can break, has its own in the test. */
export const planted: readonly Planted[] = [
  {
    invariant: 'V1',
    sentence: 'Urgent no longer takes the place of the “soon” of failed treatment: both are answered.',
    guarantee: 'every_case_has_exactly_one_answer_to_every_question',
    plant: ruleChanged('seriousIsUrgent', (rule) => ({
      ...rule,
      exceptionTo: rule.exceptionTo.filter((id) => id !== 'worseIsSoon'),
    })),
  },
  {
    invariant: 'V2',
    sentence: 'A red flag no longer keeps an NSAID from being the first treatment.',
    guarantee: 'a_red_flag_is_never_answered_with_conservative_treatment',
    plant: removed('blockedByRedFlag'),
  },
  {
    invariant: 'V3',
    sentence: 'While something is not known the answer is an NSAID, not a question.',
    guarantee: 'an_nsaid_is_never_recommended_while_something_that_could_block_it_is_not_known',
    plant: ruleChanged('noNsaidUntilKnown', (rule) => ({ ...rule, then: 'recommended' })),
  },
  {
    invariant: 'V4',
    sentence: 'Neurologic signs after trauma are put down to the trauma and are not urgent.',
    guarantee: 'a_red_flag_that_appears_never_weakens_anything_that_can_be_done',
    plant: rewritten('urgentForNeurologicSigns', (when) => all(when, not(findings.significantTrauma.present))),
  },
  {
    invariant: 'V4',
    sentence: 'With disturbed sleep the work-up starts with the ESR, and the X-ray is left out.',
    guarantee: 'a_red_flag_that_appears_never_weakens_anything_that_can_be_done',
    plant: rewritten('initialXray', (when) => all(when, not(findings.nightPain.is('disturbsSleep')))),
  },
  {
    invariant: 'V5',
    sentence: 'A compression fracture leads to MRI without waiting for the ESR, as a lytic lesion does.',
    guarantee: 'mri_is_never_recommended_without_x_ray_and_esr_save_by_listed_exceptions',
    plant: rewritten('mriAfterGraveResult', (when) => any(when, findings.xray.is('compressionFracture'))),
  },
  {
    invariant: 'V6',
    sentence: 'With both tests abnormal an MRI is only to be considered.',
    guarantee: 'both_tests_abnormal_always_lead_to_mri',
    plant: ruleChanged('mriAfterBothAbnormal', (rule) => ({ ...rule, then: 'consider' })),
  },
  {
    invariant: 'V7',
    sentence: 'The referral asks for two red flags.',
    guarantee: 'a_red_flag_always_gets_a_referral',
    plant: (layers) =>
      eachLayer(layers, (protocol) => {
        const flags = protocol.conditions.find(({ id }) => id === 'redFlag')?.definitions ?? []
        return withCondition(protocol, 'redFlagIsReferred', atLeastOf(2, ...flags.map(({ when }) => when)))
      }),
  },
  {
    invariant: 'V7',
    sentence: 'A ruptured vessel in a patient under 18 is sent to nobody.',
    guarantee: 'a_red_flag_always_gets_a_referral',
    plant: rewritten('vascularReferralNow', (when) => all(when, findings.ageYears.atLeast(limits.adultAgeYears))),
  },
  {
    invariant: 'V9',
    sentence: 'The additions forget that general symptoms are urgent.',
    guarantee: 'the_additions_weaken_the_source_only_where_listed',
    plant: inStandard(removed('urgentForGeneralSymptoms')),
  },
  {
    invariant: 'V9',
    sentence: 'An inflammatory pattern is taken as a reason for no X-ray.',
    guarantee: 'the_additions_weaken_the_source_only_where_listed',
    plant: added('xray', {
      id: 'inflammatoryNeedsNoXray',
      statements: ['X10'],
      exceptionTo: ['initialXray'],
      when: findings.inflammatoryPattern.present,
      then: 'none',
    }),
  },
  {
    invariant: 'V10',
    sentence: 'A contraindicated NSAID is left to the clinician’s choice.',
    guarantee: 'a_contraindicated_nsaid_is_never_recommended',
    plant: ruleChanged('contraindicatedNsaid', (rule) => ({ ...rule, then: 'consider' })),
  },
  {
    invariant: 'V10',
    sentence: 'In pregnancy an NSAID is left to choice in every week.',
    guarantee: 'a_contraindicated_nsaid_is_never_recommended',
    plant: rewritten('earlyPregnancyNsaid', (when) =>
      when.op === 'all'
        ? { ...when, of: when.of.filter((part) => part.op !== 'compare' || part.finding !== 'pregnancyWeeks') }
        : when,
    ),
  },
  {
    invariant: 'V11',
    sentence: 'Pain that disturbs sleep is in the text, and in no rule.',
    guarantee: 'every_statement_is_cited_and_every_rule_decides',
    plant: removed('nightPainDisturbsSleep'),
  },
  {
    invariant: 'V11',
    sentence: 'A rule asks for what can never be: an inflammatory pattern that is there and is not.',
    guarantee: 'every_statement_is_cited_and_every_rule_decides',
    plant: rewritten('inflammatoryPatternSeen', (when) => all(when, findings.inflammatoryPattern.absent)),
  },
  {
    invariant: 'V12',
    sentence: 'An X-ray is ordered although one of last week is on record.',
    guarantee: 'no_test_is_ordered_again_while_its_result_is_current',
    plant: rewritten('initialXray', (when) => (when.op === 'all' ? all(...when.of.slice(0, 1)) : when)),
  },
  {
    invariant: 'I5',
    sentence: 'A normal X-ray too is said to show degenerative change.',
    guarantee: 'degenerative_change_alone_is_said_to_count_as_normal',
    plant: rewritten('degenerativeChangeAlone', (when) => any(when, findings.xray.is('normal'))),
  },
  {
    invariant: 'I7',
    sentence: 'A patient who is better is screened for red flags again.',
    guarantee: 'each_outcome_of_treatment_has_its_action_and_no_other',
    plant: rewritten('screenAgainWhenNotBetter', (when) => any(when, findings.reviewOutcome.is('improved'))),
  },
  {
    invariant: 'I9',
    sentence: 'A neurologic sign goes to orthopaedics.',
    guarantee: 'a_neurologic_sign_goes_to_neurosurgery_and_only_that',
    plant: ruleChanged('neurologicFlagToNeurosurgery', (rule) => ({ ...rule, then: 'orthopaedics' })),
  },
  {
    invariant: 'I10',
    sentence: 'Under 18 the answer is a question, as if an NSAID could follow.',
    guarantee: 'nothing_is_prescribed_under_18',
    plant: ruleChanged('underAgeNsaid', (rule) => ({ ...rule, then: 'askFirst' })),
  },
  {
    invariant: 'C6',
    sentence: 'MRI is advised against although one of last week is on record.',
    guarantee: 'mri_is_not_advised_just_while_the_first_tests_are_missing',
    plant: rewritten('notInPlaceOfXray', (when) => (when.op === 'all' ? all(...when.of.slice(0, 1)) : when)),
  },
  {
    invariant: 'D1',
    sentence: 'An NSAID is given without a word on heat and staying active.',
    guarantee: 'what_goes_with_an_nsaid_goes_with_it_always_and_only',
    plant: removed('heatBesideNsaid'),
  },
  {
    invariant: 'X1',
    sentence: 'In an emergency of the spine nobody is told not to wait for the X-ray and ESR.',
    guarantee: 'a_spinal_emergency_has_all_its_actions_and_nothing_else_has_them',
    plant: removed('doNotWaitForTests'),
  },
  {
    invariant: 'X2',
    sentence: 'The reasons for an MRI take a raised ESR with any risk, the order of one only with an infection risk.',
    guarantee: 'every_reason_for_mri_leads_to_it_and_nothing_else_does',
    plant: rewritten('raisedEsrWithInfectionRisk', (when) => (when.op === 'all' ? all(...when.of.slice(0, 2)) : when)),
  },
  {
    invariant: 'X3',
    sentence: 'Normal tests with a red flag are left without the word that they exclude nothing.',
    guarantee: 'normal_tests_with_a_red_flag_are_followed_up',
    plant: removed('normalTestsDoNotExclude'),
  },
  {
    invariant: 'X5',
    sentence: 'Beside a vascular emergency an MRI of the spine is asked for.',
    guarantee: 'a_vascular_emergency_leaves_the_pathway_for_the_vascular_team',
    plant: removed('leavesPathwayMri'),
  },
  {
    invariant: 'X7',
    sentence: 'In pregnancy the X-ray is recommended while nobody knows whether an MRI was made.',
    guarantee: 'pregnancy_is_spoken_of_wherever_it_matters',
    plant: rewritten('pregnantXray', (when) => all(when, not(findings.mri.within(limits.currentResultDays)))),
  },
  {
    invariant: 'X8',
    sentence: 'Disc disease on an MRI is admitted as an infection.',
    guarantee: 'each_mri_result_has_its_action_and_no_other_result_has_it',
    plant: rewritten('admitForSpinalInfection', (when) => any(when, findings.mri.is('discDisease'))),
  },
]

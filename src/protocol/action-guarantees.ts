import type { Claim, Fact, Guarantee } from '../language/claim.ts'
import { all, any, type Condition, not } from '../language/condition.ts'
import {
  bothNormal,
  mriIndicated,
  mriToConsider,
  neurologic,
  nsaidBlocked,
  nsaidCaution,
  nsaidContraindicated,
  redFlag,
  spineEmergency,
  vascularEmergency,
} from './conditions.ts'
import { findings } from './findings.ts'
import { limits } from './parameters.ts'

/*
 * What each statement asks for, in both directions: the action where the statement applies, and nowhere else. The rules
 * say it once; these say it again, from the clinical text, so that neither can be changed without the other.
 */

const both = ['source', 'standard'] as const
const standardOnly = ['standard'] as const

function holds(condition: Condition<string>): Fact {
  return { condition, is: 'true' }
}
function fails(condition: Condition<string>): Fact {
  return { condition, is: 'false' }
}
function isNotKnownToHold(condition: Condition<string>): Fact {
  return { condition, is: 'not true' }
}

/** Where all facts hold the decision answers with one of the outcomes. */
function always(decision: string, outcomes: readonly string[], ...where: readonly Fact[]): Claim {
  return { kind: 'never', facts: [...where, { decision, outcomes, is: 'not now' }] }
}

/** The decision answers with one of the outcomes only where the condition is known to hold. */
function only(decision: string, outcomes: readonly string[], where: Condition<string>): Claim {
  return { kind: 'never', facts: [isNotKnownToHold(where), { decision, outcomes, is: 'now' }] }
}

/** Always and only: where the condition holds, and nowhere else; `save` are facts under which another statement speaks. */
function just(
  decision: string,
  outcomes: readonly string[],
  where: Condition<string>,
  ...save: readonly Fact[]
): readonly Claim[] {
  return [always(decision, outcomes, holds(where), ...save), only(decision, outcomes, where)]
}

const underAge = findings.ageYears.below(limits.adultAgeYears)
const adult = findings.ageYears.atLeast(limits.adultAgeYears)
const notUnderAge = isNotKnownToHold(underAge)
const notVascular = isNotKnownToHold(vascularEmergency)
const xrayIsCurrent = findings.xray.within(limits.currentResultDays)
const esrIsCurrent = findings.esrMmPerHour.within(limits.currentResultDays)
const mriIsCurrent = findings.mri.within(limits.currentResultDays)
const noCurrentMri = fails(mriIsCurrent)
const compression = findings.mri.is('cordOrCaudaEquinaCompression')
const resolved = findings.painResolved.present
const notResolved = fails(resolved)
const contraindicated = findings.mriContraindication.present
const anyNsaid = ['recommended', 'continue'] as const

export const actionGuarantees: readonly Guarantee[] = [
  {
    id: 'I7',
    name: 'each_outcome_of_treatment_has_its_action_and_no_other',
    sentence:
      'The patient is screened again just where treatment failed before two weeks or the pain is worse, and the episode is closed just where an adult’s pain has resolved without a red flag.',
    wording: 'specified',
    expected: 'proved',
    layers: both,
    claims: [
      ...just(
        'screenAgain',
        ['recommended'],
        any(
          findings.reviewOutcome.is('worse'),
          all(findings.reviewOutcome.is('notImproved'), findings.treatmentDaysAtReview.below(limits.reviewOpensDays)),
        ),
      ),
      ...just('closing', ['recommended'], all(adult, resolved, not(redFlag))),
      only('nsaid', ['none'], all(resolved, not(redFlag))),
    ],
  },
  {
    id: 'I9',
    name: 'a_neurologic_sign_goes_to_neurosurgery_and_only_that',
    sentence: 'A neurologic sign in an adult is referred to neurosurgery, and without one nobody is, save today (X1).',
    wording: 'specified',
    expected: 'proved',
    layers: both,
    claims: [
      always('surgicalReferral', ['neurosurgery', 'neurosurgeryToday'], holds(neurologic), notUnderAge, notVascular),
      only('surgicalReferral', ['neurosurgery'], neurologic),
      {
        kind: 'never',
        facts: [holds(neurologic), { decision: 'surgicalReferral', outcomes: ['orthopaedics'], is: 'now' }],
      },
    ],
  },
  {
    id: 'I10',
    name: 'nothing_is_prescribed_under_18',
    sentence:
      'Under 18 the pathway says that it is for adults, names a specialist, and prescribes, reviews and closes nothing.',
    wording: 'specified',
    expected: 'proved',
    layers: both,
    claims: [
      ...just('scope', ['outOfScope'], underAge),
      ...just('specialistAssessment', ['recommended'], underAge),
      always('nsaid', ['withhold'], holds(underAge)),
      only('nsaid', [...anyNsaid, 'consider'], adult),
      only('review', ['inWindow', 'inTwoWeeks'], adult),
    ],
  },
  {
    id: 'C6',
    name: 'mri_is_not_advised_just_while_the_first_tests_are_missing',
    sentence: 'MRI is advised against only while a current X-ray or ESR is missing and no MRI is current.',
    wording: 'specified',
    expected: 'proved',
    layers: both,
    claims: [
      {
        kind: 'never',
        facts: [holds(all(xrayIsCurrent, esrIsCurrent)), { decision: 'mri', outcomes: ['notAdvised'], is: 'now' }],
      },
      { kind: 'never', facts: [holds(mriIsCurrent), { decision: 'mri', outcomes: ['notAdvised'], is: 'now' }] },
      {
        kind: 'never',
        facts: [
          fails(all(xrayIsCurrent, esrIsCurrent)),
          noCurrentMri,
          notUnderAge,
          notVascular,
          { decision: 'mri', outcomes: ['none'], is: 'now' },
        ],
      },
    ],
  },
  {
    id: 'D1',
    name: 'what_goes_with_an_nsaid_goes_with_it_always_and_only',
    sentence:
      'Where an NSAID is the treatment, a review is due in its window and heat and staying active are spoken of, with a caution where one applies; elsewhere none of these is said.',
    wording: 'specified',
    expected: 'proved',
    layers: standardOnly,
    claims: [
      ...beside('review', 'inWindow'),
      ...beside('heatAndActivity', 'say'),
      always(
        'nsaidCautionText',
        ['say'],
        { decision: 'nsaid', outcomes: anyNsaid, is: 'now' },
        holds(nsaidCaution),
        notResolved,
      ),
      {
        kind: 'never',
        facts: [
          { decision: 'nsaidCautionText', outcomes: ['say'], is: 'now' },
          { decision: 'nsaid', outcomes: anyNsaid, is: 'not now' },
        ],
      },
      only('nsaidCautionText', ['say'], nsaidCaution),
      only('nsaid', anyNsaid, all(adult, not(nsaidBlocked))),
      only('nsaid', ['continue'], findings.treatmentStartedOn.done),
      {
        kind: 'never',
        facts: [
          holds(findings.treatmentStartedOn.done),
          fails(findings.treatment.is('other')),
          { decision: 'nsaid', outcomes: ['recommended'], is: 'now' },
        ],
      },
      only('nsaid', ['withhold'], any(nsaidBlocked, underAge)),
      only('nsaid', ['notAdvised'], any(nsaidContraindicated, findings.pregnant.present)),
      always(
        'nsaid',
        ['notAdvised'],
        holds(nsaidContraindicated),
        notUnderAge,
        isNotKnownToHold(findings.pregnant.present),
      ),
    ],
  },
  {
    id: 'X1',
    name: 'a_spinal_emergency_has_all_its_actions_and_nothing_else_has_them',
    sentence:
      'A suspected spinal emergency is an emergency at any age: the fixed text, neurosurgery today, emergency MRI (or its repetition, or the specialist’s imaging) and no waiting for tests; without one, or compression or infection on a current MRI, none of these is said.',
    wording: 'specified',
    expected: 'proved',
    layers: standardOnly,
    claims: [
      ...just(
        'urgency',
        ['emergency'],
        any(spineEmergency, vascularEmergency, all(mriIsCurrent, any(compression, findings.mri.is('spinalInfection')))),
      ),
      ...just('emergencyText', ['say'], any(spineEmergency, all(mriIsCurrent, compression)), notVascular),
      ...just(
        'surgicalReferral',
        ['neurosurgeryToday'],
        any(spineEmergency, all(mriIsCurrent, compression)),
        notVascular,
      ),
      ...just('doNotWait', ['say'], spineEmergency, notVascular),
      always('mri', ['emergency', 'contraindicated'], holds(spineEmergency), noCurrentMri, notVascular),
      only('mri', ['emergency'], all(spineEmergency, not(mriIsCurrent))),
      ...just('repeatImaging', ['say'], all(spineEmergency, mriIsCurrent, not(compression)), notVascular),
      always(
        'mri',
        ['consider', 'contraindicated'],
        holds(all(spineEmergency, mriIsCurrent, not(compression))),
        notVascular,
      ),
      {
        kind: 'never',
        facts: [
          holds(mriIsCurrent),
          isNotKnownToHold(all(spineEmergency, not(compression))),
          { decision: 'mri', outcomes: ['consider'], is: 'now' },
        ],
      },
    ],
  },
  {
    id: 'X2',
    name: 'every_reason_for_mri_leads_to_it_and_nothing_else_does',
    sentence:
      'MRI is recommended just where there is a reason for it, considered just where there is a reason to consider it, and where it is contraindicated the specialist chooses the imaging in its place.',
    wording: 'specified',
    expected: 'proved',
    layers: standardOnly,
    claims: [
      always(
        'mri',
        ['recommended', 'emergency'],
        holds(mriIndicated),
        noCurrentMri,
        isNotKnownToHold(contraindicated),
        notUnderAge,
        notVascular,
      ),
      always(
        'mri',
        ['consider', 'recommended', 'emergency', 'contraindicated'],
        holds(mriToConsider),
        noCurrentMri,
        notUnderAge,
        notVascular,
      ),
      always(
        'mri',
        ['contraindicated'],
        holds(all(contraindicated, any(mriIndicated, mriToConsider, spineEmergency))),
        noCurrentMri,
        notUnderAge,
        notVascular,
      ),
      only('mri', ['recommended'], all(mriIndicated, not(mriIsCurrent))),
      only(
        'mri',
        ['contraindicated'],
        all(contraindicated, any(spineEmergency, all(not(mriIsCurrent), any(mriIndicated, mriToConsider)))),
      ),
      {
        kind: 'never',
        facts: [
          isNotKnownToHold(mriIsCurrent),
          isNotKnownToHold(mriToConsider),
          { decision: 'mri', outcomes: ['consider'], is: 'now' },
        ],
      },
      always(
        'specialistImaging',
        ['recommended'],
        holds(all(contraindicated, any(mriIndicated, spineEmergency))),
        noCurrentMri,
        notUnderAge,
        notVascular,
      ),
      always(
        'specialistImaging',
        ['recommended'],
        holds(all(contraindicated, spineEmergency)),
        noCurrentMri,
        notVascular,
      ),
      only(
        'specialistImaging',
        ['recommended'],
        all(contraindicated, not(mriIsCurrent), any(mriIndicated, spineEmergency)),
      ),
    ],
  },
  {
    id: 'X3',
    name: 'normal_tests_with_a_red_flag_are_followed_up',
    sentence:
      'After a normal X-ray and ESR with a red flag it is said that they do not exclude disease; where no MRI is due or to be considered, a review in two weeks is, and only there.',
    wording: 'specified',
    expected: 'proved',
    layers: standardOnly,
    claims: [
      ...just('normalTestsText', ['say'], all(bothNormal, redFlag), notVascular, notUnderAge),
      ...just('painRelief', ['say'], redFlag, notVascular, notUnderAge),
      always(
        'review',
        ['inTwoWeeks'],
        holds(all(adult, bothNormal, redFlag)),
        fails(mriIndicated),
        fails(mriToConsider),
        noCurrentMri,
        fails(vascularEmergency),
        fails(spineEmergency),
      ),
      only('review', ['inTwoWeeks'], all(adult, bothNormal, redFlag, not(mriIndicated), not(mriToConsider))),
      { kind: 'never', facts: [holds(mriIsCurrent), { decision: 'review', outcomes: ['inTwoWeeks'], is: 'now' }] },
    ],
  },
  {
    id: 'X5',
    name: 'a_vascular_emergency_leaves_the_pathway_for_the_vascular_team',
    sentence:
      'A suspected vascular emergency is sent to the vascular team and nobody else is; no test, spinal referral, review or treatment of this pathway is asked for beside it, and a neurologic sign is named.',
    wording: 'specified',
    expected: 'proved',
    layers: standardOnly,
    claims: [
      ...just('vascularReferral', ['recommended'], vascularEmergency),
      ...just('vascularText', ['say'], vascularEmergency),
      ...just('vascularNeurologicText', ['say'], all(vascularEmergency, neurologic)),
      ...['xray', 'esr', 'mri', 'specialistImaging', 'surgicalReferral', 'review', 'emergencyText', 'doNotWait'].map(
        (decision) => always(decision, ['none'], holds(vascularEmergency)),
      ),
      { kind: 'never', facts: [holds(vascularEmergency), { decision: 'nsaid', outcomes: anyNsaid, is: 'now' }] },
    ],
  },
  {
    id: 'X7',
    name: 'pregnancy_is_spoken_of_wherever_it_matters',
    sentence:
      'In pregnancy an X-ray is never more than considered, an MRI that is asked for is without contrast, and an NSAID is left to choice just in an adult before 20 weeks with nothing else against it.',
    wording: 'specified',
    expected: 'proved',
    layers: standardOnly,
    claims: [
      {
        kind: 'never',
        facts: [holds(findings.pregnant.present), { decision: 'xray', outcomes: ['recommended'], is: 'now' }],
      },
      only('xray', ['consider'], findings.pregnant.present),
      always(
        'mriWithoutContrast',
        ['say'],
        holds(findings.pregnant.present),
        { decision: 'mri', outcomes: ['consider', 'recommended', 'emergency'], is: 'now' },
        isNotKnownToHold(mriIsCurrent),
        holds(any(adult, spineEmergency)),
      ),
      only(
        'mriWithoutContrast',
        ['say'],
        all(
          findings.pregnant.present,
          not(mriIsCurrent),
          any(spineEmergency, all(adult, any(mriIndicated, mriToConsider))),
        ),
      ),
      ...just(
        'nsaid',
        ['consider'],
        all(
          findings.pregnant.present,
          findings.pregnancyWeeks.below(limits.nsaidPregnancyWeeks),
          adult,
          not(redFlag),
          not(findings.otherSystemicIllnessSuspected.present),
          not(nsaidContraindicated),
        ),
        notVascular,
      ),
    ],
  },
  {
    id: 'X8',
    name: 'each_mri_result_has_its_action_and_no_other_result_has_it',
    sentence:
      'Each value of an MRI has the action that X8 names and no other value has it: suspected cancer, oncology and a search by sex; infection, admission; compression, emergency; fracture, fragility; other, a specialist; normal, another look at the diagnosis.',
    wording: 'specified',
    expected: 'proved',
    layers: standardOnly,
    claims: [
      ...just('oncologyReferral', ['recommended'], findings.mri.is('suspectedCancer')),
      ...just(
        'primarySearch',
        ['lungAndBreast'],
        all(findings.mri.is('suspectedCancer'), findings.sexAtBirth.is('female')),
      ),
      ...just(
        'primarySearch',
        ['lungAndProstate'],
        all(findings.mri.is('suspectedCancer'), findings.sexAtBirth.is('male')),
      ),
      only('primarySearch', ['lungBreastProstate'], findings.mri.is('suspectedCancer')),
      ...just('emergencyAdmission', ['recommended'], all(mriIsCurrent, findings.mri.is('spinalInfection'))),
      ...just('fragilityAssessment', ['say'], all(mriIsCurrent, findings.mri.is('fracture'))),
      ...just('reconsiderDiagnosis', ['say'], all(mriIsCurrent, findings.mri.is('normal'))),
      ...just('specialistAssessment', ['forMriFinding'], all(mriIsCurrent, findings.mri.is('other')), notUnderAge),
      always('xray', ['none'], holds(mriIsCurrent)),
      always('esr', ['none'], holds(mriIsCurrent)),
      // An MRI that is no longer current still says what it said: never less than urgent.
      {
        kind: 'never',
        facts: [
          holds(findings.mri.is('suspectedCancer', 'spinalInfection', 'cordOrCaudaEquinaCompression')),
          { decision: 'urgency', outcomes: ['routine', 'soon'], is: 'possible' },
        ],
      },
    ],
  },
  {
    id: 'I5',
    name: 'degenerative_change_alone_is_said_to_count_as_normal',
    sentence: 'It is said that degenerative change counts as normal just where the X-ray shows that alone.',
    wording: 'specified',
    expected: 'proved',
    layers: both,
    claims: just('degenerativeCountsAsNormal', ['say'], findings.xray.is('degenerative')),
  },
]

/** An answer that goes with an NSAID as the treatment: with it always, and never without it. */
function beside(decision: string, outcome: string): readonly Claim[] {
  return [
    always(decision, [outcome], { decision: 'nsaid', outcomes: anyNsaid, is: 'now' }, notResolved),
    {
      kind: 'never',
      facts: [
        { decision, outcomes: [outcome], is: 'now' },
        { decision: 'nsaid', outcomes: anyNsaid, is: 'not now' },
      ],
    },
  ]
}

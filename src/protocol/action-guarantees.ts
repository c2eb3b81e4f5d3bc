import {
  always,
  answers,
  fails,
  type Guarantee,
  holds,
  isNotKnownToHold,
  just,
  never,
  only,
} from '../language/claim.ts'
import { all, any, not } from '../language/condition.ts'
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
const nsaidIsTheTreatment = answers('nsaid', anyNsaid)

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
      never(holds(neurologic), answers('surgicalReferral', ['orthopaedics'])),
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
      never(holds(all(xrayIsCurrent, esrIsCurrent)), answers('mri', ['notAdvised'])),
      never(holds(mriIsCurrent), answers('mri', ['notAdvised'])),
      never(fails(all(xrayIsCurrent, esrIsCurrent)), noCurrentMri, notUnderAge, notVascular, answers('mri', ['none'])),
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
      always('review', ['inWindow'], nsaidIsTheTreatment, notResolved),
      never(answers('review', ['inWindow']), answers('nsaid', anyNsaid, 'not now')),
      always('heatAndActivity', ['say'], nsaidIsTheTreatment, notResolved),
      never(answers('heatAndActivity', ['say']), answers('nsaid', anyNsaid, 'not now')),
      always('nsaidCautionText', ['say'], answers('nsaid', anyNsaid), holds(nsaidCaution), notResolved),
      never(answers('nsaidCautionText', ['say']), answers('nsaid', anyNsaid, 'not now')),
      only('nsaidCautionText', ['say'], nsaidCaution),
      only('nsaid', anyNsaid, all(adult, not(nsaidBlocked))),
      only('nsaid', ['continue'], findings.treatmentStartedOn.done),
      never(
        holds(findings.treatmentStartedOn.done),
        fails(findings.treatment.is('other')),
        answers('nsaid', ['recommended']),
      ),
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
      never(holds(mriIsCurrent), isNotKnownToHold(all(spineEmergency, not(compression))), answers('mri', ['consider'])),
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
      never(isNotKnownToHold(mriIsCurrent), isNotKnownToHold(mriToConsider), answers('mri', ['consider'])),
      never(noCurrentMri, fails(mriToConsider), answers('mri', ['consider'], 'possible')),
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
      never(holds(mriIsCurrent), answers('review', ['inTwoWeeks'])),
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
      always('xray', ['none'], holds(vascularEmergency)),
      always('esr', ['none'], holds(vascularEmergency)),
      always('mri', ['none'], holds(vascularEmergency)),
      always('specialistImaging', ['none'], holds(vascularEmergency)),
      always('surgicalReferral', ['none'], holds(vascularEmergency)),
      always('review', ['none'], holds(vascularEmergency)),
      always('emergencyText', ['none'], holds(vascularEmergency)),
      always('doNotWait', ['none'], holds(vascularEmergency)),
      never(holds(vascularEmergency), answers('nsaid', anyNsaid)),
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
      never(holds(findings.pregnant.present), answers('xray', ['recommended'])),
      only('xray', ['consider'], findings.pregnant.present),
      always(
        'mriWithoutContrast',
        ['say'],
        holds(findings.pregnant.present),
        answers('mri', ['consider', 'recommended', 'emergency']),
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
      never(
        holds(findings.mri.is('suspectedCancer', 'spinalInfection', 'cordOrCaudaEquinaCompression')),
        answers('urgency', ['routine', 'soon'], 'possible'),
      ),
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

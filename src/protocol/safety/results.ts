import type { Hazard } from '../../language/hazard.ts'

/** What can go wrong with results, and with what is prescribed. */
export const hazardsOfResults: readonly Hazard[] = [
  {
    id: 'H17',
    name: 'ESR unit or range mistaken',
    hazard: 'An ESR is entered in another unit or of another test, or is judged by the wrong upper limit.',
    causes: [
      'A CRP, or a value with a lost decimal point, is typed as the ESR.',
      'The laboratory’s own limit is not entered, or belongs to another method.',
      'Age or sex is not known.',
    ],
    effect:
      'A raised ESR is taken for normal, or a normal one for raised: a missed infection or cancer, or a needless MRI.',
    initial: { severity: 'major', likelihood: 'medium' },
    controls: [
      {
        control:
          'The unit stands at the question; a value outside its range is refused, with what is allowed, and not decided on.',
        shownBy: [
          {
            test: 'each fault has its code, and its near miss none %s at %j: %j is refused, %j is not',
            file: 'src/evaluate/read-findings.test.ts',
          },
          {
            test: 'the main job in a browser (…) an ESR that cannot be is said, and is not decided on',
            file: 'tests/browser/main-job.test.ts',
          },
          {
            test: 'what is wrong with answers a number out of range is named, and kept out of the decision',
            file: 'src/web/findings/questions.test.ts',
          },
        ],
      },
      {
        control:
          'The laboratory’s own limit wins; without it the limit of age and sex is used; where these are not known it is not known whether the ESR is raised.',
        shownBy: [
          {
            test: 'the upper limit of the ESR (I6; checkpoints of Miller 1983 in CLINICAL.md and in the GDL2 guideline) the laboratory’s own limit wins, in both directions',
            file: 'src/evaluate/decide.test.ts',
          },
          {
            test: 'the upper limit of the ESR (I6; checkpoints of Miller 1983 in CLINICAL.md and in the GDL2 guideline) %s it is not known whether the ESR is raised, not normal, until the laboratory gives its limit',
            file: 'src/evaluate/decide.test.ts',
          },
          {
            test: 'the upper limit of the ESR (I6; checkpoints of Miller 1983 in CLINICAL.md and in the GDL2 guideline) a %s of %d: %d mm/h is the limit, not yet raised; the next whole number is',
            file: 'src/evaluate/decide.test.ts',
          },
          { clinicalCase: 'esr-of-40-in-pregnancy-without-a-laboratory-limit' },
          { clinicalCase: 'esr-of-15-while-age-is-not-known' },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'low' },
    open: ['A wrong value inside the range cannot be noticed.'],
    site: ['Enter results from the report, never from memory; enter the laboratory’s limit.'],
  },
  {
    id: 'H18',
    name: 'Result on the wrong test or date',
    hazard: 'A result is recorded for another test, or with another day than it was taken on.',
    causes: [
      'An old report arrives late.',
      'The day of entry is taken for the day of the test.',
      'Day and month are changed round.',
    ],
    effect: 'An old normal result reassures; an order counts as answered that is not.',
    initial: { severity: 'major', likelihood: 'medium' },
    controls: [
      {
        control:
          'Every result has its day, asked beside it; a day in the future is refused; a late result counts as earlier and answers no later order.',
        shownBy: [
          {
            test: 'an episode on a day counts an old result that arrives late as earlier, and it answers no order',
            file: 'src/care/fold.test.ts',
          },
          { clinicalCase: 'xray-from-tomorrow' },
        ],
      },
      {
        control:
          'A normal result reassures for 90 days and no longer; a test that is older is ordered again, whatever it showed.',
        shownBy: [
          { clinicalCase: 'normal-results-exactly-90-days-old' },
          { clinicalCase: 'normal-results-91-days-old' },
          { clinicalCase: 'both-abnormal-but-91-days-old' },
        ],
      },
      {
        control:
          'Dates are written so that day and month cannot be changed round, and each result stands in the letter with its day.',
        shownBy: [
          {
            test: 'days and times in words a day cannot be read with day and month changed',
            file: 'src/web/dates.test.ts',
          },
          {
            test: 'a letter is read from the top results have their day and the report its own words, orders say that they are awaited',
            file: 'src/weave/letter.test.ts',
          },
        ],
      },
      {
        control: 'A wrong result can be amended with a reason; the old value is kept.',
        shownBy: [
          {
            test: 'the fold of any valid history keeps every value that was replaced, with the reason where it was amended',
            file: 'src/care/fold.test.ts',
          },
          {
            test: 'patients through weeks (…) a signed answer is amended with a reason, and the old value is kept',
            file: 'tests/browser/stories.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'low' },
    open: ['A finding without a day counts as observed on the day it is recorded.'],
    asks: ['oldAbnormalResult'],
    site: ['Enter results from the report, with the day the test was taken.'],
  },
  {
    id: 'H19',
    name: 'Wrong units or values in data from elsewhere',
    hazard: 'A case from a file or another system is read with another meaning than it was written with.',
    causes: [
      'Another unit; a word that this vocabulary does not have; a member that stands twice.',
      'A record cut short, or in another encoding.',
    ],
    effect: 'Wrong advice for every patient of that file.',
    initial: { severity: 'catastrophic', likelihood: 'medium' },
    controls: [
      {
        control:
          'What is not exactly in the vocabulary is refused, line by line, with what is allowed; nothing is guessed or converted.',
        shownBy: [
          {
            test: 'the format of a case is the one of its schema: what the schema takes is decided, what it does not take is refused',
            file: 'src/cli/main.test.ts',
          },
          {
            test: 'bad input is refused line by line, where it stands; the other lines are decided and none is lost',
            file: 'src/cli/main.test.ts',
          },
          {
            test: 'JSON that is valid a member that stands twice is named, wherever it stands',
            file: 'src/cli/json-text.test.ts',
          },
          {
            test: 'one case a line a line in another encoding is named, the next ones are read',
            file: 'src/cli/case-texts.test.ts',
          },
          {
            test: 'what is right is kept as it was entered any input at all gets an answer: a problem or a record, never an exception',
            file: 'src/evaluate/read-findings.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'catastrophic', likelihood: 'very low' },
    open: [
      'A number in another unit that happens to lie in the range cannot be noticed.',
      'Exchange with other systems by FHIR is not covered by evidence in this log.',
    ],
    site: ['Whoever connects a system compares units and codes, and tries known patients first.'],
  },
  {
    id: 'H20',
    name: 'NSAID despite contraindication',
    hazard: 'An NSAID is recommended, continued or left to choice for someone who must not have it.',
    causes: [
      'A contraindication is not asked or not known.',
      'It appears during treatment.',
      'It stands only in a free text.',
    ],
    effect: 'Bleeding, kidney or heart failure, anaphylaxis, harm to an unborn child.',
    initial: { severity: 'major', likelihood: 'high' },
    controls: [
      {
        control: 'Never with a contraindication, and never while one could still be there.',
        shownBy: [
          { guarantee: 'a_contraindicated_nsaid_is_never_recommended' },
          { guarantee: 'an_nsaid_is_never_recommended_while_something_that_could_block_it_is_not_known' },
          {
            test: 'a bug that is planted in the protocol is told as a patient a contraindication that blocks nothing: an NSAID is recommended beside it',
            file: 'tests/proofs/planted.test.ts',
          },
          { clinicalCase: 'active-ulcer-and-nothing-else' },
          { clinicalCase: 'takes-an-anticoagulant-and-nothing-else' },
          { clinicalCase: 'allergic-to-aspirin-and-nothing-else' },
          { clinicalCase: 'pregnant-in-week-20' },
        ],
      },
      {
        control: 'One that appears during treatment stops it.',
        shownBy: [
          { clinicalCase: 'treatment-in-progress-and-a-contraindication-appears' },
          { clinicalCase: 'not-improved-on-day-10-and-a-contraindication' },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'low' },
    open: ['Interactions with other medicines, beyond anticoagulants, are not asked.'],
    site: ['The prescriber checks as for any prescription: the program prescribes nothing.'],
  },
  {
    id: 'H21',
    name: 'Allergy or medicine told only in a free text',
    hazard:
      'The allergies or medicines of the patient’s details name what the questions ask, and the answer there says no.',
    causes: ['Free texts are for people: no rule reads them.', 'They were written by somebody else, on another day.'],
    effect: 'An NSAID is recommended beside a banner that says “allergic to aspirin”.',
    initial: { severity: 'major', likelihood: 'medium' },
    controls: [
      {
        control:
          'Hypersensitivity and anticoagulants are questions of their own that must be answered before an NSAID.',
        shownBy: [
          { guarantee: 'an_nsaid_is_never_recommended_while_something_that_could_block_it_is_not_known' },
          { clinicalCase: 'anticoagulant-not-answered' },
        ],
      },
      {
        control:
          'Allergies stand on every screen of the patient, “not known” where nothing is recorded; allergies and medicines stand in the letter.',
        shownBy: [
          {
            test: 'a letter is read from the top what is not recorded is said to be not recorded, never none',
            file: 'src/weave/letter.test.ts',
          },
          { code: 'PatientBanner', file: 'src/web/patients/banner.tsx' },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'low' },
    open: ['Nothing compares the free texts with the answers.'],
    site: ['Read the banner before signing.'],
  },
  {
    id: 'H22',
    name: 'MRI for someone who must not have one',
    hazard: 'An MRI is ordered for a patient with a pacemaker or another implant.',
    causes: ['The question was not asked.', 'The implant is not known.', 'An emergency leaves no time.'],
    effect: 'Injury in the scanner; hours lost in an emergency.',
    initial: { severity: 'major', likelihood: 'medium' },
    controls: [
      {
        control:
          'Where it is contraindicated the specialist’s imaging takes its place, in emergencies too, and the referral stands.',
        shownBy: [
          { guarantee: 'both_tests_abnormal_always_lead_to_mri' },
          { clinicalCase: 'mri-contraindicated-with-both-tests-abnormal' },
          { clinicalCase: 'urine-is-lost-in-a-man-with-a-pacemaker' },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'low' },
    open: [
      'While it is not known whether an MRI is contraindicated it is shown as recommended, though provisional, and the question among those that are open: a question to clinicians.',
    ],
    asks: ['mriWhileContraindicationNotKnown'],
    site: ['The imaging department screens every patient before the scan.'],
  },
]

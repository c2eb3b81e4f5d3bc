import type { Hazard } from '../../language/hazard.ts'

/** What can go wrong in what is recommended. */
export const hazardsOfDecisions: readonly Hazard[] = [
  {
    id: 'H8',
    name: 'The protocol itself is wrong',
    hazard: 'The rules say faithfully what should not be done, to every patient they fit.',
    causes: [
      'The source is one clinician’s summary, and in places differs from published guidance.',
      'A sentence is read otherwise than it was meant.',
      'An addition rests on consensus without a reference.',
    ],
    effect: 'Many patients are investigated too late, too much, or not at all.',
    initial: { severity: 'catastrophic', likelihood: 'medium' },
    controls: [
      {
        control: 'The whole protocol is printed for a clinician to read and sign, for this version and hash.',
        shownBy: [
          {
            test: 'the whole protocol is printed it ends with a signature for this version and hash',
            file: 'src/weave/protocol-document.test.ts',
          },
          {
            test: 'the whole protocol is printed every statement has its part with its text, every rule and definition its name',
            file: 'src/weave/protocol-document.test.ts',
          },
        ],
      },
      {
        control:
          'Every statement is cited by a rule and every rule decides somebody; where guidance differs stands beside the recommendation.',
        shownBy: [
          { guarantee: 'every_statement_is_cited_and_every_rule_decides' },
          {
            test: 'what a decision says where guidance differs stands beside what cites the statement',
            file: 'src/evaluate/decide.test.ts',
          },
        ],
      },
      {
        control:
          'What the source leaves open is asked of clinicians, each question with a patient, and is not settled by programmers.',
        shownBy: [
          {
            test: 'the questions to clinicians $question.id has a patient who can be, and answers for every decision it speaks of',
            file: 'tests/proofs/documents.test.ts',
          },
        ],
      },
      {
        control: 'The additions for safety never lower the urgency that the source gives.',
        shownBy: [{ guarantee: 'the_additions_weaken_the_source_only_where_listed' }],
      },
    ],
    residual: { severity: 'catastrophic', likelihood: 'low' },
    open: [
      'No clinician has signed the protocol, and its questions are not answered. Until both are done it is not for live use.',
    ],
    site: ['The clinical lead reads, signs and adopts the protocol before the first patient.'],
  },
  {
    id: 'H9',
    name: 'The program does otherwise than the protocol says',
    hazard: 'A fault of the program gives another answer than the rules as written.',
    causes: [
      'A fault in reading conditions, exceptions or dates.',
      'A faster form that differs from the plain one.',
      'A change with an effect nobody saw.',
    ],
    effect: 'Many patients get wrong advice in a case that nobody tried.',
    initial: { severity: 'catastrophic', likelihood: 'medium' },
    controls: [
      {
        control:
          'Independent readings of the same rules agree: the plain interpreter, the compiled form, the diagrams over every case, and a separate solver.',
        shownBy: [
          {
            test: 'the compiled form gives the answers of the interpreter in … generated cases of each layer: outcome, bounds, settled, rules that speak, rules that may',
            file: 'src/evaluate/compile.test.ts',
          },
          {
            test: 'the case space gives the interpreter’s answer and bounds in $layer, on 3,000 cases with unknowns',
            file: 'tests/diagram-and-interpreter.test.ts',
          },
          {
            test: 'z3, told the protocol’s data and nothing of our diagrams, judges as they do $id in $layer is $expected: $name',
            file: 'tests/second-opinion/second-opinion.test.ts',
          },
        ],
      },
      {
        control:
          'Cases written by hand from the clinical text are run by every engine, and every rule is needed by one of them.',
        shownBy: [
          { test: 'every clinical case gets what the clinical text asks for: $id', file: 'tests/cases.test.ts' },
          { test: 'every engine gives the same answer to every case $name', file: 'tests/cases.test.ts' },
          {
            test: 'every rule and definition is needed by a case: without it, what the case expects is not met $id ($statements)',
            file: 'tests/engines/necessity.test.ts',
          },
        ],
      },
      {
        control: 'Every case has exactly one answer to every question.',
        shownBy: [{ guarantee: 'every_case_has_exactly_one_answer_to_every_question' }],
      },
      {
        control: 'A change shows which patients are treated differently, as exact counts and smallest patients.',
        shownBy: [
          {
            test: 'a difference of two protocols lists exactly the minimal differences that brute force finds: none too many, none missing',
            file: 'tests/proofs/difference.test.ts',
          },
        ],
      },
      {
        control:
          'Every small change of a rule, definition, parameter, citation or text is noticed by a guarantee, a case or a word, or is explained one by one.',
        shownBy: [
          {
            test: 'a small change of any rule, definition or parameter is noticed $kind of $piece: $description',
            file: 'tests/mutants/mutants.test.ts',
          },
          {
            test: 'a mistake planted by hand is caught by the guarantee it breaks $invariant: $sentence',
            file: 'tests/mutants/mutants.test.ts',
          },
          {
            test: 'a citation that is left out is named, and one of a statement that the rule does not rest on',
            file: 'tests/words.test.ts',
          },
        ],
      },
      {
        control: 'What is said of patients of whom not all is known is exact, and keeps the guarantees.',
        shownBy: [
          {
            test: 'on a protocol small enough to be enumerated the answers that are open are those of its completions, the bounds their ends, and no other',
            file: 'tests/proofs/completions.test.ts',
          },
          {
            test: 'what completions share, in the layer $layer is what the diagrams give by another way, on 2,000 cases with unknowns',
            file: 'tests/proofs/completions.test.ts',
          },
          {
            test: 'what completions share, in the layer $layer keeps every guarantee that is proved of the rules',
            file: 'tests/proofs/completions.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'catastrophic', likelihood: 'very low' },
    open: [
      'The mutants that are judged with every change are a sample; all are judged before a release, as docs/mutants.md says.',
      'While it is not known whether an MRI is contraindicated, a provisional word on the MRI may go either way when an answer comes: “contraindicated” is no step between weak and strong. What is definite never goes back.',
    ],
    asks: ['mriWhileContraindicationNotKnown'],
    site: ['Report a surprising recommendation with its protocol hash: a decision can be replayed.'],
  },
  {
    id: 'H10',
    name: 'Emergency graded too low',
    hazard:
      'Suspected cauda equina, epidural abscess, cord compression or a vascular emergency is not called an emergency, or its text is weakened.',
    causes: [
      'A rule for a lesser urgency speaks in its place.',
      'The text is altered for one patient.',
      'Leaving the spine pathway loses a neurologic sign.',
    ],
    effect: 'Permanent loss of bladder, bowel or leg function; death.',
    initial: { severity: 'major', likelihood: 'medium' },
    controls: [
      {
        control: 'A red flag that appears never lowers the urgency, and a red flag always gets its referral.',
        shownBy: [
          { guarantee: 'a_red_flag_that_appears_never_weakens_anything_that_can_be_done' },
          { guarantee: 'a_red_flag_always_gets_a_referral' },
        ],
      },
      {
        control: 'Each emergency sign alone is an emergency, whatever else is open.',
        shownBy: [
          {
            test: 'the additions over the source make an emergency of one sign alone, and leave no level lower',
            file: 'tests/proofs/difference.test.ts',
          },
          {
            test: 'what the panel says an emergency is one as soon as it is certain, whatever is still open',
            file: 'src/web/decision/decision.test.ts',
          },
          { clinicalCase: 'only-loss-of-urine-is-known' },
          { clinicalCase: 'only-fainting-is-known' },
          { clinicalCase: 'collapse-with-loss-of-urine' },
        ],
      },
      {
        control:
          'It interrupts with its fixed text, and stays on top of the worklist until both referral and imaging are done.',
        shownBy: [
          {
            test: 'patients through weeks (…) an emergency interrupts with its fixed text, and an answer that contradicts it cannot be signed',
            file: 'tests/browser/stories.test.ts',
          },
          {
            test: 'an emergency signed asks for referral and imaging today, and stays until both are done',
            file: 'src/care/stories.test.ts',
          },
          {
            test: 'an emergency answered and not signed is at the top of the list the same day, and overdue the next',
            file: 'src/care/stories.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'very low' },
    open: [],
    asks: ['neurologicSignBesideVascularEmergency', 'emergencyAfterRecentMri'],
    site: ['A telephone route to neurosurgery, vascular surgery and emergency imaging that works at night.'],
  },
  {
    id: 'H11',
    name: 'Red flag answered with conservative treatment',
    hazard: 'A patient with a red flag is given an NSAID and a review as the plan.',
    causes: ['A rule for the clean screen speaks although a flag is present.', 'Two abnormal tests do not lead on.'],
    effect: 'Delayed diagnosis of cancer, infection, fracture or compression.',
    initial: { severity: 'major', likelihood: 'medium' },
    controls: [
      {
        control:
          'No case with a red flag has conservative treatment as its plan; every red flag is referred; both tests abnormal lead to MRI.',
        shownBy: [
          { guarantee: 'a_red_flag_is_never_answered_with_conservative_treatment' },
          { guarantee: 'a_red_flag_always_gets_a_referral' },
          { guarantee: 'both_tests_abnormal_always_lead_to_mri' },
          {
            test: 'a bug that is planted in the protocol is told as a patient a flag without a referral: one red flag and nothing else',
            file: 'tests/proofs/planted.test.ts',
          },
        ],
      },
      {
        control: 'A flag that appears during treatment withholds it.',
        shownBy: [{ clinicalCase: 'treatment-in-progress-and-a-red-flag-appears' }],
      },
    ],
    residual: { severity: 'major', likelihood: 'very low' },
    open: [],
    site: [],
  },
  {
    id: 'H12',
    name: 'Normal tests taken for the all-clear',
    hazard: 'X-ray and ESR are normal, and the red flag behind them is forgotten.',
    causes: [
      'Both tests miss early infection, cancer and disc disease.',
      '“Both abnormal” as the way to MRI is insensitive.',
    ],
    effect: 'Delayed diagnosis.',
    initial: { severity: 'major', likelihood: 'high' },
    controls: [
      {
        control:
          'With a red flag and normal tests the referral stands, it is said that normal tests do not exclude disease, and a review or MRI follows.',
        shownBy: [
          { guarantee: 'a_red_flag_always_gets_a_referral' },
          {
            test: 'a red flag with both tests normal is reviewed two weeks after signing',
            file: 'src/care/stories.test.ts',
          },
          { clinicalCase: 'both-tests-normal-with-45-days-of-pain' },
          { clinicalCase: 'both-tests-normal-with-stable-weakness' },
          { clinicalCase: 'both-tests-normal-with-past-cancer' },
        ],
      },
      {
        control: 'One abnormal test is not dropped: MRI is considered or, with a risk, recommended.',
        shownBy: [
          { clinicalCase: 'xray-normal-and-esr-raised' },
          { clinicalCase: 'lytic-lesion-with-a-normal-esr' },
          { clinicalCase: 'raised-esr-with-injecting-drug-use' },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'low' },
    open: ['Where guidance images on either abnormal test, the source asks for both (C4): a question to clinicians.'],
    site: [],
  },
  {
    id: 'H13',
    name: 'Unneeded imaging and referral',
    hazard: 'Patients without disease are X-rayed, scanned and referred.',
    causes: [
      'In primary care four patients in five have some red flag.',
      'A test is ordered again.',
      'MRI in place of the first tests.',
    ],
    effect: 'Radiation, incidental findings, worry, and a queue in which the sick wait longer.',
    initial: { severity: 'significant', likelihood: 'very high' },
    controls: [
      {
        control:
          'Urgency is graded; MRI waits for X-ray and ESR save by listed exceptions; no test is ordered again while its result is current.',
        shownBy: [
          { guarantee: 'mri_is_never_recommended_without_x_ray_and_esr_save_by_listed_exceptions' },
          { guarantee: 'no_test_is_ordered_again_while_its_result_is_current' },
          { clinicalCase: 'red-flag-without-any-serious-feature-is-referred-soon' },
        ],
      },
      {
        control:
          'The report on use counts, by rule, the tests and referrals that were recommended and what became of them.',
        shownBy: [
          {
            test: 'what became of recommendations by rule, with its statements and the reasons for doing otherwise',
            file: 'src/care/use/use-report.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'significant', likelihood: 'high' },
    open: [
      'No clinic has used it: how many patients are imaged and referred is not known. Night pain alone is a red flag of the source although the evidence for it is weak (B3).',
    ],
    site: ['Read the report on use each month, and bring it to the clinical lead.'],
  },
]

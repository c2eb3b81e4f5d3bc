import type { Hazard } from '../../language/hazard.ts'

/** What can go wrong while a patient is found, asked and examined. */
export const hazardsOfFindings: readonly Hazard[] = [
  {
    id: 'H1',
    name: 'Wrong patient',
    hazard: 'Answers, results, a signature or a letter belong to another patient than the one in the room.',
    causes: [
      'The wrong row is chosen, or two patients are open in two windows.',
      'Two people of similar name or the same birthday; one person registered twice.',
      'What was entered is on the wrong record and is found only later.',
    ],
    effect: 'One patient is treated by another’s findings; the other’s red flag is lost.',
    initial: { severity: 'major', likelihood: 'medium' },
    controls: [
      {
        control:
          'Every screen of a patient, and every letter, names the patient: family name in capitals, birth date with age, sex, record number.',
        shownBy: [
          {
            test: 'a letter is read from the top the patient is named so that nobody is mixed up',
            file: 'src/weave/letter.test.ts',
          },
          {
            test: 'dates and names the family name is in capitals, the age is that of the day',
            file: 'src/weave/plain-text.test.ts',
          },
          {
            test: 'every screen (…) %s names the patient by four things, in sight at both widths, and says that the patient is invented',
            file: 'tests/browser/screens.test.ts',
          },
        ],
      },
      {
        control: 'Adding a patient who may be there already stops and shows the candidates.',
        shownBy: [
          {
            test: 'adding a patient who may be there already is refused with the candidates, until it is confirmed',
            file: 'src/service/patients/patient-routes.test.ts',
          },
        ],
      },
      {
        control: 'An event that names another patient or episode than the one it is recorded in is refused.',
        shownBy: [
          {
            test: 'an event is refused when it is that of another patient, or of another episode',
            file: 'src/care/check-append.test.ts',
          },
        ],
      },
      {
        control:
          'A double registration can be merged and loses no episode; an episode of the wrong patient can be voided and leaves the worklist.',
        shownBy: [
          {
            test: 'a patient who turns out to be another brings every episode along, and is answered under the other',
            file: 'src/service/patients/patient-routes.test.ts',
          },
          {
            test: 'patients that are merged again are followed to the last, and a merge in a circle loses nobody',
            file: 'src/care/patients.test.ts',
          },
          {
            test: 'an episode on a day that was voided is off the worklist, and its history stays',
            file: 'src/care/fold.test.ts',
          },
        ],
      },
      {
        control:
          'Another patient in the same tab is said below the banner, and where somebody has a similar name nothing can be entered before the right one is confirmed.',
        shownBy: [
          {
            test: 'the right patient (…) another patient in the same tab is said below the banner, until it is confirmed',
            file: 'tests/browser/moves.test.ts',
          },
          {
            test: 'the right patient (…) where somebody has a similar name nothing can be entered before it is confirmed',
            file: 'tests/browser/moves.test.ts',
          },
        ],
      },
      {
        control:
          'A whole episode or a single entry of the wrong patient is moved to the right one; both sides show it, every signature it touches is asked again, and a result that leaves is awaited again.',
        shownBy: [
          {
            test: 'an episode that was another patient’s belongs to the other one, is decided by that one’s age and sex, and has to be signed again',
            file: 'src/care/moves.test.ts',
          },
          {
            test: 'an episode that was another patient’s keeps its whole history, on both sides of the move',
            file: 'src/care/moves.test.ts',
          },
          {
            test: 'an entry that was another patient’s that was a result is awaited again',
            file: 'src/care/moves.test.ts',
          },
          {
            test: 'an episode entered for the wrong patient is moved with its history; both patients show it, and its signature is asked again',
            file: 'src/service/patients/moves.test.ts',
          },
          {
            test: 'an entry made for the wrong patient goes to the right episode, in one append: gone here, waiting for a signature there',
            file: 'src/service/patients/moves.test.ts',
          },
          {
            test: 'the right patient (…) whoever looks for the wrong patient finds the trace, and the way to the right one',
            file: 'tests/browser/moves.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'low' },
    open: ['Two windows side by side each show their own patient; nothing keeps the eye from going to the wrong one.'],
    site: ['Identify the patient by two identifiers before recording; keep one record number a person.'],
  },
  {
    id: 'H2',
    name: 'Unknown read as no',
    hazard: 'A question that nobody asked, or could answer, counts as if the answer were no.',
    causes: [
      'Silence stored as absence; a default that is preselected.',
      '“None of these” sets more than was asked.',
      'A condition that is false where it should be not known.',
    ],
    effect:
      'A red flag is taken for excluded: delayed diagnosis of cancer, infection or compression; an NSAID for someone who must not have one.',
    initial: { severity: 'major', likelihood: 'high' },
    controls: [
      {
        control: 'Not known is a value of its own in every condition and is never false.',
        shownBy: [
          { guarantee: 'an_answer_never_takes_back_what_was_certain' },
          {
            test: 'not known is never false: one unknown among absences stays unknown',
            file: 'src/language/kleene.test.ts',
          },
          { test: 'silence about a symptom means not known', file: 'src/evaluate/situation.test.ts' },
          { clinicalCase: 'nothing-has-been-asked' },
        ],
      },
      {
        control: 'While a finding that could block it is not known, no NSAID is recommended.',
        shownBy: [
          { guarantee: 'an_nsaid_is_never_recommended_while_something_that_could_block_it_is_not_known' },
          { clinicalCase: 'fever-not-answered' },
          { clinicalCase: 'anticoagulant-not-answered' },
        ],
      },
      {
        control:
          '“None of these” sets only the open signs of its group, says which, can be taken back, and is not offered for emergency signs.',
        shownBy: [
          {
            test: '"none of these" sets the open signs of the group, and no choice, number or answered sign',
            file: 'src/web/findings/questions.test.ts',
          },
          {
            test: 'patients through weeks (…) "None of these" says what it set, and takes it back',
            file: 'tests/browser/stories.test.ts',
          },
          {
            test: 'the vocabulary bladder, bowel, saddle, both legs and a progressive deficit are asked one by one, and first after the person',
            file: 'src/protocol/protocol.test.ts',
          },
        ],
      },
      {
        control: 'The app counts “not known” as an answer and silence as none.',
        shownBy: [
          {
            test: 'counting answers "not known" is an answer, silence is not, and a test not done is not asked',
            file: 'src/web/findings/questions.test.ts',
          },
        ],
      },
      {
        control:
          'What is inferred from all that the unknowns can be is never a reason for a treatment: an NSAID waits for what is known.',
        shownBy: [
          { guarantee: 'an_nsaid_is_never_recommended_while_something_that_could_block_it_is_not_known' },
          {
            test: 'what completions share, in the layer $layer keeps every guarantee that is proved of the rules',
            file: 'tests/proofs/completions.test.ts',
          },
        ],
      },
      {
        control: '“None of these” never goes over an answer of the patient that is not confirmed.',
        shownBy: [
          {
            test: 'a patient answers before the visit (…) "None of these" never goes over what the patient said',
            file: 'tests/browser/questionnaire.test.ts',
          },
        ],
      },
      {
        control:
          'The record says of each answer whether it was given by itself or set with its group by “None of these”.',
        shownBy: [
          {
            test: 'answers on the timeline say how many one press of “None of these” set, so that nobody takes them for asked one by one',
            file: 'src/care/timeline.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'low' },
    open: ['The record cannot tell whether the questions were asked before “None of these” was pressed.'],
    site: ['“None of these” is pressed only after the questions were asked.'],
  },
  {
    id: 'H3',
    name: 'Red flag missed by stopping early',
    hazard:
      'Screening ends after the first finding, or before the questions that matter, and a graver red flag is never asked about.',
    causes: [
      'One flag seems enough.',
      'The form is long, the consultation short.',
      'An assessment is signed while questions are open.',
    ],
    effect: 'The patient is graded too low: an emergency is treated as soon or routine.',
    initial: { severity: 'major', likelihood: 'high' },
    controls: [
      {
        control: 'Emergency signs are asked first, one by one.',
        shownBy: [
          {
            test: 'which questions are asked those asked one by one come first',
            file: 'src/web/findings/questions.test.ts',
          },
        ],
      },
      {
        control:
          'The urgency is given with its bounds: it says how high it could still be, and which question decides.',
        shownBy: [
          {
            test: 'what a decision says of nobody known: routine so far, anything possible, and what to ask first',
            file: 'src/evaluate/decide.test.ts',
          },
          {
            test: 'urgency is one word when it is settled, and tells its bounds when it is not',
            file: 'src/weave/decision-text.test.ts',
          },
          {
            test: 'the case space shows that no completion escapes the bounds of $layer',
            file: 'tests/diagram-and-interpreter.test.ts',
          },
          { clinicalCase: 'one-emergency-question-not-answered' },
          { clinicalCase: 'red-flag-known-and-one-emergency-question-open' },
        ],
      },
      {
        control: 'One flag fixes the least urgency, and a further flag never lowers anything.',
        shownBy: [
          { guarantee: 'a_red_flag_that_appears_never_weakens_anything_that_can_be_done' },
          {
            test: 'what a decision says one red flag fixes what is at least so, whatever else is not known',
            file: 'src/evaluate/decide.test.ts',
          },
        ],
      },
      {
        control: 'What was not known when it was signed is kept with the signature and told in the letter.',
        shownBy: [
          {
            test: 'whatever is recorded every finding that serves a red flag is found, not found or not known: exactly one of them',
            file: 'src/weave/letter.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'low' },
    open: [
      'A decision can be signed while questions are open: it says so, and nothing more stops it. Whether an open emergency question should is a question to clinicians.',
    ],
    asks: ['signingWithEmergencyQuestionOpen'],
    site: ['Agree that the emergency questions are asked of every patient.'],
  },
  {
    id: 'H4',
    name: 'Answers that contradict each other',
    hazard: 'Two answers cannot both be true, and the wrong one is decided on.',
    causes: ['A slip in the form.', 'An answer of another day is not corrected.', 'Two people ask the same patient.'],
    effect: 'A red flag counts as absent although it was told.',
    initial: { severity: 'major', likelihood: 'medium' },
    controls: [
      {
        control:
          'Impossible combinations are refused by the record, named in the app, and cannot be signed; an emergency among them stays in sight.',
        shownBy: [
          {
            test: 'the fold of any valid history holds only findings that the protocol accepts together',
            file: 'src/care/fold.test.ts',
          },
          {
            test: 'live decisions a value that cannot be is left out, an impossible pair is not: the emergency stays',
            file: 'src/web/decision/decision.test.ts',
          },
          {
            test: 'what is wrong with answers an impossible combination names both findings',
            file: 'src/web/findings/questions.test.ts',
          },
          {
            test: 'patients through weeks (…) an emergency interrupts with its fixed text, and an answer that contradicts it cannot be signed',
            file: 'tests/browser/stories.test.ts',
          },
          { clinicalCase: 'saddle-numb-but-not-numb' },
          { clinicalCase: 'both-legs-weak-but-not-weak' },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'very low' },
    open: ['Only contradictions that the vocabulary names are noticed; an unlikely pair that is possible is not.'],
    site: [],
  },
  {
    id: 'H5',
    name: 'Patient’s own answers taken as confirmed',
    hazard: 'What a patient entered alone is treated as if a clinician had asked it.',
    causes: [
      'Answers from before the visit are stored as findings.',
      'A misread question; somebody else answered.',
      'One press confirms an answer that was not gone through.',
    ],
    effect: 'A red flag is taken for excluded that no clinician asked about, or advice rests on a misunderstanding.',
    initial: { severity: 'major', likelihood: 'medium' },
    controls: [
      {
        control:
          'What a patient said is no finding: it raises no urgency and decides nothing until a clinician or nurse enters it, the same or otherwise.',
        shownBy: [
          {
            test: 'what a patient said is no finding, raises no urgency and is decided on by nothing',
            file: 'src/care/patient-answers.test.ts',
          },
          {
            test: 'what a patient said is settled answer by answer as a clinician enters it, the same or otherwise',
            file: 'src/care/patient-answers.test.ts',
          },
          {
            test: 'what a patient sends is what the patient said, in the protocol’s units, and decides nothing',
            file: 'src/service/questionnaire/questionnaire.test.ts',
          },
          {
            test: 'a patient answers before the visit (…) from the link on the clinician’s screen to an answer that counts once it is confirmed',
            file: 'tests/browser/questionnaire.test.ts',
          },
        ],
      },
      {
        control: 'No account can record what a patient said, and only clinicians and nurses record findings.',
        shownBy: [
          {
            test: 'what a patient sends cannot be recorded by an account',
            file: 'src/service/questionnaire/questionnaire.test.ts',
          },
          {
            test: 'who may record what the role %s is held to the table of events',
            file: 'src/service/episodes/record-events.test.ts',
          },
        ],
      },
      {
        control: 'A letter that is written before it is confirmed says so, and the finding stays under “not known”.',
        shownBy: [
          {
            test: 'what a patient sends stands in the letter as not confirmed, and the finding as not known',
            file: 'src/service/questionnaire/questionnaire.test.ts',
          },
        ],
      },
      {
        control: '“None of these” never goes over what the patient said.',
        shownBy: [
          {
            test: 'a patient answers before the visit (…) "None of these" never goes over what the patient said',
            file: 'tests/browser/questionnaire.test.ts',
          },
        ],
      },
      {
        control: 'Answers to questions that have changed since they were read are not taken.',
        shownBy: [
          {
            test: 'what a patient sends to questions that have changed since is not taken',
            file: 'src/service/questionnaire/questionnaire.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'low' },
    open: [
      'One press confirms an answer: the record cannot tell whether it was gone through with the patient.',
      'An amount that was given in months is kept as days of a twelfth of a year each: one month is 30 days, which is not more than a month.',
    ],
    asks: ['monthAsThePatientSaysIt'],
    site: ['What the patient said is gone through with the patient before it is confirmed.'],
  },
]

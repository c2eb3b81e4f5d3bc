import type { Hazard } from '../../language/hazard.ts'

/** What can go wrong when entries of people are put together, and when patients answer themselves. */
export const hazardsOfPatients: readonly Hazard[] = [
  {
    id: 'H40',
    name: 'Two people merged into one',
    hazard: 'The entries of two different people are put together as if they were one person’s.',
    causes: [
      'A similar name and the same birthday.',
      'A record number that was typed wrong.',
      'The comparison is not read.',
    ],
    effect: 'One patient is decided on by another’s findings, as under H1, and for every episode at once.',
    initial: { severity: 'major', likelihood: 'medium' },
    controls: [
      {
        control: 'Two entries are compared side by side before they are merged.',
        shownBy: [
          {
            test: 'the right patient (…) two entries of one patient are compared, merged, and taken apart again',
            file: 'tests/browser/moves.test.ts',
          },
        ],
      },
      {
        control: 'A merge is taken back as one act, for every episode that it brought and for no other.',
        shownBy: [
          {
            test: 'a merge is taken back for every episode that it brought, and for no other',
            file: 'src/service/patients/moves.test.ts',
          },
          {
            test: 'a merge that is taken back gives the episode back to the patient that it had',
            file: 'src/care/moves.test.ts',
          },
          {
            test: 'a merge that is taken back is refused where there was none of these two, and without a reason',
            file: 'src/care/moves.test.ts',
          },
        ],
      },
      {
        control: 'Nothing is merged across the two workspaces, or into somebody who is not there.',
        shownBy: [
          {
            test: 'the two workspaces cannot be joined by a merge or an assignment',
            file: 'src/service/patients/patient-routes.test.ts',
          },
          {
            test: 'a patient cannot be merged into somebody who is not in this record',
            file: 'src/service/patients/patient-routes.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'low' },
    open: [
      'A merge of two entries whose birth dates differ is not refused, and what was decided between the merge and its taking back has to be looked at by hand.',
    ],
    site: ['Merge only with a document of the person’s at hand.'],
  },
  {
    id: 'H41',
    name: 'Patient’s “yes” to an emergency question waits',
    hazard: 'A patient answers from home that an emergency sign is there, and nobody looks before the visit.',
    causes: [
      'The answer raises no urgency until it is confirmed.',
      'It is sent at night or before a holiday.',
      'The patient takes the form for a call for help.',
    ],
    effect: 'Cauda equina or infection goes on for hours or days; permanent harm.',
    initial: { severity: 'major', likelihood: 'high' },
    controls: [
      {
        control:
          'The same safety text is read by everybody at the start and at the end: which signs need help now, whatever is answered.',
        shownBy: [
          {
            test: 'the safety text is the same whoever asks and whatever is known of them',
            file: 'src/service/questionnaire/questionnaire.test.ts',
          },
          {
            test: 'the English questionnaire names the danger signs of the protocol’s advice, in its words and order',
            file: 'tests/content.test.ts',
          },
        ],
      },
      {
        control: 'What was sent is work on the worklist until somebody has signed.',
        shownBy: [
          {
            test: 'what a patient said is work to do, under the urgency of the episode, until somebody signs',
            file: 'src/care/patient-answers.test.ts',
          },
        ],
      },
      {
        control: 'Emergency questions are asked first.',
        shownBy: [
          {
            test: 'a link asks what cannot wait first, and neither what is known nor what cannot apply',
            file: 'src/service/questionnaire/questionnaire.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'medium' },
    open: [
      'An unconfirmed “yes” to an emergency question stands on the worklist under the urgency of the episode, like any other answer; where that is not urgent already, nobody is told at once.',
    ],
    asks: ['emergencySaidByThePatient'],
    site: [
      'Make links only for a time in which somebody reads the worklist each day; say aloud that the form calls nobody.',
    ],
  },
  {
    id: 'H42',
    name: 'Link to the questionnaire with the wrong person',
    hazard: 'Somebody else than the patient opens the link and answers, or reads what is asked.',
    causes: [
      'The code is handed or sent to another patient.',
      'A phone that a family shares.',
      'An address that is guessed or passed on.',
    ],
    effect: 'Another’s answers stand beside the patient’s questions; a family learns that the patient is seen.',
    initial: { severity: 'major', likelihood: 'medium' },
    controls: [
      {
        control: 'The link shows no name, number or answer; what was sent cannot be read back by it.',
        shownBy: [
          {
            test: 'a link opens questions in every language, without a name, a number or an answer',
            file: 'src/service/questionnaire/questionnaire.test.ts',
          },
        ],
      },
      {
        control: 'It works once, ends, can be stopped, is kept only hashed, and guessing is slowed.',
        shownBy: [
          {
            test: 'a link says so when it is wrong, too old, stopped or used',
            file: 'src/service/questionnaire/questionnaire.test.ts',
          },
          {
            test: 'a link is kept hashed: no file and no log line holds its code',
            file: 'src/service/questionnaire/questionnaire.test.ts',
          },
          {
            test: 'a link makes a guesser wait, and nobody who has the right one',
            file: 'src/service/questionnaire/questionnaire.test.ts',
          },
          {
            test: 'what a patient sends is taken once, also where the answer was lost on the way',
            file: 'src/service/questionnaire/questionnaire.test.ts',
          },
        ],
      },
      {
        control: 'Nothing that was sent counts before it is confirmed with the patient.',
        shownBy: [
          {
            test: 'what a patient said is no finding, raises no urgency and is decided on by nothing',
            file: 'src/care/patient-answers.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'low' },
    open: [
      'The page names nobody, so whoever holds another’s link cannot notice it there; a mix-up shows only when the answers are gone through.',
    ],
    site: ['Hand the code to the patient in person, by two identifiers; ask at the visit who answered.'],
  },
]

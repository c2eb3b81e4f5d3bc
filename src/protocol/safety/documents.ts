import type { Hazard } from '../../language/hazard.ts'

/** What can go wrong in what is sent to others and in what the patient takes home. */
export const hazardsOfDocuments: readonly Hazard[] = [
  {
    id: 'H28',
    name: 'Letter omits a “not known”',
    hazard: 'A letter reads as if a red flag were excluded that nobody asked about.',
    causes: [
      'Only what is present is written.',
      'What is not known looks like what is absent.',
      'Free text breaks the form.',
    ],
    effect: 'The specialist relies on an exclusion that was never made.',
    initial: { severity: 'major', likelihood: 'high' },
    controls: [
      {
        control:
          'Every finding that serves a red flag is found, not found or not known, exactly one of them; what is not recorded is said to be not recorded, never none.',
        shownBy: [
          {
            test: 'whatever is recorded every finding that serves a red flag is found, not found or not known: exactly one of them',
            file: 'src/weave/letter.test.ts',
          },
          {
            test: 'a letter is read from the top what is not recorded is said to be not recorded, never none',
            file: 'src/weave/letter.test.ts',
          },
          {
            test: 'a letter is read from the top what is found, excluded and not known stands apart, with the day of what was observed before',
            file: 'src/weave/letter.test.ts',
          },
        ],
      },
      {
        control: 'No name or free text can add a heading or break a line.',
        shownBy: [
          {
            test: 'whatever is recorded no name and no text can add a heading or break a line',
            file: 'src/weave/letter.test.ts',
          },
        ],
      },
      {
        control: 'The letter as sent is kept; it can be looked at before anything is sent.',
        shownBy: [
          {
            test: 'a letter can be looked at before anything is sent, and says what is found, not found and not known',
            file: 'src/service/episodes/documents.test.ts',
          },
          {
            test: 'a letter that was sent stays as it was, whatever is recorded later',
            file: 'src/service/episodes/documents.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'very low' },
    open: [],
    site: [],
  },
  {
    id: 'H29',
    name: 'Correction that does not reach whoever relied on it',
    hazard:
      'A finding, result or patient detail is corrected after a letter was sent or a decision signed, and the reader of the old one is not told.',
    causes: ['A letter is locked once sent.', 'The change is made by someone else.'],
    effect: 'The specialist acts on what is no longer true.',
    initial: { severity: 'major', likelihood: 'medium' },
    controls: [
      {
        control:
          'An amendment keeps the old value with who and why, asks for a new signature, and corrects the details in every open episode.',
        shownBy: [
          {
            test: 'an episode on a day shows an amended finding with its old value, who changed it, and why',
            file: 'src/care/fold.test.ts',
          },
          {
            test: 'a patient whose name is corrected in one episode is corrected in every open one',
            file: 'src/service/patients/patient-routes.test.ts',
          },
          {
            test: 'an event is refused when it signs a decision on findings that no longer stand',
            file: 'src/care/check-append.test.ts',
          },
        ],
      },
      {
        control:
          'Where an episode or an entry moves to another patient, both histories show it with the reason, and the signatures it touches are marked.',
        shownBy: [
          {
            test: 'an episode entered for the wrong patient is moved with its history; both patients show it, and its signature is asked again',
            file: 'src/service/patients/moves.test.ts',
          },
          {
            test: 'an entry that was another patient’s leaves no work behind where nothing was signed on it, and marks what was',
            file: 'src/care/moves.test.ts',
          },
          {
            test: 'an entry that was another patient’s arrives with who entered it, and waits for a signature there',
            file: 'src/care/moves.test.ts',
          },
          {
            test: 'the right patient (…) one entry is moved, and counts no more where it was',
            file: 'tests/browser/moves.test.ts',
          },
        ],
      },
      {
        control:
          'What was sent stays as it was sent, beside what was recorded since; answers that two people gave differently are settled by amending, with both in the history.',
        shownBy: [
          {
            test: 'a letter that was sent stays as it was, whatever is recorded later',
            file: 'src/service/episodes/documents.test.ts',
          },
          {
            test: 'drafts (…) whoever keeps their own answer amends what the other signed, and both stay in the history',
            file: 'tests/browser/drafts.test.ts',
          },
        ],
      },
      {
        control:
          'A letter that says what was corrected, moved or voided since is named on top of the summary with what is not so, and stays on the worklist, as urgent as it was sent, also of a closed or voided episode, until a corrected letter, a withdrawal or word to the recipient is recorded.',
        shownBy: [
          {
            test: 'a letter that was sent is not right once a finding that it says is amended: it is on the worklist, as urgent as it was sent',
            file: 'src/care/letters.test.ts',
          },
          {
            test: 'a letter that was sent that understates the urgency is on the worklist at the urgency there is now',
            file: 'src/care/letters.test.ts',
          },
          {
            test: 'a letter that was sent is not right where the patient’s details are corrected, allergies too',
            file: 'src/care/letters.test.ts',
          },
          {
            test: 'a letter that was sent is not right where an entry that it rests on was another patient’s, or a result that it quotes',
            file: 'src/care/letters.test.ts',
          },
          {
            test: 'a letter that was sent of an episode that is voided stays on the worklist, where a withdrawal or word to the recipient ends it',
            file: 'src/care/letters.test.ts',
          },
          {
            test: 'a letter that was sent stays on the worklist when the episode is closed: closing tells nobody',
            file: 'src/care/letters.test.ts',
          },
          {
            test: 'a letter that is not right (…) is said on top of the summary and on the worklist once what it says is amended',
            file: 'tests/browser/corrected-letter.test.ts',
          },
        ],
      },
      {
        control:
          'A corrected letter says that it is one, names the letter it replaces and what was not so, and has to be acknowledged itself; it names no other patient.',
        shownBy: [
          {
            test: 'a letter that is corrected says so, names the one it replaces and what was not so, and is kept beside it',
            file: 'src/service/episodes/documents.test.ts',
          },
          {
            test: 'a letter that is corrected of an episode that was another patient’s names that one’s number, and never that one',
            file: 'src/service/episodes/documents.test.ts',
          },
          {
            test: 'a corrected letter ends the work, is kept beside the one it replaces, and has to arrive itself',
            file: 'src/care/letters.test.ts',
          },
          {
            test: 'a letter that is not right (…) is put right by one that names it and what was not so; the letter that was sent says that another counts',
            file: 'tests/browser/corrected-letter.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'low' },
    open: [],
    site: [
      'Whoever is on the worklist for a letter that is not right telephones where it is urgent: a letter can take days.',
      'Details that are corrected reach open episodes alone: a letter of an episode that was closed before is looked through by hand.',
    ],
  },
  {
    id: 'H30',
    name: 'Unreviewed text or language reaches a patient',
    hazard: 'A patient reads a text that no clinician has checked, or a translation that says something else.',
    causes: ['A draft text is printed.', 'A translation is made by a machine.', 'Words too hard for the reader.'],
    effect: 'The patient does not come back when they must.',
    initial: { severity: 'major', likelihood: 'high' },
    controls: [
      {
        control:
          'A text without a recorded review is not printed for a real patient; the fixed advice on when to come back is. For an invented patient it is marked.',
        shownBy: [
          {
            test: 'a text that nobody has reviewed is not printed for a real patient, but the protocol’s advice is',
            file: 'src/weave/handout.test.ts',
          },
          {
            test: 'a handout for a real patient is not printed while no clinician has reviewed its text',
            file: 'src/service/episodes/documents.test.ts',
          },
          {
            test: 'a handout for an invented patient says so at its top and its bottom',
            file: 'src/service/episodes/documents.test.ts',
          },
        ],
      },
      {
        control: 'Sentences for patients are short, and each belongs to a decision and its answers.',
        shownBy: [
          {
            test: 'every sentence for patients is short, and has no word longer than a reader of 11 knows',
            file: 'src/weave/handout.test.ts',
          },
          {
            test: 'every sentence for patients belongs to a decision and answers of the protocol',
            file: 'src/weave/handout.test.ts',
          },
        ],
      },
      {
        control:
          'In each language the questions, answers and danger signs are those of the protocol, none more and none fewer; the safety text is the same for everybody.',
        shownBy: [
          {
            test: 'the questionnaire in %s asks every question for patients, and no other',
            file: 'tests/content.test.ts',
          },
          {
            test: 'the questionnaire in %s offers exactly the answers of the protocol, each with a word of its own',
            file: 'tests/content.test.ts',
          },
          {
            test: 'the questionnaire in %s has the same number of danger signs as the protocol names',
            file: 'tests/content.test.ts',
          },
          {
            test: 'the safety text is the same whoever asks and whatever is known of them',
            file: 'src/service/questionnaire/questionnaire.test.ts',
          },
        ],
      },
      {
        control:
          'A real patient is offered only what the site has reviewed, letter by letter; no text that ships claims a review.',
        shownBy: [
          {
            test: 'a real patient is offered no text that nobody has reviewed, in any language',
            file: 'src/service/questionnaire/questionnaire.test.ts',
          },
          {
            test: 'a real patient is offered what the site has reviewed, and nothing else',
            file: 'src/service/questionnaire/questionnaire.test.ts',
          },
          { test: 'a review is claimed by no text that ships', file: 'tests/content.test.ts' },
          {
            test: 'a review of a site counts for the text that was read, letter by letter',
            file: 'tests/content.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'low' },
    open: [
      'No text for patients has been reviewed by a clinician or tried with patients, in any language.',
      'That a translation says what the English says is shown only for numbers, danger signs and the list of questions; the meaning is the reviewer’s to judge.',
    ],
    site: ['Use an interpreter, and the clinic’s own leaflet, until a text is reviewed.'],
  },
  {
    id: 'H31',
    name: 'Patient is not told when to come back',
    hazard: 'A patient goes home without knowing the signs for which to seek help at once.',
    causes: ['The advice is not given, or only for some.', 'It changes with the wording of a decision.'],
    effect: 'Cauda equina or infection at home; permanent harm.',
    initial: { severity: 'major', likelihood: 'medium' },
    controls: [
      {
        control:
          'The advice is the protocol’s own, a sign a line, and the same for everybody; an emergency is told what to do today.',
        shownBy: [
          {
            test: 'the advice on when to come back is the protocol’s own, a sign a line, and the same for everybody',
            file: 'src/weave/handout.test.ts',
          },
          {
            test: 'what happens now an emergency says what to do today, without a general introduction',
            file: 'src/weave/handout.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'low' },
    open: ['Whether the sheet was given is not recorded.'],
    site: ['Say it aloud and hand it over.'],
  },
]

import type { Hazard } from '../../language/hazard.ts'

/** What can go wrong between visits, and in what is sent or taken home. */
export const hazardsOfFollowUp: readonly Hazard[] = [
  {
    id: 'H23',
    name: 'Awaited result never chased',
    hazard: 'A test was ordered and no result came, and nobody notices.',
    causes: [
      'The patient did not go; the report was lost.',
      'The order counts as done once it is given.',
      'An episode is closed over it.',
    ],
    effect: 'Delayed diagnosis.',
    initial: { severity: 'major', likelihood: 'high' },
    controls: [
      {
        control:
          'An ordered test is open work until its result is recorded and signed off; it becomes overdue, and no work closes by time alone.',
        shownBy: [
          {
            test: 'a patient with a red flag, from the first question to the closed episode is overdue when nothing comes back',
            file: 'src/service/episodes/story.test.ts',
          },
          {
            test: 'each kind of open work appears by an event and disappears by another but none by time alone',
            file: 'src/care/worklist.test.ts',
          },
          {
            test: 'the fold of any valid history has open work exactly while the episode is open: nobody is waited for by nobody',
            file: 'src/care/fold.test.ts',
          },
        ],
      },
      {
        control: 'An episode cannot be closed while a result is awaited, and a late result opens it again.',
        shownBy: [
          {
            test: 'an event is refused %s',
            file: 'src/care/check-append.test.ts',
            row: 'closing while a result is awaited',
          },
          {
            test: 'an episode on a day that was closed is put back by a late result, and can be closed again',
            file: 'src/care/fold.test.ts',
          },
        ],
      },
      {
        control: 'The worklist that is kept equals the one computed from the events.',
        shownBy: [
          {
            test: 'the worklist in the record holds one row for each episode with open work, and equals itself rebuilt after every append',
            file: 'src/care/worklist-projector.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'low' },
    open: ['The worklist has to be looked at: no message leaves the program.'],
    site: ['Name who reads the worklist each working day, and who does when that person is away.'],
  },
  {
    id: 'H24',
    name: 'Result arrived and not read',
    hazard: 'A result is entered by one person and never seen by the clinician who has to act.',
    causes: ['The clinician is away.', 'The result is entered after the consultation.'],
    effect: 'A lytic lesion or a raised ESR waits for weeks.',
    initial: { severity: 'major', likelihood: 'medium' },
    controls: [
      {
        control: 'A result is open work until a decision on it is signed, sooner the more urgent it makes the patient.',
        shownBy: [
          {
            test: 'what was done about a signed decision is due sooner once the urgency has risen',
            file: 'src/care/worklist.test.ts',
          },
          {
            test: 'a red flag is referred without waiting for results, and an urgent result asks for a faster referral',
            file: 'src/care/stories.test.ts',
          },
          {
            test: 'the worklist of a day has emergencies first, then what is overdue, then the rest, each by urgency and then by day',
            file: 'src/care/worklist.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'low' },
    open: ['As for H23: the worklist has to be looked at.'],
    site: ['As for H23.'],
  },
  {
    id: 'H25',
    name: 'Referral sent but not received',
    hazard: 'A referral is written and nobody at the other end has it.',
    causes: [
      'The letter was printed and not sent; it was lost.',
      'It was made when less was known, and is too slow now.',
    ],
    effect: 'A patient with a red flag is seen by nobody.',
    initial: { severity: 'major', likelihood: 'high' },
    controls: [
      {
        control:
          'A referral is open work until its receipt is recorded, and one that has become too slow has to be made again.',
        shownBy: [
          {
            test: 'a red flag goes through X-ray and ESR, both abnormal, MRI, suspected cancer, referral and its acknowledgement',
            file: 'src/care/stories.test.ts',
          },
          {
            test: 'a red flag is referred without waiting for results, and an urgent result asks for a faster referral',
            file: 'src/care/stories.test.ts',
          },
          {
            test: 'each kind of open work appears by an event and disappears by another %s',
            file: 'src/care/worklist.test.ts',
          },
        ],
      },
      {
        control: 'A receipt is for a referral of this episode, once, and not before it was made.',
        shownBy: [
          {
            test: 'an event is refused %s',
            file: 'src/care/check-append.test.ts',
            row: 'acknowledging before the referral',
          },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'low' },
    open: ['The program sends nothing: the letter is printed or copied, and its receipt is what somebody says.'],
    site: ['Send by a route that confirms receipt; telephone an emergency.'],
  },
  {
    id: 'H26',
    name: 'Override without plan',
    hazard: 'A recommendation is declined, and nothing follows.',
    causes: ['A reason is clicked to be rid of the card.', 'Nobody looks again.'],
    effect: 'An override becomes a silent stop: delayed diagnosis.',
    initial: { severity: 'major', likelihood: 'high' },
    controls: [
      {
        control: 'Deciding otherwise needs a reason, a plan and a day to check by, which is on the worklist.',
        shownBy: [
          {
            test: 'doing otherwise is recorded with what was recommended, and its plan is on the worklist',
            file: 'src/service/episodes/record-events.test.ts',
          },
          {
            test: 'doing otherwise lands on the worklist with its plan and its day, and silences the card',
            file: 'src/care/stories.test.ts',
          },
          {
            test: 'patients through weeks (…) deciding otherwise needs a reason and a plan, which is then on the worklist',
            file: 'tests/browser/stories.test.ts',
          },
          { test: 'an event is refused %s', file: 'src/care/check-append.test.ts', row: 'an override without a plan' },
        ],
      },
      {
        control: 'The card comes back when what it rests on changes, or when time alone changes what is recommended.',
        shownBy: [
          {
            test: 'doing otherwise comes back when a finding changes, and says which',
            file: 'src/care/stories.test.ts',
          },
          {
            test: 'doing otherwise comes back when time alone changes what is recommended, and says that no finding did',
            file: 'src/care/stories.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'low' },
    open: ['Whether the plan is a good one is not judged.'],
    site: [],
  },
  {
    id: 'H27',
    name: 'Review missed',
    hazard: 'A patient on conservative treatment does not improve, and is not seen again.',
    causes: [
      'The review is not booked; the patient does not come.',
      'A second treatment hides the first.',
      'The window is counted wrong.',
    ],
    effect: 'A serious cause declares itself and nobody looks.',
    initial: { severity: 'major', likelihood: 'medium' },
    controls: [
      {
        control:
          'The review is on the worklist from day 14, overdue after day 42, moves with a corrected start, and closes only by a review inside the window or when the pain has gone.',
        shownBy: [
          {
            test: 'the review window of a treatment begun on %s opens after %s and is overdue from %s on',
            file: 'src/care/worklist.test.ts',
          },
          {
            test: 'the review window stays open after a review that came too early, and closes after one inside it',
            file: 'src/care/worklist.test.ts',
          },
          {
            test: 'the review window of a second treatment is not closed by the review of the first',
            file: 'src/care/worklist.test.ts',
          },
          { test: 'the review window moves with a corrected start of treatment', file: 'src/care/worklist.test.ts' },
        ],
      },
      {
        control: 'Not improved in the window means a work-up, whatever treatment is started next.',
        shownBy: [
          {
            test: 'a clean screen not improved in the window: a work-up is due, whatever treatment is started next',
            file: 'src/care/stories.test.ts',
          },
          { clinicalCase: 'not-improved-on-day-14-of-treatment' },
          { clinicalCase: 'not-improved-on-day-13-of-treatment' },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'low' },
    open: ['The patient is not reminded.'],
    site: ['Book the review before the patient leaves.'],
  },
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
    ],
    residual: { severity: 'major', likelihood: 'medium' },
    open: [
      'Nothing in this log shows that an amendment names the letters already sent on the old value, or asks for a corrected one.',
    ],
    site: ['Whoever amends tells whoever had the letter.'],
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
    ],
    residual: { severity: 'major', likelihood: 'low' },
    open: ['No text for patients has been reviewed by a clinician or tried with patients, in any language.'],
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

import type { Hazard } from '../../language/hazard.ts'

/** What can go wrong between visits. */
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
      {
        control:
          'Where messages are set up, urgent work is told at once and due work once a day, at least once each, without patient data; work that nobody touches goes to the role and then to the administrator’s address.',
        shownBy: [
          {
            test: 'an emergency is told at once, once, with a count and a link and nothing of the patient',
            file: 'src/service/messages/messages.test.ts',
          },
          {
            test: 'the digest of work that nobody touches goes to the role, then to the address',
            file: 'src/service/messages/messages.test.ts',
          },
          {
            test: 'who is told of work widens while it is untouched: overdue by %i days it is told to %j',
            file: 'src/care/telling.test.ts',
          },
          {
            test: 'a message that cannot be sent ends as a dead letter that the administrator sees and can send again',
            file: 'src/service/messages/messages.test.ts',
          },
          {
            test: 'a service that is killed while it sends sends the same message again, and then no more',
            file: 'tests/messages.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'low' },
    open: [
      'Messages are off until an administrator sets them up; until then the worklist has to be looked at.',
      'That a message was taken by the mail server does not show that anybody read it.',
    ],
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
      {
        control: 'Where messages are set up, urgent work that falls due or is given to somebody is told at once.',
        shownBy: [
          {
            test: 'what is told at once is urgent work that is due, and urgent work that was given to somebody',
            file: 'src/care/telling.test.ts',
          },
          {
            test: 'an emergency that reaches nobody goes to the administrator’s address',
            file: 'src/service/messages/messages.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'low' },
    open: ['As for H23: messages are off at first, and the worklist has to be looked at.'],
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
    open: [
      'Whether the plan is a good one is not judged. A day of checking that is later than work of this urgency would be due is said and not refused.',
    ],
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
]

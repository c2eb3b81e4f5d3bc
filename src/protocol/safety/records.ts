import type { Hazard } from '../../language/hazard.ts'

const cards = 'src/service/cds-hooks/cards.test.ts'
const feedback = 'src/service/cds-hooks/feedback.test.ts'
const prefetch = 'src/service/cds-hooks/prefetch.test.ts'
const reading = 'src/fhir/in/read-record.test.ts'
const launch = 'tests/browser/launch.test.ts'
const launches = 'src/service/smart/launches.test.ts'
const atLaunch = 'a launch from another record (…)'

/** What can go wrong between the program and a hospital's record: cards, launches, and what is read of it. */
export const hazardsOfRecords: readonly Hazard[] = [
  {
    id: 'H47',
    name: 'Card on half a record',
    hazard: 'A card in the hospital’s record judges an order on a record that was not read whole.',
    causes: [
      'A search fails, is refused, is empty by mistake, or comes in pages.',
      'The record of another patient, or an old order, comes with the call.',
    ],
    effect: 'Imaging that is needed is advised against, or a test that was done is ordered again.',
    initial: { severity: 'major', likelihood: 'medium' },
    controls: [
      {
        control:
          'A part that is needed and cannot be had is asked for (412); no test that was done counts as not done.',
        shownBy: [
          {
            test: 'a part of the record that is not prefetched and cannot be fetched is asked for with 412, by its key',
            file: prefetch,
          },
          { test: 'a part of the record that is not prefetched but is %s counts as not there', file: prefetch },
        ],
      },
      {
        control:
          'What may be left out and is missing is named on the card; what is not known is named, and gives no rating.',
        shownBy: [
          {
            test: 'a part of the record that is not prefetched but is not needed is left out, and the card says so',
            file: prefetch,
          },
          {
            test: 'when imaging is ordered while what is not known could make it right, an MRI that is not advised has no rating',
            file: cards,
          },
        ],
      },
      {
        control: 'Resources and orders of another patient are passed over.',
        shownBy: [
          {
            test: 'a part of the record that is not prefetched the patient of another record is not taken for this one',
            file: prefetch,
          },
          { test: 'when imaging is ordered an order of another patient is passed over', file: cards },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'low' },
    open: [
      'A record that is wrong is judged as it is. Whether a hospital’s codes are those that are read is its to try.',
    ],
    site: ['Compare cards with records of your own, with a clinician, before the hooks are switched on.'],
  },
  {
    id: 'H48',
    name: 'Card too much, or gone',
    hazard: 'Cards come so often that they are dismissed unread, or one that matters stays away.',
    causes: ['Cards without a reason to act.', 'A card that was overridden comes back, or hides another.'],
    effect: 'A red flag in the record is passed over.',
    initial: { severity: 'major', likelihood: 'medium' },
    controls: [
      {
        control: 'One card at most, and none where there is nothing to say or back pain is not the matter.',
        shownBy: [
          { test: 'when a record is opened a record without back pain brings no card', file: cards },
          { test: 'when imaging is ordered orders the protocol has no word for bring nothing', file: cards },
        ],
      },
      {
        control:
          'An overridden card stays away until a finding changes, and takes no other card and no rating with it.',
        shownBy: [
          {
            test: 'a card that was overridden does not come back at any hook, however the order is called, until a finding changes',
            file: feedback,
          },
          { test: 'a card that was overridden leaves other cards of the patient where they are', file: feedback },
        ],
      },
      {
        control: 'An emergency is said in fixed words, and is never advised against.',
        shownBy: [
          {
            test: 'when a record is opened retention of urine is an emergency, in the fixed words, with imaging that does not wait',
            file: cards,
          },
          {
            test: 'when imaging is ordered in an emergency the MRI is rated appropriate, and nothing interrupts',
            file: cards,
          },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'low' },
    open: ['How often cards are overridden in practice is not known; the report of cards counts it by rule.'],
    site: ['Read the report of cards each month, and tell the clinical lead what is overridden, and why.'],
  },
  {
    id: 'H49',
    name: 'Record of another patient',
    hazard: 'A launch opens the hospital’s record of one patient on the screens of another.',
    causes: [
      'Two people share a record number, or a number was mistyped.',
      'Another patient is opened there, or here, while the record stays open.',
    ],
    effect: 'Findings of one patient decide about another.',
    initial: { severity: 'major', likelihood: 'medium' },
    controls: [
      {
        control: 'Both are shown side by side and a person confirms; another date of birth or sex is refused.',
        shownBy: [
          {
            test: `${atLaunch} takes two people for one by nothing: another day of birth under the same record number is refused`,
            file: launch,
          },
          {
            test: 'the two side by side may not be one with another day of birth or another sex, but where one does not know it',
            file: 'src/web/smart/whose.test.ts',
          },
        ],
      },
      {
        control:
          'On the screens of any other patient nothing of the record is shown or written, and a warning says whose it is.',
        shownBy: [
          {
            test: `${atLaunch} shows and writes nothing of it on the screens of another patient, and says so`,
            file: launch,
          },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'very low' },
    open: [],
    site: ['Let the configured identifier be one number a person.'],
  },
  {
    id: 'H50',
    name: 'Record taken for a finding',
    hazard:
      'What the hospital’s record says decides although it is old, refuted, resolved, of a relative, or was misread.',
    causes: [
      'Statuses and dates are passed over.',
      'Silence is read as absence.',
      'What is read counts without a look.',
    ],
    effect: 'A red flag that is not there, or the absence of one that is.',
    initial: { severity: 'major', likelihood: 'high' },
    controls: [
      {
        control:
          'Absent is said by a refuted diagnosis or a negative observation alone; what is over, too old or unconfirmed is left out, with why.',
        shownBy: [
          {
            test: 'what always holds absent is never said without a refuted condition, present never without a confirmed one',
            file: reading,
          },
          { test: 'when a record is opened a fever of years ago, never closed, is no red flag', file: cards },
        ],
      },
      {
        control: 'In the app nothing of it counts until a clinician or nurse confirms it beside its question.',
        shownBy: [
          {
            test: `${atLaunch} adds the patient only when somebody says so, and shows what the record says beside each question, counting none of it`,
            file: launch,
          },
        ],
      },
      {
        control: 'Where a confirmed answer stood, with status and date, is kept as it was read and shown.',
        shownBy: [
          {
            test: 'an answer that was confirmed from another record keeps where it stood there: in the event, on the timeline, and as Provenance of its Observation',
            file: 'src/fhir/out/sources.test.ts',
          },
          {
            test: 'an answer that was confirmed from another record keeps it as it was read, when it is confirmed again from a record that has changed, or answered otherwise',
            file: 'src/fhir/out/sources.test.ts',
          },
        ],
      },
      {
        control: 'What could not be read is named; it is not known.',
        shownBy: [{ test: `${atLaunch} says which part of the record it could not read`, file: launch }],
      },
    ],
    residual: { severity: 'major', likelihood: 'low' },
    open: ['A card rests on the record as it is: nobody confirms it, and it says so by naming its resources.'],
    site: ['Ask the patient what the record says before it is confirmed.'],
  },
  {
    id: 'H51',
    name: 'Signed as whom the record is open as',
    hazard: 'With a record open in a colleague’s name somebody signs, and the two records name different people.',
    causes: ['A shared workstation.', 'The user of the other record is taken for the person here without asking.'],
    effect: 'Nobody can tell who decided; an order is written in another’s name.',
    initial: { severity: 'considerable', likelihood: 'medium' },
    controls: [
      {
        control:
          'Who is who is said once by that person, on the signed word of the other record’s sign-in for this launch.',
        shownBy: [
          {
            test: 'a launch without it makes nobody of the other record somebody here: until a person says so, nothing is signed while it is open',
            file: launches,
          },
          {
            test: 'a launch without it takes who used the record from nothing but what its sign-in signed for this launch',
            file: launches,
          },
        ],
      },
      {
        control:
          'A user who is somebody else here is told so, and nothing is read or signed; a binding can be ended at once.',
        shownBy: [
          {
            test: 'a launch without it by a user who is somebody else here, or by somebody who is another user there, is told so, and binds nothing',
            file: launches,
          },
          {
            test: 'a launch without it is bound in the open: each sees their own, the administrator all; ending it is kept and holds at once',
            file: launches,
          },
          { test: `${atLaunch} reads nothing for somebody who is another user there`, file: launch },
        ],
      },
      {
        control: 'What one person opened is not shown to the next one who signs in.',
        shownBy: [
          { test: `${atLaunch} asks who is there first, and shows nobody else what somebody has opened`, file: launch },
        ],
      },
    ],
    residual: { severity: 'considerable', likelihood: 'very low' },
    open: ['A session that is left open in both records looks like its owner (H38).'],
    site: ['End bindings of people who leave.'],
  },
]

import type { Hazard } from '../../language/hazard.ts'

/** What can go wrong when somebody changes, does or sees what they may not. */
export const hazardsOfAccess: readonly Hazard[] = [
  {
    id: 'H37',
    name: 'Record changed or lost unseen',
    hazard: 'An event is altered, removed or put in later, and nobody can tell.',
    causes: ['Somebody edits the file.', 'A fault of the disk.', 'A list kept beside the events drifts from them.'],
    effect: 'A decision rests on what nobody recorded; what happened cannot be found out.',
    initial: { severity: 'major', likelihood: 'low' },
    controls: [
      {
        control:
          'Events are never changed or deleted, and each is chained to the one before: a change is named by its position.',
        shownBy: [
          { test: 'what is stored cannot be changed by %s', file: 'src/record/record.test.ts' },
          { test: 'what is stored betrays %s and names position %i', file: 'src/record/record.test.ts' },
        ],
      },
      {
        control: 'A list beside the events that was changed from outside is noticed and put right.',
        shownBy: [
          {
            test: 'a projection that was changed from outside is noticed, and put right by rebuilding it',
            file: 'src/record/projection.test.ts',
          },
        ],
      },
      {
        control:
          'Where the end of the chain was noted outside, a tail that was cut off and a chain that was written anew are noticed.',
        shownBy: [
          {
            test: 'plumbline audit notices a tail that was cut off %s together with the note of where it ends, by the anchor',
            file: 'src/service/audit/anchors.test.ts',
          },
          {
            test: 'plumbline audit notices a chain that was written anew, by the anchor',
            file: 'src/service/audit/anchors.test.ts',
          },
        ],
      },
      {
        control: 'Every signed decision can be made again byte for byte; one that was changed is named.',
        shownBy: [
          {
            test: 'plumbline audit replay names the decision and the member that somebody changed, though the chain was tied anew',
            file: 'src/service/audit/anchors.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'very low' },
    open: ['Opening checks the last hundred events; the whole chain is walked on request.'],
    site: [
      'Keep the data folder to the service’s own account.',
      'Have the ends of the chains noted outside, and compared from a timer.',
    ],
  },
  {
    id: 'H38',
    name: 'Somebody acts who may not',
    hazard: 'A decision is signed, or a finding recorded, by a person who is not entitled to, or in another’s name.',
    causes: [
      'A session is left open on a shared machine.',
      'A shared or guessed password.',
      'A page of another site sends a request.',
    ],
    effect: 'A decision that no clinician made.',
    initial: { severity: 'major', likelihood: 'medium' },
    controls: [
      {
        control: 'One table says who may do what; nothing is served without a row of it.',
        shownBy: [
          { test: '%s lets in the role %s exactly when the row names it', file: 'src/service/permissions.test.ts' },
          {
            test: 'the permission table refuses a route that was planted without a row',
            file: 'src/service/permissions.test.ts',
          },
          {
            test: 'who may record what a nurse cannot bring in a signature behind an answer',
            file: 'src/service/episodes/record-events.test.ts',
          },
        ],
      },
      {
        control: 'A session ends after half an hour without use; guessing is slowed; a forged request changes nothing.',
        shownBy: [
          { test: 'a session ends after half an hour without use', file: 'src/service/accounts/sessions.test.ts' },
          {
            test: 'signing in makes a guesser at one account wait, longer each time, whatever the address, and then lets the right one in',
            file: 'src/service/accounts/sessions.test.ts',
          },
          { test: 'a forged request without a token changes nothing', file: 'src/service/server.test.ts' },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'low' },
    open: ['Within the half hour an unlocked machine is open to whoever sits down.'],
    site: ['One account a person; lock the screen.'],
  },
  {
    id: 'H39',
    name: 'Confidential data disclosed',
    hazard: 'Names or findings reach people who do not treat the patient.',
    causes: [
      'Logs, addresses, error texts or page titles hold them.',
      'The service is put on a network without protection.',
    ],
    effect: 'Distress; patients withhold what matters next time.',
    initial: { severity: 'considerable', likelihood: 'medium' },
    controls: [
      {
        control: 'No name, number or finding stands in a log, an address, a title or an error.',
        shownBy: [
          {
            test: 'a patient with a red flag, from the first question to the closed episode left no name, number or birth date in the log',
            file: 'src/service/episodes/story.test.ts',
          },
          {
            test: 'every screen (…) %s: axe finds nothing, controls can be seen and hit, nothing overlaps or is cut off; it says that it is a demo, and no name is in its address',
            file: 'tests/browser/screens.test.ts',
          },
          { test: 'no value that was sent comes back, whatever was sent', file: 'src/service/input-faults.test.ts' },
        ],
      },
      {
        control: 'It serves its own machine unless told otherwise, and warns where others can reach it without TLS.',
        shownBy: [
          {
            test: 'starting beyond this machine warns, unless TLS is in front, and offers no demo',
            file: 'src/service/start.test.ts',
          },
        ],
      },
      {
        control:
          'Messages hold counts and a link and nothing of a patient; what is kept on a device is its owner’s alone and is deleted at sign-out.',
        shownBy: [
          {
            test: 'a message says how much is waiting, where to see it, and nothing else',
            file: 'src/weave/message.test.ts',
          },
          {
            test: 'drafts on the device are their owner’s alone, in one workspace',
            file: 'src/web/offline/device.test.ts',
          },
          {
            test: 'drafts on the device are deleted once they are saved, and at sign-out, after which nothing more is kept',
            file: 'src/web/offline/device.test.ts',
          },
          {
            test: 'the report on use holds no name, number or id of anybody',
            file: 'src/service/reports/use-report.test.ts',
          },
        ],
      },
      {
        control: 'Who saw whom is written down before anything is shown; what cannot be written is not shown.',
        shownBy: [
          {
            test: 'who did and saw what is written with who, when, from where, of whom and how it was answered',
            file: 'src/service/audit/audit.test.ts',
          },
          {
            test: 'who did and saw what is written before anything is shown: where it cannot be, nothing is',
            file: 'src/service/audit/audit.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'considerable', likelihood: 'low' },
    open: [
      'Every clinician and nurse reaches every patient of the clinic: a record cannot be restricted to those who treat.',
      'The record on disk is not encrypted by the program, nor what a browser keeps (H44).',
    ],
    site: [
      'Encrypt the disk; put TLS in front of a networked service.',
      'Name an auditor, who reads who looked at whom.',
    ],
  },
]

import type { Hazard } from '../../language/hazard.ts'

/** What can go wrong in running it: versions, devices, messages, the report on use. */
export const hazardsOfRunning: readonly Hazard[] = [
  {
    id: 'H43',
    name: 'Version adopted without being read',
    hazard: 'Another version of the protocol is put in force by somebody who has not read what it changes.',
    causes: [
      'The difference is long.',
      'It comes with an update that is wanted for other reasons.',
      'The mark of clinical lead is given to whoever asks.',
    ],
    effect: 'Every patient whom the change concerns is treated otherwise, unnoticed.',
    initial: { severity: 'catastrophic', likelihood: 'medium' },
    controls: [
      {
        control:
          'Only a clinician whom the administrator marks adopts, and only by the report of the difference as it is now, with a reason.',
        shownBy: [
          {
            test: 'adopting another version is refused on another report, without having read it, without a reason, and among the demo patients',
            file: 'src/service/protocol/adoption.test.ts',
          },
          {
            test: 'the clinical lead is a clinician whom the administrator marks; the mark goes with the role',
            file: 'src/service/protocol/adoption.test.ts',
          },
        ],
      },
      {
        control:
          'The report has exact counts, the smallest patient of each change with both answers, and the texts that changed.',
        shownBy: [
          {
            test: 'adopting another version the difference has exact counts, the smallest patient with both answers, and the changed texts',
            file: 'src/service/protocol/adoption.test.ts',
          },
          {
            test: 'a difference of two protocols lists exactly the minimal differences that brute force finds: none too many, none missing',
            file: 'tests/proofs/difference.test.ts',
          },
          {
            test: 'another version (…) after an update the clinical lead reads what the new version changes, and adopts it',
            file: 'tests/browser/versions.test.ts',
          },
        ],
      },
      {
        control: 'Who adopted, when, why and on which report is kept; going back is the same act.',
        shownBy: [
          {
            test: 'adopting another version is recorded with who, when, why and the report that was read; sent twice it is one',
            file: 'src/service/protocol/adoption.test.ts',
          },
          {
            test: 'adopting another version going back to the earlier version is the same act, and the episode shows what that changes',
            file: 'src/service/protocol/adoption.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'catastrophic', likelihood: 'low' },
    open: [
      'That it was read is one person’s tick: no second person has to agree.',
      'On the first start the version that the build brings decides before anybody has adopted it.',
    ],
    site: ['Adopt in a meeting of at least two clinicians, with the report on paper; sign the printed protocol.'],
  },
  {
    id: 'H44',
    name: 'Drafts left on a shared device',
    hazard: 'What one person entered stays on a device that others use, and is seen or taken for theirs.',
    causes: [
      'Somebody leaves without signing out while there is no network.',
      'A session ends with answers that are not saved.',
      'The browser profile is shared.',
    ],
    effect: 'Findings are disclosed; answers are missing from the record while they wait on the device.',
    initial: { severity: 'considerable', likelihood: 'medium' },
    controls: [
      {
        control:
          'What is kept is its owner’s alone: nobody else who signs in is shown it, and it is never saved under another account.',
        shownBy: [
          {
            test: 'drafts on the device are their owner’s alone, in one workspace',
            file: 'src/web/offline/device.test.ts',
          },
          {
            test: 'drafts on the device are counted for whoever signs in next, without saying whose they are',
            file: 'src/web/offline/device.test.ts',
          },
          {
            test: 'without a network (…) a session that ended loses nothing: the same person signs in and goes on',
            file: 'tests/browser/offline.test.ts',
          },
        ],
      },
      {
        control: 'It is deleted once it is saved, at sign-out, and after seven days at the latest.',
        shownBy: [
          {
            test: 'drafts on the device are deleted once they are saved, and at sign-out, after which nothing more is kept',
            file: 'src/web/offline/device.test.ts',
          },
          { test: 'drafts on the device are deleted after seven days', file: 'src/web/offline/device.test.ts' },
          {
            test: 'without a network (…) signing out says what is not saved, and deletes everything here, without a network too',
            file: 'tests/browser/offline.test.ts',
          },
          {
            test: 'without a network (…) what the service has is deleted from the device when the screen is left',
            file: 'tests/browser/offline.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'considerable', likelihood: 'low' },
    open: [
      'The store of the browser is not encrypted by the program: whoever can read the profile’s files can read it.',
      'A draft of a person who does not come back to that device is deleted after seven days, unsaved.',
    ],
    site: ['Encrypt the disk; one account of the operating system a person; sign out on a shared device.'],
  },
  {
    id: 'H45',
    name: 'Message that reaches nobody',
    hazard: 'Urgent work is told by a message that does not arrive or that nobody reads, and everybody relies on it.',
    causes: [
      'Messages are off or set up for an address that nobody reads.',
      'The mail server refuses, or the service stops while it sends.',
      'Whoever has the work is away or has left.',
    ],
    effect: 'An emergency or an overdue result waits; delayed treatment.',
    initial: { severity: 'major', likelihood: 'high' },
    controls: [
      {
        control:
          'It is said plainly that nobody is told while messages are off, and a test message shows what becomes of it.',
        shownBy: [
          {
            test: 'the settings (…) say plainly that nobody is told while messages are off',
            file: 'tests/browser/settings.test.ts',
          },
          {
            test: 'the settings send a test message while messages are still off, and say what became of it',
            file: 'src/service/messages/messages.test.ts',
          },
        ],
      },
      {
        control:
          'A message is tried again under one id, through stops and kills, and ends where the administrator sees it.',
        shownBy: [
          {
            test: 'a service that is killed while it sends sends the same message again, and then no more',
            file: 'tests/messages.test.ts',
          },
          {
            test: 'a message that cannot be sent is tried again, later each time, and arrives under the same id',
            file: 'src/service/messages/messages.test.ts',
          },
          {
            test: 'a message that cannot be sent ends as a dead letter that the administrator sees and can send again',
            file: 'src/service/messages/messages.test.ts',
          },
          {
            test: 'a message that cannot be sent is sent again after a stop in the middle of sending: at least once, under one id',
            file: 'src/service/messages/messages.test.ts',
          },
        ],
      },
      {
        control:
          'Work that reaches nobody, or that nobody touches, goes further: to the role, then to the administrator’s address.',
        shownBy: [
          {
            test: 'who is told of work is the administrator’s address as soon as it is due and reaches nobody, not before',
            file: 'src/care/telling.test.ts',
          },
          {
            test: 'an emergency that reaches nobody goes to the administrator’s address',
            file: 'src/service/messages/messages.test.ts',
          },
          {
            test: 'the digest of work that nobody touches goes to the role, then to the address',
            file: 'src/service/messages/messages.test.ts',
          },
        ],
      },
      {
        control: 'The worklist holds all of it, whether anybody was told or not.',
        shownBy: [
          {
            test: 'each kind of open work appears by an event and disappears by another but none by time alone',
            file: 'src/care/worklist.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'low' },
    open: [
      'That a mail server took a message does not show that anybody read it; a service that is down tells nobody.',
      'The days after which work goes further are the program’s proposal.',
    ],
    site: [
      'Read the worklist each working day whether or not a message came; watch from outside that the service runs.',
    ],
  },
  {
    id: 'H46',
    name: 'Report on use misread',
    hazard: 'A number of the report is taken for something else: for quality, for outcome, or for a person’s work.',
    causes: [
      'What is still to do looks like what was not done.',
      'Small numbers swing.',
      'Times leave out what has not ended.',
    ],
    effect: 'The protocol, or how a clinic works, is changed on a wrong reading, for many patients.',
    initial: { severity: 'considerable', likelihood: 'medium' },
    controls: [
      {
        control:
          'Each recommendation counts once, by what became of it; what lapsed, what is to do and what was decided otherwise stand apart.',
        shownBy: [
          {
            test: 'what became of recommendations each counts once, in the month of its first signature, by what became of it',
            file: 'src/care/use/use-report.test.ts',
          },
          {
            test: 'what became of recommendations what a later signature no longer says has lapsed; what it says again is not counted again',
            file: 'src/care/use/use-report.test.ts',
          },
          {
            test: 'what became of recommendations an episode entered for the wrong patient counts nowhere',
            file: 'src/care/use/use-report.test.ts',
          },
        ],
      },
      {
        control: 'Small numbers are hidden where they could point at a person, and the report names nobody.',
        shownBy: [
          {
            test: 'small numbers with a hidden part the next smallest goes too: the total would give it away',
            file: 'src/care/use/use-report.test.ts',
          },
          {
            test: 'the report on use holds no name, number or id of anybody',
            file: 'src/service/reports/use-report.test.ts',
          },
        ],
      },
      {
        control: 'Times are counted apart where the record cannot know them.',
        shownBy: [
          {
            test: 'how long things took from the first unsigned answer to the signature, in minutes; a signature given with its answers is counted apart',
            file: 'src/care/use/use-report.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'considerable', likelihood: 'low' },
    open: [
      'It counts what was recorded as done, not whether it helped: there are no outcomes of patients in it.',
      'Two reports of overlapping periods can be subtracted from each other.',
    ],
    site: ['Read it with the reasons for doing otherwise beside the numbers, and with somebody who knows the clinic.'],
  },
]

import type { Hazard } from '../../language/hazard.ts'

/** What can go wrong with the record, the service and those who use it. */
export const hazardsOfSystem: readonly Hazard[] = [
  {
    id: 'H32',
    name: 'Draft lost or doubled',
    hazard: 'Answers that were entered are gone, or are recorded twice.',
    causes: [
      'The connection breaks; the page is reloaded; the service restarts.',
      'An answer is sent again because its receipt was lost.',
      'Two windows hold the same draft.',
    ],
    effect: 'A red flag that was told is not on record.',
    initial: { severity: 'major', likelihood: 'medium' },
    controls: [
      {
        control:
          'Answers are kept as they are given and are there after a reload or a restart; the app says whether they are saved.',
        shownBy: [
          {
            test: 'the main job in a browser (…) answers that were not signed are there after a reload',
            file: 'tests/browser/main-job.test.ts',
          },
          {
            test: 'a restart keeps everything: patients, events, worklist, drafts, chain',
            file: 'src/service/episodes/drafts.test.ts',
          },
          { code: 'SaveNote', file: 'src/web/frame/save-state.tsx' },
        ],
      },
      {
        control: 'What is sent again is recorded once.',
        shownBy: [
          {
            test: 'a draft saved twice because the answer was lost is saved once',
            file: 'src/service/episodes/drafts.test.ts',
          },
          {
            test: 'a command sent again answers the same and records nothing, also after others have recorded',
            file: 'src/service/episodes/record-events.test.ts',
          },
        ],
      },
      {
        control: 'A draft saved from another window meanwhile is not overwritten, and both are there to choose from.',
        shownBy: [
          {
            test: 'a draft saved from another window meanwhile is not overwritten, and both are there to choose from',
            file: 'src/service/episodes/drafts.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'very low' },
    open: ['What was typed in the last moments before a machine fails may be lost; the app says that it is not saved.'],
    site: [],
  },
  {
    id: 'H33',
    name: 'Two editors',
    hazard: 'Two people work on one patient, and one overwrites what the other recorded.',
    causes: [
      'Nurse and clinician have the episode open at the same time.',
      'A page was opened before the other recorded.',
    ],
    effect: 'A finding is lost, or a decision is signed on half of what is known.',
    initial: { severity: 'major', likelihood: 'medium' },
    controls: [
      {
        control:
          'Of two that record on the same state exactly one is taken; the other is shown what was recorded and can go on.',
        shownBy: [
          {
            test: 'two people on one episode the second is refused and is shown what the first recorded, with a sequence to go on from',
            file: 'src/service/episodes/record-events.test.ts',
          },
          {
            test: 'two people on one episode of two that arrive together exactly one is recorded',
            file: 'src/service/episodes/record-events.test.ts',
          },
          {
            test: 'appending lets one of two simultaneous editors through and leaves other appends of the same moment alone',
            file: 'src/record/record.test.ts',
          },
          {
            test: 'patients through weeks (…) what somebody else recorded in between is said, and nothing is lost',
            file: 'tests/browser/stories.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'very low' },
    open: [],
    site: [],
  },
  {
    id: 'H34',
    name: 'Demo data taken for real',
    hazard: 'An invented patient is taken for a real one, or a real one is put among the invented.',
    causes: [
      'Both are on one machine.',
      'A print leaves the screen that said so.',
      'The clock was shifted for a demonstration.',
    ],
    effect: 'A real patient’s findings are lost in a demonstration; a real letter goes out about nobody.',
    initial: { severity: 'major', likelihood: 'medium' },
    controls: [
      {
        control: 'Invented patients live in a record of their own; neither workspace knows anything of the other.',
        shownBy: [
          {
            test: 'the two workspaces know nothing of each other: lists, searches, ids, worklists, drafts',
            file: 'src/service/patients/patient-routes.test.ts',
          },
          {
            test: 'the two workspaces cannot be joined by a merge or an assignment',
            file: 'src/service/patients/patient-routes.test.ts',
          },
          {
            test: 'the demo patients of a first start are there at once, the same ones after a restart, and none of them among the real ones',
            file: 'src/service/start.test.ts',
          },
          {
            test: 'the demo patients cannot be left for the real ones by changing what is kept of a session without an account',
            file: 'src/service/accounts/demo.test.ts',
          },
        ],
      },
      {
        control: 'Every invented patient is labelled on every screen and at the top and bottom of every print.',
        shownBy: [
          {
            test: 'the demo patients are ten people who are all labelled as invented, with names of many alphabets’ marks',
            file: 'src/service/demo/seed.test.ts',
          },
          {
            test: 'every screen (…) every screen of the invented patients says so',
            file: 'tests/browser/screens.test.ts',
          },
          {
            test: 'an invented patient is marked at the top and at the bottom; a real one is not',
            file: 'src/weave/letter.test.ts',
          },
        ],
      },
      {
        control: 'A shifted clock needs a folder marked for tests, on this machine alone.',
        shownBy: [{ test: 'a shifted clock stops the start %s', file: 'src/service/test-clock.test.ts' }],
      },
    ],
    residual: { severity: 'major', likelihood: 'low' },
    open: ['A person may be added in the demo although they are real: it is labelled, and nothing stops it.'],
    site: ['Do not offer the demo on machines used for care.'],
  },
  {
    id: 'H35',
    name: 'Clock or time-zone error',
    hazard: 'A day is counted wrong: ages, durations, the review window, how old a result is, what is overdue.',
    causes: [
      'The machine’s clock or zone is wrong.',
      'It is already tomorrow at the site.',
      'Summer time, leap days, birthdays.',
    ],
    effect: 'A red flag of time (more than a month), or a review, comes a day or more late.',
    initial: { severity: 'considerable', likelihood: 'medium' },
    controls: [
      {
        control:
          'Today is the site’s, recorded with each event beside the instant; decisions are given their day and read no clock.',
        shownBy: [
          { test: '%s is, in %s, the date %s', file: 'src/service/site-date.test.ts' },
          {
            test: 'the event that records a command carries the day at the site beside the instant',
            file: 'src/care/commands.test.ts',
          },
          {
            test: 'the same case gets the same answer, always pure folders know no clock and no chance',
            file: 'tests/architecture.test.ts',
          },
        ],
      },
      {
        control: 'Days are whole days of the calendar, over summer time and leap years.',
        shownBy: [
          {
            test: 'counting days a day is a day where clocks are put forward or back',
            file: 'src/language/date.test.ts',
          },
          {
            test: 'counting years: an age a year is added on the birthday, and on no other day',
            file: 'src/language/date.test.ts',
          },
          {
            test: 'what is recorded ages until the as-of date three weeks of pain recorded on 1 March are five weeks on 15 March',
            file: 'src/evaluate/situation.test.ts',
          },
          { clinicalCase: 'pain-for-exactly-30-days' },
          { clinicalCase: 'pain-for-31-days' },
        ],
      },
    ],
    residual: { severity: 'considerable', likelihood: 'low' },
    open: ['A machine whose clock is wrong is believed: nothing compares it with another.'],
    site: ['Set the machine’s clock from a time service, and name the site’s time zone.'],
  },
  {
    id: 'H36',
    name: 'Record unavailable',
    hazard: 'The service or its record cannot be reached while patients are seen.',
    causes: [
      'The machine, the disk or the network fails; the disk is full.',
      'An update fails half-way.',
      'A second copy is started on the same data.',
    ],
    effect: 'Screening is done from memory; open work is not seen.',
    initial: { severity: 'considerable', likelihood: 'medium' },
    controls: [
      {
        control:
          'What was acknowledged is on disk, through kills, full disks and failed updates; a fault is said plainly.',
        shownBy: [
          {
            test: 'a writer that is killed at 50 random moments loses nothing that it acknowledged, and leaves the chain intact',
            file: 'src/record/processes.test.ts',
          },
          {
            test: 'a full disk refuses what no longer fits, keeps what was stored, and goes on once there is room',
            file: 'src/record/record.test.ts',
          },
          { test: 'migrations leave nothing behind when one of them fails', file: 'src/record/database.test.ts' },
          { test: 'starting a second time on the same data is refused clearly', file: 'src/service/start.test.ts' },
        ],
      },
    ],
    residual: { severity: 'considerable', likelihood: 'low' },
    open: [
      'There is no second copy of the record: backup and restore are the operator’s.',
      'No evidence in this log covers work without a connection.',
    ],
    site: ['Back up the data folder and try to restore it; keep the printed protocol for the days without it.'],
  },
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
    ],
    residual: { severity: 'major', likelihood: 'very low' },
    open: ['Opening checks the last hundred events; the whole chain is walked on request.'],
    site: ['Keep the data folder to the service’s own account.'],
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
            test: 'every screen (…) no address holds a name, and no title does',
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
    ],
    residual: { severity: 'considerable', likelihood: 'low' },
    open: ['The record on disk is not encrypted by the program.'],
    site: ['Encrypt the disk; put TLS in front of a networked service.'],
  },
]

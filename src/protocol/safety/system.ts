import type { Hazard } from '../../language/hazard.ts'

/** What can go wrong with the record and the service. */
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
      {
        control:
          'Answers are on the device at once and at the service within a second; without a network they are kept there, found again, and saved when it returns; where nothing keeps them, it is said.',
        shownBy: [
          {
            test: 'an answer is on the device at once, and at the service within a second',
            file: 'src/web/drafts/keeper.test.ts',
          },
          {
            test: 'without a network and without a store on the device the change counts as not saved',
            file: 'src/web/drafts/keeper.test.ts',
          },
          {
            test: 'a service that cannot save is said, though the answer is kept',
            file: 'src/web/drafts/keeper.test.ts',
          },
          {
            test: 'without a network (…) a tab that was closed is found again by the list of what is kept',
            file: 'tests/browser/offline.test.ts',
          },
          {
            test: 'without a network (…) when the network returns, the service has them without being asked',
            file: 'tests/browser/offline.test.ts',
          },
        ],
      },
      {
        control:
          'Of two windows or people that answered one question differently, one answer is chosen and neither is lost.',
        shownBy: [
          {
            test: 'two windows that answered one question differently send nothing until one is chosen, and forget neither',
            file: 'src/web/drafts/keeper.test.ts',
          },
          {
            test: 'two drafts of the same answers never lose an answer that either of them gave',
            file: 'src/web/drafts/merge.test.ts',
          },
        ],
      },
      {
        control:
          'A service that was restarted gets what was answered meanwhile; where neither it nor the device keeps an answer, the page asks to be kept open.',
        shownBy: [
          {
            test: 'without a network (…) a service that was restarted gets what was answered meanwhile',
            file: 'tests/browser/offline.test.ts',
          },
          {
            test: 'drafts (…) where neither the service nor the device keeps the change, the page asks to be kept open',
            file: 'tests/browser/drafts.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'very low' },
    open: [
      'Answers kept on a device that is lost before the network returns are lost with it; those kept on it are deleted after seven days.',
    ],
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
      {
        control:
          'A question that somebody else answered differently meanwhile is shown with both answers, and nothing is signed before one is chosen.',
        shownBy: [
          {
            test: 'drafts (…) the second of two editors sees the first’s change and chooses',
            file: 'tests/browser/drafts.test.ts',
          },
          {
            test: 'an answer that somebody gave differently is contested, and the rest is told',
            file: 'src/web/drafts/meanwhile.test.ts',
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
            test: 'every screen (…) %s: axe finds nothing, controls can be seen and hit, nothing overlaps or is cut off; it says that it is a demo, and no name is in its address',
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
      'The machine’s clock or zone is wrong, or is put right after a while.',
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
      {
        control:
          'A clock that ran ahead and is put right hides nothing: what was recorded meanwhile counts, and its work is on the list of today.',
        shownBy: [
          {
            test: 'once a clock that ran ahead is put right what was recorded meanwhile still counts, and the episode goes on from that day',
            file: 'src/service/episodes/clock-put-back.test.ts',
          },
          {
            test: 'once a clock that ran ahead is put right its work is on the worklist of today',
            file: 'src/service/episodes/clock-put-back.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'considerable', likelihood: 'low' },
    open: [
      'A machine whose clock is wrong is believed: nothing compares it with another, and it moves links, sessions and the hour of messages too.',
      'An episode in which something was recorded while the clock ran ahead goes on from that later day once the clock is right: until it has come, durations and results count as that much older, and nothing says so.',
    ],
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
      {
        control:
          'Without a network the app opens, answers are kept and the decision is made on the device; a signature waits for the service.',
        shownBy: [
          {
            test: 'without a network (…) answers are kept, a reload shows them, and the decision is made here',
            file: 'tests/browser/offline.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'considerable', likelihood: 'low' },
    open: [
      'There is no second copy of the record: backup and restore are the operator’s.',
      'Without a network other patients’ records and the worklist are not at hand, and nothing can be signed.',
    ],
    site: ['Back up the data folder and try to restore it; keep the printed protocol for the days without it.'],
  },
]

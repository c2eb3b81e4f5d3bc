import type { Hazard } from '../../language/hazard.ts'

/** What can go wrong in how recommendations are read, and in which of them are in force. */
export const hazardsOfUse: readonly Hazard[] = [
  {
    id: 'H14',
    name: 'Alert fatigue',
    hazard: 'So much is flagged that the flag that matters is clicked away.',
    causes: [
      'Common, weak flags look like rare, grave ones.',
      'A card returns although nothing changed.',
      'Dialogs interrupt for lesser things.',
    ],
    effect: 'A grave flag is overlooked.',
    initial: { severity: 'major', likelihood: 'high' },
    controls: [
      {
        control: 'Each level of urgency has its own word and shape, and one main step is put forward.',
        shownBy: [
          {
            test: 'what the panel says each level has its own shape by its place in the protocol',
            file: 'src/web/decision/decision.test.ts',
          },
          {
            test: 'the main step is put as something to consider, a question as a question',
            file: 'src/weave/decision-text.test.ts',
          },
        ],
      },
      {
        control: 'What was decided otherwise stays silent until something it rests on changes.',
        shownBy: [
          {
            test: 'doing otherwise stays silent while only a finding changes that the recommendation does not rest on',
            file: 'src/care/stories.test.ts',
          },
          {
            test: 'doing otherwise comes back when a finding changes, and says which',
            file: 'src/care/stories.test.ts',
          },
        ],
      },
      {
        control: 'The report on use counts, by rule, what was followed and what was decided otherwise and why.',
        shownBy: [
          {
            test: 'what became of recommendations by rule, with its statements and the reasons for doing otherwise',
            file: 'src/care/use/use-report.test.ts',
          },
          {
            test: 'the report on use counts what was followed and overridden, over the last six months unless others are asked for',
            file: 'src/service/reports/use-report.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'medium' },
    open: [
      'Nothing has been measured with clinicians yet: how many flags they see, and which they decide otherwise on.',
    ],
    site: [
      'Review the reasons for deciding otherwise each month; change the protocol where a flag is always overridden.',
    ],
  },
  {
    id: 'H15',
    name: 'Clinician over-trust',
    hazard:
      'The recommendation is followed although the patient in the room says otherwise, or its silence is taken for safety.',
    causes: ['It looks certain.', 'What it does not ask, it does not know.', 'Its reasons are not read.'],
    effect: 'A cause outside the pathway is missed.',
    initial: { severity: 'major', likelihood: 'medium' },
    controls: [
      {
        control:
          'Everything is put as something to consider, with rule, statement and findings, with what is not known and how high the urgency could be.',
        shownBy: [
          {
            test: 'the main step is put as something to consider, a question as a question',
            file: 'src/weave/decision-text.test.ts',
          },
          {
            test: 'what a decision says every action names its rule, and every statement it names is one of the protocol',
            file: 'src/evaluate/decide.test.ts',
          },
          {
            test: 'a decision in 80 columns says what is not known and what it could do, and counts what it does not name',
            file: 'src/weave/decision-text.test.ts',
          },
        ],
      },
      {
        control: 'The clinician can decide otherwise at any time, with a reason and a plan.',
        shownBy: [
          {
            test: 'patients through weeks (…) deciding otherwise needs a reason and a plan, which is then on the worklist',
            file: 'tests/browser/stories.test.ts',
          },
        ],
      },
      {
        control: 'The evidence page and the source attributes say what it rests on and whose data it uses.',
        shownBy: [
          {
            test: 'the source attributes of 45 CFR 170.315(b)(11)(iv)(A) are thirteen, numbered from 1, each with an answer',
            file: 'src/weave/source-attributes.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'low' },
    open: ['No study with clinicians has shown how they read it.'],
    site: ['Train: what it asks, what it does not, and that it reads no picture.'],
  },
  {
    id: 'H16',
    name: 'Stale version',
    hazard: 'A decision is signed, or a letter sent, by another protocol than the one in force.',
    causes: [
      'A page was left open over an update, or over night.',
      'A copy of the protocol is kept elsewhere.',
      'A build brings another version than the one that was adopted.',
    ],
    effect: 'Many patients are treated by rules that were withdrawn.',
    initial: { severity: 'catastrophic', likelihood: 'low' },
    controls: [
      {
        control:
          'The adopted version decides, whatever a build brings; nothing else in the service or the app can decide by a built-in one.',
        shownBy: [
          {
            test: 'adopting another version a build that brings another version does not change what decides',
            file: 'src/service/protocol/adoption.test.ts',
          },
          {
            test: 'adopting another version the adopted version decides at once, and every answer names it',
            file: 'src/service/protocol/adoption.test.ts',
          },
          {
            test: 'the adopted version of the protocol decides a file that decides by the built-in one is refused: %s',
            file: 'tests/adopted-version.test.ts',
          },
        ],
      },
      {
        control:
          'A tab of an earlier version can sign nothing and order nothing; its answers are kept, and it says that it is behind.',
        shownBy: [
          {
            test: 'adopting another version a page of the earlier version can sign nothing and order nothing, and still record an answer',
            file: 'src/service/protocol/adoption.test.ts',
          },
          {
            test: 'another version (…) a page that was open meanwhile says that it is behind, signs nothing, and keeps its answers',
            file: 'tests/browser/versions.test.ts',
          },
        ],
      },
      {
        control:
          'The service does not start where the adopted version is not kept, or was kept otherwise than it was adopted.',
        shownBy: [
          {
            test: 'the service does not start where the adopted version is not kept: the one that the build brings is not put in its place',
            file: 'src/service/protocol/kept-version.test.ts',
          },
          {
            test: 'the service does not start where the adopted version was kept changed in one value',
            file: 'src/service/protocol/kept-version.test.ts',
          },
          {
            test: 'a version that is kept whole is the one that decides, whatever the build brings',
            file: 'src/service/protocol/kept-version.test.ts',
          },
        ],
      },
      {
        control:
          'An open patient whom the adopted version decides otherwise says what changed, on the page and on the worklist, until a clinician signs again.',
        shownBy: [
          {
            test: 'adopting another version an open episode that it decides otherwise says so, on its page and on the worklist; another says nothing',
            file: 'src/service/protocol/adoption.test.ts',
          },
          {
            test: 'what another version changes for a signed decision is the urgency and what is asked for, with both answers and their statements',
            file: 'src/care/protocol-change.test.ts',
          },
          {
            test: 'what another version changes for a signed decision is not missed where only time brings it: on the signed day both versions agree, today they do not',
            file: 'src/care/protocol-change.test.ts',
          },
          {
            test: 'another version (…) the open patient says what changed, here and on the worklist, until it is signed again',
            file: 'tests/browser/versions.test.ts',
          },
        ],
      },
      {
        control:
          'A signature carries the hash and the answers that the clinician saw; the service decides again and refuses one that differs.',
        shownBy: [
          { test: 'a signature under a decision %s is refused', file: 'src/service/episodes/record-events.test.ts' },
          {
            test: 'live decisions what is sent with a signature is what the service computes',
            file: 'src/web/decision/decision.test.ts',
          },
        ],
      },
      {
        control:
          'Every decision names its protocol by version, layer and content hash; the hash changes with one letter.',
        shownBy: [
          {
            test: 'what a decision says each decision names the protocol it was made with: version, layer and content hash',
            file: 'src/evaluate/decide.test.ts',
          },
          {
            test: 'the content hash changes with one letter of the prose of a statement',
            file: 'src/language/hash.test.ts',
          },
        ],
      },
      {
        control: 'Past decisions can be decided again under another version, and those that would change are listed.',
        shownBy: [
          {
            test: 'plumbline replay decides signed decisions again, and names those that another protocol would change, not the patient',
            file: 'src/cli/diff.test.ts',
          },
        ],
      },
      {
        control: 'The committed documents are those of the protocol as it is.',
        shownBy: [
          {
            test: 'the documents of the proofs are the same every time, and the committed ones are those of the protocol as it is',
            file: 'tests/proofs/documents.test.ts',
          },
        ],
      },
      {
        control:
          'A page that a device keeps for work without a network is not shown beside the files of another build.',
        shownBy: [
          {
            test: 'a page that is kept is refused beside the files of another build',
            file: 'src/web/offline/shell.test.ts',
          },
        ],
      },
    ],
    residual: { severity: 'catastrophic', likelihood: 'very low' },
    open: [
      'A printed protocol or letter cannot know that it is out of date; it carries its version and hash.',
      'Without a network the app decides by the version that the device keeps; what it said is compared only when it is signed.',
      'A closed episode is not looked at again under another version, and of an open one changes of advice alone are not told.',
    ],
    asks: ['adviceChangedByAnotherVersion'],
    site: ['The clinical lead reads the difference before a version is put in force, and tells the clinic.'],
  },
]

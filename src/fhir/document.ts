import type { LookBacks } from '../language/look-back.ts'
import type { Protocol } from '../language/protocol.ts'
import { conditionCodes } from './codes/conditions.ts'
import type { CodeRow, Meaning } from './codes/meaning.ts'
import { answerCodes, quantityCodes } from './codes/observations.ts'
import { conclusionCodes, testCodes } from './codes/tests.ts'
import { reasons } from './in/ledger.ts'
import { canonicalBase, own } from './systems.ts'

const SYSTEM_LABELS = { icd10cm: 'ICD-10-CM', snomed: 'SNOMED CT', loinc: 'LOINC', cpt: 'CPT' } as const

/**
 * `docs/fhir.md`: what is read out of FHIR and what is written, with every code, look-back and reason as the program has
 * them. `notice` marks the text as generated.
 *
 * @example fhirDocument(standard, lookBacks, 'Generated …') // '# FHIR\n\n<!-- Generated … -->\n …'
 */
export function fhirDocument(protocol: Protocol, lookBacks: LookBacks, notice: string): string {
  return [
    '# FHIR R4: what is read, and what is written',
    '',
    `<!-- ${notice} -->`,
    '',
    ...READING,
    '',
    '## Diagnoses, problems and signs',
    '',
    'A Condition, or an Observation under the same code with the value true or false. An ICD-10-CM code is matched by its',
    'beginning, with or without its point, so that a 7th character does not matter. *Whole*: the code means the finding itself, so',
    'that refuting it says "absent".',
    '',
    '| what | codes | is taken as | makes one ask for |',
    '|---|---|---|---|',
    ...conditionCodes.map(conditionRow),
    '',
    '## Measurements and answers',
    '',
    '| finding | what | codes |',
    '|---|---|---|',
    ...quantityCodes.map((row) => {
      const limit = row.upperLimit === undefined ? '' : `; its reference range gives \`${row.upperLimit}\``
      return `| \`${row.finding}\` | ${row.concept}${limit} | LOINC ${row.loinc.join(', ')} |`
    }),
    ...answerCodes.map((row) => {
      const answers = Object.entries(row.answers).map(([code, value]) => `SNOMED CT ${code} is \`${value}\``)
      return `| \`${row.finding}\` | ${row.concept}; ${answers.join(', ')} | LOINC ${row.loinc.join(', ')} |`
    }),
    `| any | an Observation of a finding of the protocol, as this program writes it | \`${own.findings}\` |`,
    '',
    '## Tests: done, ordered, reported',
    '',
    'A DiagnosticReport, Procedure or ServiceRequest under one of these codes.',
    '',
    '| finding | what | codes |',
    '|---|---|---|',
    ...testCodes.map((row) => `| \`${row.finding}\` | ${row.concept} | ${codesOf(row.codes)} |`),
    '',
    'A result comes from a coded conclusion alone. Of several, the first of this list counts.',
    '',
    '| conclusion | codes | X-ray | MRI |',
    '|---|---|---|---|',
    ...conclusionCodes.map(
      (row) => `| ${row.concept} | ${codesOf(row.codes)} | ${value(row.xray)} | ${value(row.mri)} |`,
    ),
    '',
    '## How far back',
    '',
    'Days for which what is recorded still speaks of today. They are clinical consensus without a reference, and for clinicians',
    `to set. A finding without a row counts whatever its day, and its absence for ${lookBacks.absentDays} days.`,
    '',
    '| finding | present or a value | absent | statement |',
    '|---|---|---|---|',
    ...lookBacks.findings.map(
      ({ finding, days, absentDays, statement }) =>
        `| ${labelOf(finding, protocol)} | ${days ?? 'any'} | ${absentDays} | ${statement} |`,
    ),
    `| a report without a result that is understood | ${lookBacks.reportDays} | – | C1 |`,
    '',
    `Where the onset of the pain is only a month, a year, or the day of recording, the last day that it may be stands for it once`,
    `${lookBacks.vagueOnsetDays} days have passed; until then it is asked.`,
    '',
    '## Why something was taken, or left out',
    '',
    '| reason | means |',
    '|---|---|',
    ...Object.entries(reasons).map(([reason, words]) => `| \`${reason}\` | ${words} |`),
    '',
    ...WRITING,
    '',
    ...QUESTIONS,
    '',
    ...NOTICES,
    '',
  ].join('\n')
}

const READING = [
  'What a hospital’s record says becomes findings of the protocol, each with the resource it comes from, its date and its',
  'status; and what was left out is listed with why. A clinician confirms findings before they count. `readRecord`',
  '(`src/fhir/in`) reads a Bundle of any type, a resource, a list of these, or NDJSON; `plumbline decide --fhir` does it from the',
  'command line ([cli.md](cli.md#decide-from-fhir)). Tables below are printed from the code maps themselves.',
  '',
  '- **Silence is not known.** Absent is said by a refuted Condition whose code means the whole finding, by an Observation with',
  '  the value false, or by a coded answer "no". A cancer that was refuted is no history without cancer.',
  '- **Present** is a confirmed Condition that is not over. Unconfirmed, provisional and differential diagnoses are listed; what',
  '  was entered in error counts for nothing. An abatement ends a condition whatever its status says.',
  '- **The day** is the later of onset and recording, or when an Observation was made. What is older than the look-back of its',
  '  finding is not known: a fever of 2021 is no fever today, closed or not. A vague day counts if every day it may be counts.',
  '- **Contradictions**: the newest wins, of one day the more cautious, and the other is listed. Current cancer is not made past by',
  '  a "history of" another. What cannot be together is not taken.',
  '- **Modifiers** (`modifierExtension`, `implicitRules`) may turn a meaning round, and none is known here: what has one is left out.',
  '- **Units** by UCUM code; °F becomes °C. A value with another unit, or that is only a bound ("> 140"), is left out.',
  '- **Reports**: the text of a report is shown and never parsed. Without a coded conclusion it says that the test was done, its',
  '  result not known, so that it is not ordered again unread; it hides no abnormal result.',
  '- **Too unspecific** codes, and diagnoses for which the protocol has no finding (cauda equina syndrome, a vertebral fracture),',
  '  make one ask; they invent no finding.',
  '- **Medicines and allergies** are listed by name and make one ask: no code of theirs could be checked, and none is guessed.',
  '- **The patient’s own** answers and observations wait until a clinician confirms them.',
  '- **Sex at birth** is the US Core extension’s, else the administrative gender, which the reading says.',
] as const

const WRITING = [
  '## What is written',
  '',
  '`decisionBundle` and `patientBundle` (`src/fhir/out`) are pure: the same decision or record gives the same bundle, with the',
  'same ids (a UUID of version 8 over what a resource stands for), so that importing it twice makes nothing twice. A bundle is a',
  'collection or a transaction (references within it by `urn:uuid:`, each resource put under its own id), or a searchset with',
  'the address of the service that answers `Patient/…/$everything`.',
  '',
  '| resource | is |',
  '|---|---|',
  '| Patient | name, birth date, sex at birth (US Core extension), record number; allergies and medicines were entered as text and stay text |',
  '| Observation | each finding with its day, under our own code and the standard one where it means the same; not known is `dataAbsentReason` |',
  '| ClinicalImpression | a decision: urgency (`prognosisCodeableConcept`), bounds, red flags (`finding`), what is not known; a review |',
  '| Flag | each red flag; those of an earlier decision are inactive |',
  '| ServiceRequest | draft proposals of tests and referrals; orders and referrals that were made, by their state |',
  '| MedicationRequest | a draft in the protocol’s words, without product, dose or duration; `doNotPerform` where it is contraindicated |',
  '| CarePlan, Task | next steps; open work with the days between which it is in time; what was decided otherwise, with HL7’s reason code |',
  '| Communication | advice, not yet given |',
  '| DiagnosticReport, MedicationStatement, Procedure | results with the text as received; treatments as recorded |',
  '| DocumentReference | a referral letter, as it was sent |',
  '| EpisodeOfCare | an episode; one entered for the wrong patient says that and holds nothing else |',
  '| Provenance | protocol, version, layer and content hash (`sha256:`), who signed and when, or that nobody has |',
  '',
  'Priorities: routine is `routine`, soon `urgent`, urgent `asap`, emergency `stat`. The urgency is no RiskAssessment: without a',
  'probability its prediction fails an invariant (ras-2) in a validator that is in use. What was amended is entered in error; what',
  'was moved to another patient is not written, nor what was signed on it.',
  '',
  `Our own code systems and identifiers begin with \`${canonicalBase}\`, a name that is no address.`,
] as const

const QUESTIONS = [
  '## Questions to clinicians',
  '',
  'What reading a record leaves open is asked with all the rest in [questions.md](questions.md), each with a patient: how long a record',
  'speaks, diagnoses without a finding, incontinence of a kind, recorded infection of the spine, gender for sex at birth, and medicines',
  'by their codes.',
] as const

const NOTICES = [
  '## Code systems',
  '',
  'ICD-10-CM is free to use. SNOMED CT codes need a licence of SNOMED International where the country is no member. This material',
  'contains content from LOINC (loinc.org), copyright Regenstrief Institute, Inc. and the LOINC Committee, available at no cost',
  'under the licence at loinc.org/license. CPT codes stand here as bare values; their names and use are the American Medical',
  'Association’s. Every code was looked up in a public list; saddle numbness and injecting drug use have none that could be',
  'checked.',
] as const

function conditionRow({ concept, codes, means = [], asks = [], ever, whenOver, isBackPain }: CodeRow): string {
  const taken = [
    ...means.map(meaning),
    ...(isBackPain ? ['the reason for the pathway, and its onset'] : []),
    ...(ever ? ['also when it is over'] : []),
    ...(whenOver === undefined ? [] : [`when it is over: \`${whenOver}\``]),
  ]
  return `| ${concept} | ${codesOf(codes)} | ${taken.join('; ')} | ${asks.map((each) => `\`${each}\``).join(', ')} |`
}

function meaning({ finding, value: said, whole }: Meaning): string {
  return `\`${finding}\` ${said}${whole ? ' (whole)' : ''}`
}

function codesOf(codes: CodeRow['codes']): string {
  return (Object.keys(SYSTEM_LABELS) as readonly (keyof typeof SYSTEM_LABELS)[])
    .flatMap((system) => (codes[system] ? [`${SYSTEM_LABELS[system]} ${codes[system].join(', ')}`] : []))
    .join('; ')
}

function value(text: string | undefined): string {
  return text === undefined ? '' : `\`${text}\``
}

function labelOf(id: string, { findings }: Protocol): string {
  return findings.find((each) => each.id === id)?.label ?? id
}

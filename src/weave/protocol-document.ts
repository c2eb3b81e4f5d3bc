import { contentHash } from '../language/hash.ts'
import type { Protocol } from '../language/protocol.ts'
import {
  type CaseSummary,
  casesPart,
  conditionPart,
  constraintsPart,
  decisionPart,
  nextStepsPart,
  parametersPart,
  statementPart,
  vocabularyPart,
} from './document-parts.ts'
import { inMarkdown, table } from './markdown.ts'
import type { DocumentWords, HandoutWords, LetterWords } from './words.ts'

/** The layers to print: with `standard`, all of it; without, the source text alone. */
export interface DocumentLayers {
  readonly source: Protocol
  readonly standard?: Protocol
}

/** Every sentence that is not a rule: of this document, of the letter, of the handout. */
export interface DocumentTexts {
  readonly document: DocumentWords
  readonly letter: LetterWords
  readonly handout: HandoutWords
}

/**
 * The protocol as a Markdown document that a clinical lead reads and signs: what it is and is not, every statement with
 * the rules it makes in plain English, every decision with its exceptions, the vocabulary, the parameters, the texts.
 * The same for the same data, on every machine. `notice` is a line for its first lines (that it is generated).
 *
 * @example protocolDocument({ source, standard }, cases, texts).split('\n')[0] // '# The back-pain protocol'
 */
export function protocolDocument(
  layers: DocumentLayers,
  cases: readonly CaseSummary[],
  texts: DocumentTexts,
  notice?: string,
): string {
  const protocol = layers.standard ?? layers.source
  const words = texts.document
  const told = cases
    .map((each) => ({ ...each, tests: each.tests.filter((id) => protocol.statements.some((own) => own.id === id)) }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const chapters = words.chapters.flatMap(({ letter, title }) => {
    const statements = protocol.statements.filter(({ id }) => id.startsWith(letter))
    if (statements.length === 0) return []
    return [`## ${letter}. ${inMarkdown(title)}`, ...statements.map((each) => statementPart(each, protocol, told))]
  })
  const parts = [
    `# ${inMarkdown(words.title)}`,
    ...(notice ? [`<!-- ${notice} -->`] : []),
    opening(protocol, layers, words),
    contents(words, protocol),
    ...READING,
    ...chapters,
    '## Named conditions',
    'A condition with a name is used by several rules. Any one of its definitions is enough.',
    ...protocol.conditions.map((condition) => conditionPart(condition, protocol)),
    '## Decisions',
    'Each decision has one answer. Its lines are tried from the top, and the first that holds gives the answer. Where two lines hold and neither is an exception to the other, they say the same, and both are cited.',
    ...protocol.decisions.map((decision) => decisionPart(decision, protocol)),
    '## Next steps',
    'The first that applies is the one main step that is put to the clinician. The rest follow it in this order.',
    nextStepsPart(protocol),
    '## Vocabulary',
    'Everything that can be asked. "Not known" is an answer to every question.',
    vocabularyPart(protocol),
    '## What cannot be',
    constraintsPart(protocol),
    '## Parameters',
    'Every number the protocol decides by. The clinical lead may set them; each change makes a new version.',
    parametersPart(protocol),
    '## Cases',
    'Invented patients, written by hand from the clinical text, on whom the program is tried.',
    casesPart(told),
    ...textsPart(texts),
    ...signature(protocol),
  ]
  return `${parts.join('\n\n')}\n`
}

const READING = [
  '## How to read it',
  [
    '- **Absent, not known, not done.** A symptom or sign is present, absent or not known, and not known is never taken for absent. A test or treatment that nobody recorded is not done, which is a fact of its own. What cannot apply to a patient counts as absent.',
    '- **On record** means that a test or treatment was recorded with a value; for a sign, that it was recorded as present. "Is not" also holds where a test or treatment is not on record at all.',
    '- **A rule** gives a decision its answer when its condition holds, unless one of its exceptions holds. An exception stands on its own condition. Exceptions have exceptions.',
    '- **An exception whose condition is not known** is not passed over. The answer is then provisional, with its bounds: what it is at least, and what it could be at most. What every possible answer shares is said for certain.',
    '- **Durations and ages** grow from the day on which they were recorded to the day of the decision.',
    '- **Statement ids** are permanent. Every rule ends with the statements it cites and with its own name.',
  ].join('\n'),
]

function opening(protocol: Protocol, layers: DocumentLayers, words: DocumentWords): string {
  const printed = [layers.source, ...(layers.standard ? [layers.standard] : [])]
  return [
    `Version ${inMarkdown(protocol.version)} of ${inMarkdown(protocol.name)}, layer ${inMarkdown(protocol.layer)}.`,
    table(
      ['layer', 'statements', 'rules and definitions', 'content hash (SHA-256)'],
      printed.map((layer) => [
        inMarkdown(layer.layer),
        String(layer.statements.length),
        String(
          [...layer.conditions.flatMap((each) => each.definitions), ...layer.decisions.flatMap((each) => each.rules)]
            .length,
        ),
        `\`${contentHash(layer)}\``,
      ]),
    ),
    '## What it is',
    list(words.purpose),
    '## What it is not',
    list(words.isNot),
  ].join('\n\n')
}

function list(texts: readonly string[]): string {
  return texts.map((text) => `- ${inMarkdown(text)}`).join('\n')
}

function contents(words: DocumentWords, protocol: Protocol): string {
  const lines = words.chapters.flatMap(({ letter, title }) => {
    const ids = protocol.statements.filter(({ id }) => id.startsWith(letter)).map(({ id }) => id)
    return ids.length === 0
      ? []
      : [`- ${letter}. ${inMarkdown(title)}: ${ids.map((id) => `[${id}](#${id.toLowerCase()})`).join(' ')}`]
  })
  const rest = [
    'Named conditions',
    'Decisions',
    'Next steps',
    'Vocabulary',
    'What cannot be',
    'Parameters',
    'Cases',
    'Texts',
    'Signature',
  ]
  const links = rest.map((title) => `- [${title}](#${title.toLowerCase().replaceAll(' ', '-')})`)
  return ['## Contents', [...lines, ...links].join('\n')].join('\n\n')
}

function textsPart({ letter, handout }: DocumentTexts): readonly string[] {
  const review = handout.review
    ? `Reviewed by ${inMarkdown(handout.review.reviewedBy)} on ${inMarkdown(handout.review.reviewedOn)}.`
    : 'Not reviewed by a clinician yet: printed for invented patients only.'
  return [
    '## Texts',
    'What is said to people outside the clinic, beside the findings and the labels above.',
    '### In the referral letter',
    list([
      ...letter.expectations.map(({ says, asks }) => `${says} (In the summary: ${asks}.)`),
      letter.ownDecision,
      letter.disclaimer,
    ]),
    '### In the handout for patients',
    review,
    list([
      ...handout.opening,
      ...handout.urgency.flatMap(({ says }) => says),
      ...handout.sayings.map(({ says }) => says),
      handout.safety.lead,
      ...handout.closing,
    ]),
  ]
}

function signature(protocol: Protocol): readonly string[] {
  return [
    '## Signature',
    'I have read this version of the protocol and agree that it is used where I am responsible.',
    table(
      ['', ''],
      [
        [
          'Version',
          `${inMarkdown(protocol.name)} ${inMarkdown(protocol.version)}, layer ${inMarkdown(protocol.layer)}`,
        ],
        ['Content hash', `\`${contentHash(protocol)}\``],
        ['Name', '&nbsp;'],
        ['Role', '&nbsp;'],
        ['Date', '&nbsp;'],
        ['Signature', '&nbsp;'],
      ],
    ).replace('| – | – |', '| | |'),
  ]
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { NextStep, Protocol } from '../../src/language/protocol.ts'
import { root } from './clinical-case.ts'

/** The file of `cases/` that holds them. */
export const WORDS = 'words.json'

/** What texts must speak of: each a pattern of which the text must contain one, or every one of a list. */
interface Words {
  readonly kinds: Readonly<Record<string, readonly string[]>>
  readonly stances: Readonly<Record<string, readonly string[]>>
  readonly nextSteps: {
    readonly order: readonly string[]
    readonly does: Readonly<Record<string, readonly string[]>>
    readonly given: Readonly<Record<string, readonly string[]>>
  }
  readonly notDone: { readonly findings: readonly string[] }
  readonly askedAlone: readonly string[]
  /** By statement, the rules and definitions that cite it. */
  readonly rests: Readonly<Record<string, readonly string[]>>
  readonly outcomes: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
  readonly steps: Readonly<Record<string, readonly string[]>>
  readonly shown: Readonly<Record<string, readonly string[]>>
  readonly findings: Readonly<Record<string, Readonly<Record<'label' | 'question' | 'patient', string | undefined>>>>
}

const words = JSON.parse(readFileSync(join(root, 'cases', WORDS), 'utf8')) as Words

/** Answers whose stance, and decisions whose kind, is another than the file says. */
function faultsOfAnswers({ decisions }: Protocol): readonly string[] {
  return decisions.flatMap(({ id, kind, outcomes }) => [
    ...(words.kinds[kind]?.includes(id) ? [] : [`${id}: is no ${kind}`]),
    ...outOfOrder(
      id,
      outcomes.map((outcome) => outcome.id),
    ),
    ...outcomes.flatMap(({ id: outcome, stance = 'none' }) => {
      const name = `${id} ${outcome}`
      const [expected = 'none'] = Object.entries(words.stances).find(([, names]) => names.includes(name)) ?? []
      return stance === expected ? [] : [`${name}: its stance must be ${expected}, not ${stance}`]
    }),
  ])
}

/** From the weakest to the strongest, as the file lists them; a sentence that is not said has no words there. */
function outOfOrder(id: string, outcomes: readonly string[]): readonly string[] {
  const expected = Object.keys(words.outcomes[id] ?? {})
  const found = outcomes.filter((outcome) => expected.includes(outcome))
  const isSaidLast = outcomes.length === expected.length || outcomes[0] === 'none'
  return found.join() === expected.join() && isSaidLast ? [] : [`${id}: from the weakest: ${expected.join()}`]
}

/** Next steps in another order, or of other answers, than the file says; a layer has those whose decisions it has. */
function faultsOfNextSteps({ nextSteps, decisions }: Protocol): readonly string[] {
  const known = new Set(decisions.flatMap(({ id, outcomes }) => outcomes.map((outcome) => `${id} ${outcome.id}`)))
  const { order, does, given } = words.nextSteps
  const list = (matches: NextStep['does'] = []) =>
    matches.flatMap(({ decision, outcomes }) => outcomes.map((outcome) => `${decision} ${outcome}`))
  const here = (names: readonly string[] = []) => names.filter((name) => known.has(name))
  const applies = (id: string) =>
    (id === 'ask' || here(does[id]).length > 0) && here(given[id]).length === (given[id] ?? []).length
  const expected = order
    .filter(applies)
    .map((id) => `${id}: ${here(does[id]).sort().join(', ')}; given ${here(given[id]).sort().join(', ')}`)
  const found = nextSteps.map(
    (step) => `${step.id}: ${list(step.does).sort().join(', ')}; given ${list(step.given).sort().join(', ')}`,
  )
  const at = expected.findIndex((line, index) => line !== found[index])
  if (at < 0 && found.length === expected.length) return []
  return [`next step ${at + 1}: expected “${expected[at] ?? 'none'}”, not “${found[at] ?? 'none'}”`]
}

/** A text of the protocol, and where it stands. */
interface Text {
  readonly where: string
  readonly text: string
  /** Undefined where the file says nothing of it. */
  readonly expected: readonly string[] | undefined
}

/**
 * Texts of a protocol that do not speak of what they must, or of which `cases/words.json` says nothing, and rules that cite
 * otherwise than it says. An answer that asks nothing of anyone and has no words needs none.
 *
 * @example faultsOfWords(standard) // []
 */
export function faultsOfWords(protocol: Protocol): readonly string[] {
  const texts = textsOf(protocol).flatMap(({ where, text, expected }) => {
    if (!expected) return [`${where}: cases/${WORDS} does not say what “${text}” must speak of`]
    return expected
      .filter((pattern) => !new RegExp(pattern, 'i').test(text))
      .map((pattern) => `${where}: “${text}” does not speak of “${pattern}”`)
  })
  return [
    ...texts,
    ...faultsOfSilence(protocol),
    ...faultsOfAnswers(protocol),
    ...faultsOfNextSteps(protocol),
    ...faultsOfCitations(protocol),
  ]
}

const { $comment: _, ...rests } = words.rests

/** Rules and definitions that cite a statement which they do not rest on, or leave out one that they do. */
function faultsOfCitations(protocol: Protocol): readonly string[] {
  return piecesOf(protocol).flatMap(({ id, statements }) => {
    const expected = Object.keys(rests).filter((statement) => rests[statement]?.includes(id))
    return [
      ...expected.filter((each) => !statements.includes(each)).map((each) => `${id}: does not cite ${each}`),
      ...statements.filter((each) => !expected.includes(each)).map((each) => `${id}: does not rest on ${each}`),
    ]
  })
}

function piecesOf({ conditions, decisions }: Protocol) {
  return [...conditions.flatMap(({ definitions }) => definitions), ...decisions.flatMap(({ rules }) => rules)]
}

/** Findings of which silence means something else than it must, or that "none of these" may answer and must not. */
function faultsOfSilence({ findings }: Protocol): readonly string[] {
  return findings.flatMap(({ id, unrecorded, askedAlone = false }) => {
    const silence = words.notDone.findings.includes(id) ? 'notDone' : 'notKnown'
    return [
      ...(unrecorded === silence ? [] : [`${id}: left out it must be ${silence}, not ${unrecorded}`]),
      ...(askedAlone === words.askedAlone.includes(id) ? [] : [`${id}: asked alone or not, other than it must be`]),
    ]
  })
}

function textsOf({ decisions, nextSteps, conditions, findings }: Protocol): readonly Text[] {
  return [
    ...decisions.flatMap(({ id, outcomes }) =>
      outcomes.map(({ id: outcome, label, stance }) => {
        // A sentence that is not said has no words.
        const silent = !stance && label === '' ? [] : undefined
        return { where: `${id} ${outcome}`, text: label, expected: words.outcomes[id]?.[outcome] ?? silent }
      }),
    ),
    ...nextSteps.map(({ id, label }) => ({ where: `step ${id}`, text: label, expected: words.steps[id] })),
    ...conditions
      .filter(({ shows }) => shows)
      .flatMap(({ definitions }) =>
        definitions.map(({ id, label }) => ({ where: `shown ${id}`, text: label, expected: words.shown[id] })),
      ),
    ...findings.flatMap(({ id, label, question, patientQuestion }) => {
      const expected = words.findings[id]
      const asked = (text: 'label' | 'question' | 'patient') => (expected?.[text] ? [expected[text]] : undefined)
      return [
        { where: `${id} label`, text: label, expected: asked('label') },
        { where: `${id} question`, text: question, expected: asked('question') },
        ...(patientQuestion === undefined
          ? []
          : [{ where: `${id} patient`, text: patientQuestion, expected: asked('patient') }]),
      ]
    }),
  ]
}

/** What `cases/words.json` speaks of that the protocol does not have. */
export function wordsOfNothing(protocol: Protocol): readonly string[] {
  const { decisions, nextSteps, conditions, findings, statements } = protocol
  const known = new Set([
    ...decisions.flatMap(({ id, outcomes }) => outcomes.map((outcome) => `${id} ${outcome.id}`)),
    ...nextSteps.map(({ id }) => `step ${id}`),
    ...conditions.flatMap(({ definitions }) => definitions.map(({ id }) => `shown ${id}`)),
    ...findings.flatMap(({ id, patientQuestion }) => [
      ...[`${id} label`, `${id} question`],
      ...(patientQuestion === undefined ? [] : [`${id} patient`]),
    ]),
    ...statements.map(({ id }) => `statement ${id}`),
    ...piecesOf(protocol).map(({ id }) => `citing ${id}`),
  ])
  const written = [
    ...Object.entries(rests).flatMap(([id, pieces]) => [`statement ${id}`, ...pieces.map((each) => `citing ${each}`)]),
    ...Object.entries(words.outcomes).flatMap(([id, outcomes]) => Object.keys(outcomes).map((each) => `${id} ${each}`)),
    ...Object.keys(words.steps).map((id) => `step ${id}`),
    ...Object.keys(words.shown).map((id) => `shown ${id}`),
    ...Object.entries(words.findings).flatMap(([id, texts]) => Object.keys(texts).map((each) => `${id} ${each}`)),
  ]
  return written.filter((each) => !known.has(each))
}

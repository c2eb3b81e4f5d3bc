import type { Answered } from '../../src/evaluate/answer.ts'
import { compile } from '../../src/evaluate/compile.ts'
import { exactly } from '../../src/evaluate/completions.ts'
import { because } from '../../src/evaluate/explain.ts'
import { loadCompiled } from '../../src/evaluate/load-compiled.ts'
import { packInto, tableFor } from '../../src/evaluate/pack.ts'
import { readFindings } from '../../src/evaluate/read-findings.ts'
import { situate } from '../../src/evaluate/situation.ts'
import type { Situation } from '../../src/evaluate/state.ts'
import { type Reading, read as readSituation } from '../../src/evaluate/truth.ts'
import { type ExplainedAnswer, unpackExplained } from '../../src/evaluate/unpack.ts'
import type { Protocol } from '../../src/language/protocol.ts'
import type { Answer, AnsweredAction, Refusal } from './answer.ts'
import type { Engine, Question } from './engine.ts'
import { layerNamed } from './interpreter.ts'

/** The compiled form: every question of a layer packed into one table and answered in one call. */
export const compiledForm: Engine = {
  name: 'compiled form',
  gives: ['urgency', 'answers', 'actions'],
  decideAll: async (questions) => {
    const layers = [...new Set(questions.map(({ layer }) => layer))]
    const answered = await Promise.all(layers.map((layer) => answersOf(layer, questions)))
    const byQuestion = new Map(answered.flatMap((answers) => [...answers]))
    return questions.map((question) => byQuestion.get(question) ?? { refused: ['no answer'] })
  },
}

async function answersOf(layer: string, questions: readonly Question[]) {
  const protocol = layerNamed(layer)
  const program = compile(protocol)
  const answers = new Map<Question, Partial<Answer> | Refusal>()
  const rows: { readonly question: Question; readonly situation: Situation }[] = []
  const cases = tableFor(questions.length, program.caseWords)
  for (const question of questions.filter((each) => each.layer === layer)) {
    const read = readFindings(protocol, question.findings, question.asOf)
    if (!read.ok) answers.set(question, { refused: [...new Set(read.problems.map(({ code }) => code))].sort() })
    else {
      const situation = situate(protocol, read.findings, question.asOf)
      packInto(cases, rows.length * program.caseWords, program, situation)
      rows.push({ question, situation })
    }
  }
  const table = tableFor(questions.length, program.explainedWords)
  const { explainPacked } = await loadCompiled(protocol)
  explainPacked(cases, table)
  rows.forEach(({ question, situation }, row) => {
    const packed = { table: cases, at: row * program.caseWords }
    const explained = unpackExplained(program, packed, { table, at: row * program.explainedWords })
    answers.set(question, partsOf(protocol, exactParts(explained, readSituation(protocol, situation))))
  })
  return answers
}

/** An answer of the compiled form, made exact as `decide` makes that of the interpreter. */
type ExactAnswer = ExplainedAnswer & { readonly possible: readonly string[] }

function exactParts(explained: readonly ExplainedAnswer[], reading: Reading): readonly ExactAnswer[] {
  const answered = explained.map((answer): Answered => {
    const decision = reading.protocol.decisions.find(({ id }) => id === answer.decision)
    const named = (ids: readonly string[]) => decision?.rules.filter(({ id }) => ids.includes(id)) ?? []
    const [rules, open] = [named(answer.rules), named(answer.open)]
    const possible = (decision?.outcomes ?? []).map(({ id }) => id)
    const live = new Set([...rules, ...open].map(({ then }) => then))
    return { ...answer, rules, open, possible: possible.filter((id) => live.has(id)) }
  })
  return exactly(answered, reading).map((answer, index) => {
    const rules = answer.rules.map(({ id }) => id)
    const before = explained[index]
    const isSame = before !== undefined && before.outcome === answer.outcome
    const statements = isSame ? before.statements : because(answer.rules, reading).statements
    return { ...answer, rules, open: answer.open.map(({ id }) => id), statements, findings: before?.findings ?? [] }
  })
}

function partsOf(protocol: Protocol, explained: readonly ExactAnswer[]): Partial<Answer> {
  const urgency = explained[protocol.decisions.findIndex(({ kind }) => kind === 'urgency')]
  if (!urgency) return {}
  const { outcome: level, atLeast, atMost, settled, statements } = urgency
  return {
    urgency: { level, atLeast, atMost, settled, statements: [...statements].sort() },
    answers: explained.map((answer) => ({
      decision: answer.decision,
      outcome: answer.outcome,
      atLeast: answer.atLeast,
      atMost: answer.atMost,
      settled: answer.settled,
    })),
    actions: explained.flatMap((answer) => actionOf(protocol, answer)),
  }
}

function actionOf(protocol: Protocol, answer: ExactAnswer): readonly AnsweredAction[] {
  const decision = protocol.decisions.find(({ id }) => id === answer.decision)
  const outcome = decision?.outcomes.find(({ id }) => id === answer.outcome)
  if (!decision || !outcome?.stance) return []
  const possible = decision.outcomes.filter(({ id }) => answer.possible.includes(id))
  return [
    {
      action: outcome.action ?? decision.id,
      decision: decision.id,
      kind: decision.kind,
      outcome: outcome.id,
      stance: outcome.stance,
      definite: possible.every(({ stance }) => stance === outcome.stance),
      statements: [...answer.statements].sort(),
    },
  ]
}

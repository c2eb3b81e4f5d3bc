import { compile } from '../../src/evaluate/compile.ts'
import { loadCompiled } from '../../src/evaluate/load-compiled.ts'
import { packInto, tableFor } from '../../src/evaluate/pack.ts'
import { readFindings } from '../../src/evaluate/read-findings.ts'
import { situate } from '../../src/evaluate/situation.ts'
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
  const rows: Question[] = []
  const cases = tableFor(questions.length, program.caseWords)
  for (const question of questions.filter((each) => each.layer === layer)) {
    const read = readFindings(protocol, question.findings, question.asOf)
    if (!read.ok) answers.set(question, { refused: [...new Set(read.problems.map(({ code }) => code))].sort() })
    else {
      packInto(cases, rows.length * program.caseWords, program, situate(protocol, read.findings, question.asOf))
      rows.push(question)
    }
  }
  const table = tableFor(questions.length, program.explainedWords)
  const { explainPacked } = await loadCompiled(protocol)
  explainPacked(cases, table)
  rows.forEach((question, row) => {
    const packed = { table: cases, at: row * program.caseWords }
    const explained = unpackExplained(program, packed, { table, at: row * program.explainedWords })
    answers.set(question, partsOf(protocol, explained))
  })
  return answers
}

function partsOf(protocol: Protocol, explained: readonly ExplainedAnswer[]): Partial<Answer> {
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

function actionOf(protocol: Protocol, answer: ExplainedAnswer): readonly AnsweredAction[] {
  const decision = protocol.decisions.find(({ id }) => id === answer.decision)
  const outcome = decision?.outcomes.find(({ id }) => id === answer.outcome)
  if (!decision || !outcome?.stance) return []
  const rank = (name: string) => decision.outcomes.findIndex(({ id }) => id === name)
  const possible = decision.outcomes.slice(rank(answer.atLeast), rank(answer.atMost) + 1)
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

import { decide } from '../../src/evaluate/decide.ts'
import { readFindings } from '../../src/evaluate/read-findings.ts'
import type { Protocol } from '../../src/language/protocol.ts'
import { source, standard } from '../../src/protocol/protocol.ts'
import { type Answer, answerOf, type Refusal } from './answer.ts'
import { type Engine, everyPart, type Question } from './engine.ts'

/** A layer by its name. */
export function layerNamed(name: string): Protocol {
  const protocol = [standard, source].find(({ layer }) => layer === name)
  if (!protocol) throw new Error(`there is no layer ${name}`)
  return protocol
}

/** Decides one question by the plain interpreter, by default with the protocol's own layer. */
export function interpret(question: Question, protocol = layerNamed(question.layer)): Answer | Refusal {
  const read = readFindings(protocol, question.findings, question.asOf)
  if (!read.ok) return { refused: [...new Set(read.problems.map(({ code }) => code))].sort() }
  return answerOf(decide(protocol, read.findings, question.asOf))
}

/** The plain interpreter: the reference that every other engine is compared with. */
export const interpreter: Engine = {
  name: 'interpreter',
  gives: everyPart,
  decideAll: async (questions) => questions.map((question) => interpret(question)),
}

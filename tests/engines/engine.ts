import type { Answer, Refusal } from './answer.ts'

/** One patient to be decided: a layer of the protocol, findings as entered, and the day. */
export interface Question {
  readonly id: string
  readonly layer: string
  readonly findings: Readonly<Record<string, unknown>>
  readonly asOf: string
}

/**
 * Something that decides: the interpreter, the compiled form, the command line, later SQL, CQL and HTTP. It is asked all
 * at once, so that one that starts a process or a database does so once.
 */
export interface Engine {
  readonly name: string
  /** The parts of an answer that it gives; the others are not compared. */
  readonly gives: readonly (keyof Answer)[]
  /** Answers in the order of the questions. */
  decideAll(questions: readonly Question[]): Promise<readonly (Partial<Answer> | Refusal)[]>
}

/** Every part of an answer, for an engine that gives the whole. */
export const everyPart: readonly (keyof Answer)[] = [
  'status',
  'urgency',
  'redFlags',
  'features',
  'notes',
  'actions',
  'answers',
  'next',
  'missing',
]

import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Term } from './smt.ts'

/** A term; of a group, the rest is skipped once one has been found to hold. */
export interface Question {
  readonly term: Term
  readonly group?: number
}

/** Constants and their values that make a term hold. */
export type Values = Readonly<Record<string, string>>

/** What the solver found for a question: null where nothing makes it hold. */
export interface Found {
  readonly model: Values | 'skipped' | null
  readonly milliseconds: number
}

/** Something that can be out of the ordinary in a patient. */
export interface Oddity {
  /** Holds where it is not. */
  readonly ordinary: Term
  /** Their truths tell what it is, where it is. */
  readonly parts: readonly Term[]
}

/**
 * Asks z3 for each term whether it can hold where a script's demands do, in a child process.
 *
 * @example await solve('(declare-const a Bool)', [{ term: 'a' }, { term: '(and a (not a))' }]) // [{ model: { a: 'true' }, … }, { model: null, … }]
 */
export async function solve(script: string, questions: readonly Question[]): Promise<readonly Found[]> {
  const found = (await run('./solver.mjs', { script, questions })) as readonly Found[]
  if (found.length !== questions.length) throw new Error(`z3 answered ${found.length} of ${questions.length} questions`)
  return found
}

/**
 * Asks z3 for every smallest way in which each term can hold: by what is out of the ordinary, one model for each set of
 * oddities of which no smaller one will do.
 *
 * @example await smallest(script, [isUrgent], oddities) // [[{ 'patient fever has': 'true', … }, …]]
 */
export async function smallest(
  script: string,
  terms: readonly Term[],
  oddities: readonly Oddity[],
): Promise<readonly (readonly Values[])[]> {
  return (await run('./smallest.mjs', { script, terms, oddities })) as readonly (readonly Values[])[]
}

/** Runs a program of z3 on JSON; every line that it writes is one answer. */
async function run(name: string, told: unknown): Promise<readonly unknown[]> {
  const program = fileURLToPath(new URL(name, import.meta.url))
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'pipe'] })
  let written = ''
  let complaint = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    written += chunk
  })
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    complaint += chunk
  })
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', resolve)
  })
  child.stdin.end(JSON.stringify(told))
  const code = await ended
  if (code !== 0) throw new Error(`z3 ended with ${code}: ${complaint}`)
  return written
    .split('\n')
    .filter(Boolean)
    .map((line): unknown => JSON.parse(line))
}

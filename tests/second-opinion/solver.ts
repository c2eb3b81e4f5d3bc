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

const program = fileURLToPath(new URL('./solver.mjs', import.meta.url))

/**
 * Asks z3 for each term whether it can hold where a script's demands do, in a child process.
 *
 * @example await solve('(declare-const a Bool)', [{ term: 'a' }, { term: '(and a (not a))' }]) // [{ model: { a: 'true' }, … }, { model: null, … }]
 */
export async function solve(script: string, questions: readonly Question[]): Promise<readonly Found[]> {
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
  child.stdin.end(JSON.stringify({ script, questions }))
  const code = await ended
  const found = written
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Found)
  if (code !== 0 || found.length !== questions.length) throw new Error(`z3 ended with ${code}: ${complaint}`)
  return found
}

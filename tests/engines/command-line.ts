import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { DecisionResult } from '../../src/evaluate/result.ts'
import { type Answer, answerOf, type Refusal } from './answer.ts'
import { root } from './clinical-case.ts'
import { type Engine, everyPart, type Question } from './engine.ts'

/** What `plumbline decide --json` writes for a case that it refuses. */
interface RefusedLine {
  readonly id: string
  readonly error: { readonly problems: readonly { readonly code: string }[] }
}

/** The command line as it ships in `dist/`: one process for each layer reads all its cases as NDJSON. */
export const commandLine: Engine = {
  name: 'command line',
  gives: everyPart,
  decideAll: async (questions) => {
    const layers = [...new Set(questions.map(({ layer }) => layer))]
    const answered = await Promise.all(layers.map((layer) => answersOf(layer, questions)))
    const byQuestion = new Map(answered.flatMap((answers) => [...answers]))
    return questions.map((question) => byQuestion.get(question) ?? { refused: ['no answer'] })
  },
}

async function answersOf(layer: string, questions: readonly Question[]) {
  const mine = questions.filter((question) => question.layer === layer)
  const input = mine.map(({ id, asOf, findings }) => `${JSON.stringify({ id, asOf, findings })}\n`).join('')
  const lines = (await decideLines(layer, input)).trimEnd().split('\n')
  if (lines.length !== mine.length) throw new Error(`${mine.length} cases were given, ${lines.length} lines came back`)
  return new Map(mine.map((question, index) => [question, answerIn(lines[index] ?? '', question)]))
}

function answerIn(line: string, { id }: Question): Answer | Refusal {
  const parsed = JSON.parse(line) as RefusedLine | (DecisionResult & { readonly id: string })
  if (parsed.id !== id) return { refused: [`the line is of ${parsed.id}`] }
  if ('error' in parsed) return { refused: [...new Set(parsed.error.problems.map(({ code }) => code))].sort() }
  return answerOf(parsed)
}

function decideLines(layer: string, input: string): Promise<string> {
  const main = join(root, 'dist', 'cli', 'main.js')
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, 'decide', '-', '--json', '--all', '--layer', layer])
    const [output, errors]: [Buffer[], Buffer[]] = [[], []]
    child.stdout.on('data', (chunk) => output.push(chunk))
    child.stderr.on('data', (chunk) => errors.push(chunk))
    child.on('error', reject)
    child.on('close', (code) => {
      // 2 says that some case was refused, which a case may expect.
      if (code === 0 || code === 2) resolve(Buffer.concat(output).toString('utf8'))
      else reject(new Error(`plumbline decide ended with ${code}: ${Buffer.concat(errors).toString('utf8')}`))
    })
    child.stdin.end(input)
  })
}

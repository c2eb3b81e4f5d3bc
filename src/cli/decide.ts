import { createReadStream } from 'node:fs'
import { decide } from '../evaluate/decide.ts'
import type { DecisionResult } from '../evaluate/result.ts'
import type { RecordReading } from '../fhir/in/read-record.ts'
import type { LookBacks } from '../language/look-back.ts'
import type { Protocol } from '../language/protocol.ts'
import { briefDecision, decisionText } from '../weave/decision-text.ts'
import { type AsOf, type ReadCase, readCase } from './case.ts'
import { caseTexts } from './case-texts.ts'
import { CliError, cliErrors, type Problem } from './errors.ts'
import { fhirCases, type RecordCase } from './fhir-cases.ts'
import { type Output, ReaderGone } from './output.ts'
import { recordText } from './record-text.ts'

/** How `plumbline decide` was asked. */
export interface DecideOptions {
  /** A file's path, or `-` for standard input. */
  readonly file: string
  readonly protocol: Protocol
  readonly asOf: AsOf
  readonly json: boolean
  /** A line or two for each case, for a person who looks over many. */
  readonly brief: boolean
  /** Also the answers of every decision, those that ask nothing of anyone included. */
  readonly all: boolean
  /** The input is FHIR: patients’ records. */
  readonly fhir?: { readonly lookBacks: LookBacks; readonly dayOf: (instant: Date) => string }
}

/** Ids are compared among so many cases; more would be held in memory for nothing else. */
const COMPARED_IDS = 100_000
const PROGRESS_EVERY_MILLISECONDS = 250

/** What has been done so far. */
interface Tally {
  decided: number
  refused: number
  asOfReplaced: number
  readonly lineOfId: Map<string, number>
}

/**
 * Decides every case of an input, in its order, and writes each decision as soon as it is made.
 *
 * @returns the exit code: 0 when every case was decided, 2 when one was refused or there was none.
 * @throws `PLB_CLI_FILE` when the file cannot be read; `ReaderGone` when nobody reads the output any more.
 */
export async function decideCases(options: DecideOptions, output: Output): Promise<0 | 2> {
  const tally: Tally = { decided: 0, refused: 0, asOfReplaced: 0, lineOfId: new Map() }
  const progress = progressLine(tally)
  try {
    for await (const read of casesOf(options)) {
      if (read.ok) await writeDecision(read, options, tally, output)
      else await writeRefusal(read, options, tally, output)
      progress.show()
    }
  } catch (error) {
    throw error instanceof ReaderGone ? error : fileError(error)
  } finally {
    progress.clear()
  }
  if (tally.decided + tally.refused === 0)
    complain(undefined, [{ ...of('PLB_CASE_EMPTY'), allowed: 'one case a line' }])
  if (tally.asOfReplaced > 0)
    complain(undefined, [
      {
        ...of('PLB_CASE_AS_OF_REPLACED'),
        message: `${tally.asOfReplaced} of the cases name another as-of date; --as-of counts.`,
        allowed: 'no --as-of, where each case’s own date should count',
      },
    ])
  return tally.refused > 0 || tally.decided === 0 ? 2 : 0
}

async function* casesOf({ file, protocol, asOf, fhir }: DecideOptions): AsyncGenerator<RecordCase> {
  if (fhir) yield* fhirCases(bytesOf(file), { protocol, asOf, ...fhir })
  else for await (const text of caseTexts(bytesOf(file))) yield readCase(text, protocol, asOf)
}

function bytesOf(file: string): AsyncIterable<Uint8Array> {
  return file === '-' ? process.stdin : createReadStream(file)
}

function fileError(error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error && 'syscall' in error)) return error
  return new CliError('PLB_CLI_FILE', `The file cannot be read (${String(error.code)}).`)
}

async function writeDecision(
  read: Extract<RecordCase, { readonly ok: true }>,
  { protocol, json, brief, all }: DecideOptions,
  tally: Tally,
  output: Output,
): Promise<void> {
  const { id, line } = read
  if (read.asOfReplaced) tally.asOfReplaced += 1
  if (id !== undefined) warnOfSecond(id, line, tally)
  const result = decide(protocol, read.findings, read.asOf)
  const isFirst = tally.decided + tally.refused === 0
  const named = id === undefined ? {} : { id }
  if (json) await output.write(`${JSON.stringify({ ...named, ...shown(result, all), ...recordMember(read.record) })}\n`)
  else if (brief) await output.write(`${briefDecision(result, protocol, id)}\n`)
  else {
    const record = read.record ? `\n${recordText(read.record, protocol)}\n` : ''
    await output.write(`${isFirst ? '' : RULER}${decisionText(result, protocol, named)}\n${record}`)
  }
  tally.decided += 1
}

/** With FHIR: where each finding comes from, and what was left out. */
function recordMember(reading: RecordReading | undefined): {
  readonly record?: Omit<RecordReading, 'asOf' | 'patient'>
} {
  if (!reading) return {}
  const { asOf: _, patient: __, ...record } = reading
  return { record }
}

function shown(result: DecisionResult, all: boolean): Partial<DecisionResult> {
  const { answers, ...rest } = result
  return all ? { ...rest, answers } : rest
}

const RULER = `\n${'─'.repeat(80)}\n\n`

async function writeRefusal(
  read: Extract<ReadCase, { readonly ok: false }>,
  { json, brief }: DecideOptions,
  tally: Tally,
  output: Output,
): Promise<void> {
  const { id, line, code, problems } = read
  const isFirst = tally.decided + tally.refused === 0
  complain(line, problems)
  if (json)
    await output.write(`${JSON.stringify({ ...(id === undefined ? {} : { id }), line, error: { code, problems } })}\n`)
  else
    await output.write(`${isFirst || brief ? '' : RULER}NOT DECIDED\nThe case on line ${line} was refused (${code}).\n`)
  tally.refused += 1
}

function warnOfSecond(id: string, line: number, { lineOfId }: Tally): void {
  const before = lineOfId.get(id)
  if (before !== undefined)
    complain(line, [
      {
        ...of('PLB_CASE_ID_TWICE'),
        path: 'id',
        message: `The case on line ${before} has the same id. Both are decided.`,
        allowed: 'an id of its own for each case',
      },
    ])
  else if (lineOfId.size < COMPARED_IDS) lineOfId.set(id, line)
}

function of(code: keyof typeof cliErrors): Omit<Problem, 'allowed'> {
  return { code, path: '', message: cliErrors[code] }
}

/** On standard error: where, which code, what is wrong, what is allowed. Never what was entered. */
function complain(line: number | undefined, problems: readonly Problem[]): void {
  for (const { code, path, message, allowed } of problems) {
    const where = [...(line === undefined ? [] : [`line ${line}`]), ...(path === '' ? [] : [path])].join(', ')
    process.stderr.write(`${code}${where === '' ? '' : ` (${where})`}: ${message} Allowed: ${allowed}.\n`)
  }
}

/** How far it has come, for a person who waits: only where that person sees standard error but not the decisions. */
function progressLine(tally: Tally): { show(): void; clear(): void } {
  if (!process.stderr.isTTY || process.stdout.isTTY) return { show: () => {}, clear: () => {} }
  let shownAt = Date.now()
  let isShown = false
  const clear = () => {
    if (isShown) process.stderr.write('\r\u001b[K')
    isShown = false
  }
  return {
    clear,
    show() {
      if (Date.now() - shownAt < PROGRESS_EVERY_MILLISECONDS) return
      clear()
      process.stderr.write(`${tally.decided} decided, ${tally.refused} refused`)
      shownAt = Date.now()
      isShown = true
    },
  }
}

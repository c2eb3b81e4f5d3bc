#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { isCalendarDate } from '../language/date.ts'
import { CliError } from './errors.ts'
import { outputTo, ReaderGone } from './output.ts'

type Options = NonNullable<ParseArgsConfig['options']>
type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>

const EVERYWHERE: Options = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
}

/** The options of each command. */
const COMMANDS: Readonly<Record<string, Options>> = {
  decide: {
    layer: { type: 'string' },
    'as-of': { type: 'string' },
    'time-zone': { type: 'string' },
    json: { type: 'boolean' },
    brief: { type: 'boolean' },
    all: { type: 'boolean' },
    fhir: { type: 'boolean' },
  },
  protocol: { layer: { type: 'string' }, json: { type: 'boolean' }, 'source-attributes': { type: 'boolean' } },
  verify: { json: { type: 'boolean' } },
  diff: { json: { type: 'boolean' }, markdown: { type: 'boolean' }, all: { type: 'boolean' } },
  replay: { record: { type: 'string' }, protocol: { type: 'string' }, json: { type: 'boolean' } },
  export: {
    layer: { type: 'string' },
    out: { type: 'string' },
    package: { type: 'string' },
    canonical: { type: 'string' },
    record: { type: 'string' },
    data: { type: 'string' },
    'time-zone': { type: 'string' },
  },
  texts: { data: { type: 'string' } },
  'review-text': {
    data: { type: 'string' },
    by: { type: 'string' },
    role: { type: 'string' },
    on: { type: 'string' },
    hash: { type: 'string' },
  },
  migrate: { data: { type: 'string' } },
  audit: { data: { type: 'string' }, anchor: { type: 'string' }, noted: { type: 'string', multiple: true } },
  backup: { data: { type: 'string' }, to: { type: 'string' } },
  restore: { data: { type: 'string' }, from: { type: 'string' }, check: { type: 'boolean' } },
  serve: {
    data: { type: 'string' },
    host: { type: 'string' },
    port: { type: 'string' },
    'host-name': { type: 'string', multiple: true },
    'trusted-proxy': { type: 'string', multiple: true },
    'behind-tls': { type: 'boolean' },
    demo: { type: 'string' },
    'time-zone': { type: 'string' },
    'session-idle-minutes': { type: 'string' },
  },
}

const output = outputTo(process.stdout)

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  if (error instanceof ReaderGone) process.exitCode = 0
  else process.exitCode = report(error)
}

async function run(args: readonly string[]): Promise<number> {
  const [command, ...rest] = args
  if (command === undefined)
    throw new CliError('PLB_CLI_COMMAND', 'Say what to do; plumbline --help tells what there is.')
  if (command.startsWith('-')) {
    const { values } = parsed(args, {})
    if (values.version) return print(`plumbline ${version()}\n`)
    return printHelp()
  }
  const options = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined
  if (options === undefined)
    throw new CliError('PLB_CLI_COMMAND', `There is no such command. Allowed: ${Object.keys(COMMANDS).join(', ')}.`)
  const { values, positionals } = parsed(rest, options)
  if (values.help) return printHelp()
  if (values.version) return print(`plumbline ${version()}\n`)
  if (command === 'decide') return runDecide(values, positionals)
  if (command === 'diff') return runDiff(values, positionals)
  if (command === 'review-text') return runReviewText(values, positionals)
  if (command === 'audit') return runAudit(values, positionals)
  if (positionals.length > 0) throw new CliError('PLB_CLI_OPTION', `${command} takes no argument.`)
  if (command === 'verify') return (await import('./verify.ts')).verify({ json: values.json === true }, output)
  if (command === 'replay') return runReplay(values)
  if (command === 'texts')
    return (await import('./texts.ts')).texts({ dataFolder: text(values, 'data') ?? '.plumbline' }, output)
  if (command === 'export') return runExport(values)
  if (command === 'migrate') return runMigrate(values)
  if (command === 'backup' || command === 'restore') return runBackup(command, values)
  return command === 'protocol' ? runProtocol(values) : runServe(values)
}

function parsed(args: readonly string[], options: Options): { values: Values; positionals: readonly string[] } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...EVERYWHERE, ...options },
      allowPositionals: true,
    })
    return { values, positionals }
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('. ')[0] ?? '') : ''
    throw new CliError('PLB_CLI_OPTION', `${reason}. plumbline --help tells which there are.`)
  }
}

async function runReviewText(values: Values, positionals: readonly string[]): Promise<number> {
  const [id, ...more] = positionals
  if (id === undefined || more.length > 0)
    throw new CliError('PLB_CLI_OPTION', 'review-text takes one TEXT, as es/questionnaire.')
  const { datesIn } = await import('../service/site-date.ts')
  const { reviewText } = await import('./review-text.ts')
  const [by, role, on, hash] = ['by', 'role', 'on', 'hash'].map((option) => text(values, option))
  const dataFolder = text(values, 'data') ?? '.plumbline'
  const today = datesIn(timeZone(values))(new Date())
  return reviewText({ dataFolder, id, by, role, on, hash, today }, output)
}

async function runDecide(values: Values, positionals: readonly string[]): Promise<number> {
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0)
    throw new CliError('PLB_CLI_OPTION', 'decide takes one FILE, or - for standard input.')
  const option = text(values, 'as-of')
  if (option !== undefined && !isCalendarDate(option))
    throw new CliError('PLB_CLI_OPTION', '--as-of is no day of the calendar. Allowed: a date as 2026-03-15.')
  const { datesIn } = await import('../service/site-date.ts')
  const dayOf = datesIn(timeZone(values))
  const today = dayOf(new Date())
  const { decideCases } = await import('./decide.ts')
  const asOf = { today, ...(option === undefined ? {} : { option }) }
  const protocol = await layerOf(values)
  const [json, brief, all] = [values.json === true, values.brief === true, values.all === true]
  if (json && brief) throw new CliError('PLB_CLI_OPTION', 'Choose --json or --brief, not both.')
  const fhir =
    values.fhir === true ? { lookBacks: (await import('../protocol/look-backs.ts')).lookBacks, dayOf } : undefined
  return decideCases({ file, protocol, asOf, json, brief, all, ...(fhir ? { fhir } : {}) }, output)
}

async function runProtocol(values: Values): Promise<number> {
  const protocol = await layerOf(values)
  if (values['source-attributes'] === true)
    return print((await import('./source-attributes.ts')).printedAttributes(protocol, values.json === true))
  if (values.json === true) {
    const { savedProtocol } = await import('./saved-protocol.ts')
    return print(savedProtocol(protocol))
  }
  const { wovenProtocol } = await import('./woven.ts')
  return print(wovenProtocol(layerName(values)))
}

async function runDiff(values: Values, positionals: readonly string[]): Promise<number> {
  const [before, after, ...more] = positionals
  if (before === undefined || after === undefined || more.length > 0)
    throw new CliError('PLB_CLI_OPTION', 'diff takes two protocols: source, standard, a file, or git:REVISION:PATH.')
  if (values.json === true && values.markdown === true)
    throw new CliError('PLB_CLI_OPTION', 'diff prints --json or --markdown, not both.')
  const form = values.json === true ? 'json' : values.markdown === true ? 'markdown' : 'text'
  return (await import('./diff.ts')).diff({ before, after, form, all: values.all === true }, output)
}

async function runReplay(values: Values): Promise<number> {
  const [record, protocol] = [text(values, 'record'), text(values, 'protocol')]
  if (record === undefined || protocol === undefined)
    throw new CliError('PLB_CLI_OPTION', 'replay needs --record FILE and --protocol PROTOCOL.')
  return (await import('./replay.ts')).replay({ record, protocol, json: values.json === true }, output)
}

async function runAudit(values: Values, [action, ...more]: readonly string[]): Promise<number> {
  if (more.length > 0) throw new CliError('PLB_CLI_OPTION', 'audit takes one of verify, head, digest and replay.')
  const dataFolder = text(values, 'data') ?? '.plumbline'
  const noted = list(values, 'noted')
  const anchor = text(values, 'anchor')
  const asked = { action, dataFolder, environment: process.env, anchor, noted, now: new Date() }
  return (await import('./audit.ts')).audit(asked, output)
}

async function runExport(values: Values): Promise<number> {
  const [folder, file, canonical] = [text(values, 'out'), text(values, 'package'), text(values, 'canonical')]
  const record = text(values, 'record')
  if ([folder, file, record].filter((each) => each !== undefined).length !== 1)
    throw new CliError('PLB_CLI_OPTION', 'export needs --out FOLDER, --package FILE or --record FOLDER, one of them.')
  if (record !== undefined) {
    const from = { dataFolder: text(values, 'data') ?? '.plumbline', environment: process.env }
    const asOf = { now: new Date(), timeZone: timeZone(values) }
    return (await import('./export-record.ts')).exportAll({ ...from, ...asOf, folder: record }, output)
  }
  const to = folder === undefined ? { file: file ?? '' } : { folder }
  return (await import('./export.ts')).exportProtocol({ protocol: await layerOf(values), to, canonical }, output)
}

async function runMigrate(values: Values): Promise<number> {
  const { migrateStores } = await import('../service/migrate.ts')
  for await (const { store, table, rows, hash } of migrateStores(text(values, 'data') ?? '.plumbline', process.env)) {
    await output.write(`${store} ${table}: ${rows} rows, ${hash.slice(0, 16)}\n`)
  }
  return print(
    'Everything arrived as it was. Start the service with PLUMBLINE_DATABASE_URL set; keep the files until it has run.\n',
  )
}

async function runBackup(command: 'backup' | 'restore', values: Values): Promise<number> {
  const { backup, restoreBackup } = await import('./backup.ts')
  const [to, from, dataFolder] = [text(values, 'to'), text(values, 'from'), text(values, 'data') ?? '.plumbline']
  if (command === 'backup') {
    if (to === undefined) throw new CliError('PLB_CLI_OPTION', 'backup needs --to FILE.')
    return backup({ dataFolder, file: to, environment: process.env, now: new Date() }, output)
  }
  if (from === undefined) throw new CliError('PLB_CLI_OPTION', 'restore needs --from FILE.')
  const check = values.check === true
  return restoreBackup({ dataFolder, file: from, environment: process.env, check }, output)
}

async function runServe(values: Values): Promise<number> {
  const { startService } = await import('../service/start.ts')
  const number = (name: string, most: number) => {
    const given = text(values, name)
    if (given === undefined) return undefined
    if (!/^\d{1,6}$/.test(given) || Number(given) > most)
      throw new CliError('PLB_CLI_OPTION', `--${name} is not allowed so. Allowed: a whole number up to ${most}.`)
    return Number(given)
  }
  const [host, port, idle] = [text(values, 'host'), number('port', 65_535), number('session-idle-minutes', 1440)]
  const demo = oneOf(values, 'demo', ['untilSetUp', 'always', 'never'] as const)
  await startService({
    dataFolder: text(values, 'data') ?? '.plumbline',
    timeZone: timeZone(values),
    hostNames: list(values, 'host-name'),
    trustedProxies: list(values, 'trusted-proxy'),
    behindTls: values['behind-tls'] === true,
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(demo === undefined ? {} : { demo }),
    ...(idle === undefined ? {} : { sessionIdleMinutes: idle }),
  })
  return 0
}

function text(values: Values, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}

function list(values: Values, name: string): readonly string[] {
  const value = values[name]
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
}

function oneOf<const Allowed extends string>(
  values: Values,
  name: string,
  allowed: readonly Allowed[],
): Allowed | undefined {
  const given = text(values, name)
  if (given === undefined) return undefined
  const found = allowed.find((each) => each === given)
  if (found === undefined)
    throw new CliError('PLB_CLI_OPTION', `--${name} is not allowed so. Allowed: ${allowed.join(', ')}.`)
  return found
}

function layerName(values: Values): 'source' | 'standard' {
  return oneOf(values, 'layer', ['standard', 'source'] as const) ?? 'standard'
}

async function layerOf(values: Values) {
  const name = layerName(values)
  const { source, standard } = await import('../protocol/protocol.ts')
  return name === 'source' ? source : standard
}

/** Where it is today: what the clock is read with, and the only place it is read for a decision. */
function timeZone(values: Values): string {
  const zone = text(values, 'time-zone') ?? (process.env.PLUMBLINE_TIME_ZONE || undefined)
  if (zone === undefined) return new Intl.DateTimeFormat().resolvedOptions().timeZone
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
  } catch {
    throw new CliError('PLB_CLI_OPTION', 'There is no such time zone. Allowed: an IANA name, as Europe/Madrid.')
  }
}

async function print(said: string): Promise<number> {
  await output.write(said)
  return 0
}

async function printHelp(): Promise<number> {
  const { help } = await import('./help.ts')
  return print(help)
}

function version(): string {
  const file: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  return typeof file === 'object' && file !== null && 'version' in file ? String(file.version) : ''
}

/** Says what went wrong, in a line with its code; never with a stack trace. */
function report(error: unknown): number {
  const coded = error instanceof Error && 'code' in error && /^PLB_/.test(String(error.code))
  if (coded) {
    process.stderr.write(`${String(error.code)}: ${error.message}\n`)
    return 2
  }
  const kind = error instanceof Error ? error.name : typeof error
  process.stderr.write(`PLB_CLI_INTERNAL: A fault of this program (${kind}). Please report it with what you called.\n`)
  return 1
}

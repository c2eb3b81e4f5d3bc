import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, describe, expect, test } from 'vitest'
import { decide } from '../evaluate/decide.ts'
import { contentHash } from '../language/hash.ts'
import type { Protocol } from '../language/protocol.ts'
import { source, standard } from '../protocol/protocol.ts'

/** The program as it ships: compiled, in a process of its own. */
const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'plumbline-cli-'))
afterAll(() => rmSync(folder, { recursive: true }))

function plumbline(args: readonly string[], input = '', env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    input,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 1024 ** 3,
  })
  return { status, stdout, stderr, lines: stdout.split('\n').filter((line) => line !== '') }
}

const asOf = '2026-03-15'
const past = { id: 'past', findings: { cancerHistory: 'past' } }
const saddle = { id: 'saddle', findings: { saddleNumbness: 'present' } }
const ndjson = (...cases: readonly unknown[]) => cases.map((each) => `${JSON.stringify(each)}\n`).join('')

describe('plumbline decide --json', () => {
  test('writes one decision a line, in the order of the cases, as decide makes it', () => {
    const { status, lines, stderr } = plumbline(['decide', '-', '--json', '--as-of', asOf], ndjson(past, saddle))
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const { answers: _, ...expected } = decide(standard, { cancerHistory: { value: 'past' } }, asOf)
    const { hash } = JSON.parse(plumbline(['protocol', '--json']).stdout)
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { id: 'past', ...expected, protocol: { ...expected.protocol, hash } },
      expect.objectContaining({ id: 'saddle', urgency: expect.objectContaining({ atLeast: 'emergency' }) }),
    ])
  })

  test('has all that a reader of decisions needs, and the answers where they are asked for', () => {
    const one = plumbline(['decide', '-', '--json', '--all'], ndjson(past))
    const decision = JSON.parse(one.stdout)
    for (const member of [
      'id',
      'asOf',
      'status',
      'urgency',
      'redFlags',
      'actions',
      'next',
      'missing',
      'changes',
      'protocol',
    ])
      expect(decision).toHaveProperty(member)
    expect(decision.answers).toHaveLength(standard.decisions.length)
    expect(decision.protocol).toMatchObject({ name: 'back-pain', version: standard.version, layer: 'standard' })
    expect(decision.protocol.hash).toMatch(/^[0-9a-f]{64}$/)
  })

  test('decides by the layer that is asked for', () => {
    const urgency = (layer: string) =>
      JSON.parse(plumbline(['decide', '-', '--json', '--layer', layer], ndjson(saddle)).stdout).urgency.level
    expect([urgency('source'), urgency('standard')]).toEqual(['urgent', 'emergency'])
  })

  test('takes a file, pretty or not, with a byte order mark and carriage returns', () => {
    const file = join(folder, 'case.json')
    writeFileSync(file, `\uFEFF${JSON.stringify(past, undefined, 2).replaceAll('\n', '\r\n')}\r\n`)
    const { status, lines } = plumbline(['decide', file, '--json'])
    expect(status).toBe(0)
    expect(lines.map((line) => JSON.parse(line).id)).toEqual(['past'])
  })
})

describe('bad input', () => {
  const input = [
    JSON.stringify(past),
    '{"id":"young","findings":{"ageYears":-3,"esrMmPerHour":5400,"fevr":"present"}}',
    '{"findings":{"fever":"present","fever":"absent"}}',
    '{"findings":{"fever":}}',
    '[]',
    '{"id":7,"asof":"2026-03-15"}',
    '{"asOf":"2026-03-15","findings":{"xray":{"value":"normal","observedOn":"2026-03-16"}}}',
    '{"findings":{"pregnant":"present","sexAtBirth":"male"}}',
    JSON.stringify(saddle),
  ].join('\n')

  test('is refused line by line, where it stands; the other lines are decided and none is lost', () => {
    const { status, lines } = plumbline(['decide', '-', '--json'], input)
    expect(status).toBe(2)
    const results = lines.map((line) => JSON.parse(line))
    expect(results.map(({ error }) => error?.code)).toEqual([
      undefined,
      'PLB_CASE_INVALID',
      'PLB_CASE_INVALID',
      'PLB_CASE_NOT_JSON',
      'PLB_CASE_NOT_OBJECT',
      'PLB_CASE_INVALID',
      'PLB_CASE_INVALID',
      'PLB_CASE_INVALID',
      undefined,
    ])
    expect(results[1]).toMatchObject({ id: 'young', line: 2 })
    const codes = results.map(({ error }) =>
      error?.problems.map(({ code, path }: { code: string; path: string }) => `${code} ${path}`),
    )
    expect(codes.slice(1, 8)).toEqual([
      [
        'PLB_FINDING_RANGE findings.ageYears',
        'PLB_FINDING_RANGE findings.esrMmPerHour',
        'PLB_FINDING_UNKNOWN findings.fevr',
      ],
      ['PLB_CASE_MEMBER_TWICE findings.fever'],
      ['PLB_CASE_NOT_JSON '],
      ['PLB_CASE_NOT_OBJECT '],
      ['PLB_CASE_MEMBER_UNKNOWN asof', 'PLB_CASE_MEMBER_MISSING findings', 'PLB_CASE_MEMBER_VALUE id'],
      ['PLB_FINDING_FUTURE findings.xray.observedOn'],
      ['PLB_FINDING_IMPOSSIBLE findings'],
    ])
  })

  test('is named on standard error with its line, place and what is allowed, and never repeated', () => {
    const { stderr } = plumbline(['decide', '-', '--json'], input)
    expect(stderr).toContain('PLB_FINDING_RANGE (line 2, findings.ageYears): ')
    expect(stderr).toContain('Allowed: a number from 0 to 130 (a), whole.')
    expect(stderr).toContain('PLB_CASE_NOT_JSON (line 4): The JSON breaks, at line 4, column 22. Allowed: a value.')
    for (const entered of ['young', '5400', '-3']) expect(stderr).not.toContain(entered)
  })

  test('is told in place to a reader without --json too', () => {
    const { stdout } = plumbline(['decide', '-'], input)
    expect(stdout).toContain('NOT DECIDED\nThe case on line 2 was refused (PLB_CASE_INVALID).')
    expect(stdout).toContain('Case saddle')
  })

  test('the place of a fault in a case over several lines is that of the file', () => {
    const { status, stderr } = plumbline(['decide', '-'], '{\n  "findings": {\n    "fever": presen\n  }\n}\n')
    expect(status).toBe(2)
    expect(stderr).toContain('at line 3, column 14')
  })

  test.each([
    ['an empty input', [], '', 'PLB_CASE_EMPTY'],
    ['a file that is not there', [join(folder, 'gone.json')], '', 'PLB_CLI_FILE'],
    ['a folder', [folder], '', 'PLB_CLI_FILE'],
  ])('%s is refused with its code', (_, file, text, code) => {
    const { status, stderr, stdout } = plumbline(['decide', ...(file.length > 0 ? file : ['-']), '--json'], text)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(new RegExp(`^${code}`))
  })

  test('two cases of one id are both decided, with a warning', () => {
    const { status, lines, stderr } = plumbline(['decide', '-', '--json'], ndjson(past, saddle, past))
    expect({ status, decided: lines.length }).toEqual({ status: 0, decided: 3 })
    expect(stderr).toContain('PLB_CASE_ID_TWICE (line 3, id): The case on line 1 has the same id.')
  })

  test('a hostile case cannot reach the terminal or the prototype', () => {
    const odd = [
      '{"id":"a\\u001b[2Jb","findings":{}}',
      '{"findings":{"__proto__":{"fever":"present"}}}',
      '{"\\u001b[2J":1}',
    ]
    const { stdout, stderr, status } = plumbline(['decide', '-'], odd.join('\n'))
    expect(status).toBe(2)
    expect(stdout + stderr).not.toContain('\u001b')
    expect(stderr).toContain('PLB_FINDING_UNKNOWN (line 2, findings.__proto__)')
  })
})

describe('the day', () => {
  const dated = (day: string) => ({ asOf: day, findings: { durationDays: { value: 20, observedOn: '2026-03-01' } } })
  const daysOf = (stdout: string) =>
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).asOf)

  test('is that of the option, which says so where a case names another; else that of the case', () => {
    const input = ndjson(dated('2026-03-02'), dated('2026-03-15'))
    const own = plumbline(['decide', '-', '--json'], input)
    expect(daysOf(own.stdout)).toEqual(['2026-03-02', '2026-03-15'])
    const option = plumbline(['decide', '-', '--json', '--as-of', asOf], input)
    expect(daysOf(option.stdout)).toEqual([asOf, asOf])
    expect(option.status).toBe(0)
    expect(option.stderr).toContain('PLB_CASE_AS_OF_REPLACED: 1 of the cases')
  })

  test('is today where neither names one, by the clock of the time zone', () => {
    const today = (zone: string) =>
      daysOf(plumbline(['decide', '-', '--json', '--time-zone', zone], ndjson(past)).stdout)[0]
    const dayIn = (timeZone: string) => new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date())
    // These two are never on the same day.
    for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago'])
      expect([dayIn(zone), today(zone)]).toContain(today(zone))
    expect(today('Pacific/Kiritimati')).not.toBe(today('Pacific/Pago_Pago'))
    const byEnvironment = plumbline(['decide', '-', '--json'], ndjson(past), {
      PLUMBLINE_TIME_ZONE: 'Pacific/Kiritimati',
    })
    expect(daysOf(byEnvironment.stdout)[0]).toBe(today('Pacific/Kiritimati'))
  })
})

describe('a reader', () => {
  test('that leaves early ends the program, although the input never ends', async () => {
    const child = spawn(process.execPath, [program, 'decide', '-', '--json'], { stdio: ['pipe', 'pipe', 'pipe'] })
    let said = ''
    child.stderr.on('data', (chunk) => {
      said += String(chunk)
    })
    const exit = once(child, 'exit')
    child.stdin.on('error', () => {})
    const feed = setInterval(() => child.stdin.writable && child.stdin.write(ndjson({ findings: {} }).repeat(20)), 5)
    await once(child.stdout, 'data')
    child.stdout.destroy()
    const [code] = await exit
    clearInterval(feed)
    expect({ code, said }).toEqual({ code: 0, said: '' })
  })

  test('that is slow holds the program back instead of filling its memory', async () => {
    const child = spawn(process.execPath, [program, 'decide', '-', '--json'], { stdio: ['pipe', 'pipe', 'ignore'] })
    const exit = once(child, 'exit')
    let isFull = false
    for (let sent = 0; sent < 2000 && !isFull; sent += 1)
      isFull = !child.stdin.write(`${' '.repeat(2000)}\n${ndjson(past)}`)
    expect(isFull).toBe(true)
    child.stdin.end()
    let lines = 0
    for await (const chunk of child.stdout) lines += String(chunk).split('\n').length - 1
    await exit
    expect(lines).toBeGreaterThan(0)
  })
})

describe('plumbline decide for a person', () => {
  test('urgency first, what to consider, reasons with their statements, in 80 columns', () => {
    const { stdout, status } = plumbline(['decide', '-', '--as-of', asOf], ndjson(past, saddle))
    expect(status).toBe(0)
    expect(stdout).toMatch(/^SOON, provisional/)
    expect(stdout).toContain('Consider: X-ray and ESR')
    expect(stdout).toContain('\nEMERGENCY: TODAY\nCase saddle\n')
    expect(stdout.split('\n').filter((line) => [...line].length > 80)).toEqual([])
  })
})

describe('plumbline protocol', () => {
  test('prints the document of the layer', () => {
    const headings = (layer: readonly string[]) =>
      plumbline(['protocol', ...layer]).lines.filter((line) => /^### [A-Z]\d+$/.test(line))
    const ids = (protocol: Protocol) => protocol.statements.map(({ id }) => `### ${id}`)
    expect(headings([])).toEqual(ids(standard))
    expect(headings(['--layer', 'source'])).toEqual(ids(source))
  })

  test('prints the data with their hash, which is that of the document too', () => {
    const { protocol, ...reference } = JSON.parse(plumbline(['protocol', '--json', '--layer', 'source']).stdout)
    expect(reference).toEqual({
      name: 'back-pain',
      version: source.version,
      layer: 'source',
      hash: contentHash(protocol),
    })
    expect(plumbline(['protocol', '--layer', 'source']).stdout).toContain(reference.hash)
  })
})

describe('plumbline export', () => {
  test('writes each resource of a layer to a file of a folder', () => {
    const to = join(folder, 'fhir')
    const { status, stdout } = plumbline(['export', '--out', to])
    const names = readdirSync(to)
    expect({ status, stdout }).toEqual({ status: 0, stdout: `${names.length} resources in ${to}\n` })
    expect(names).toContain('Questionnaire-back-pain-clinician.json')
    const plan = JSON.parse(readFileSync(join(to, 'PlanDefinition-back-pain-standard.json'), 'utf8'))
    expect(plan.description).toContain(contentHash(standard))
  })

  test('writes a package, the same bytes each time, under the address that is given', () => {
    const written = ['one.tgz', 'two.tgz'].map((name) => {
      const file = join(folder, name)
      const { status } = plumbline([
        'export',
        '--package',
        file,
        '--layer',
        'source',
        '--canonical',
        'https://a.example/f/',
      ])
      expect(status).toBe(0)
      return readFileSync(file)
    })
    expect(written[0]?.equals(written[1] ?? Buffer.alloc(0))).toBe(true)
    expect(gunzipSync(written[0] ?? Buffer.alloc(0)).includes('https://a.example/f/Library/BackPainSource')).toBe(true)
  })

  test.each([
    [['export'], 'PLB_CLI_OPTION'],
    [['export', '--out', 'a', '--package', 'b'], 'PLB_CLI_OPTION'],
    [['export', '--out', join(folder, 'x'), '--canonical', 'nowhere'], 'PLB_CLI_OPTION'],
    [['export', '--out', join(folder, 'x'), '--canonical', "https://a.example/'"], 'PLB_CLI_OPTION'],
    [['export', '--package', '/dev/null/package.tgz'], 'PLB_CLI_WRITE'],
  ])('refuses %j with %s', (args, code) => {
    const { status, stdout, stderr } = plumbline(args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(new RegExp(`^${code}: `))
  })
})

describe('the command line', () => {
  test('tells what there is', () => {
    for (const args of [['--help'], ['-h'], ['decide', '--help']]) {
      const { status, stdout } = plumbline(args)
      expect(status).toBe(0)
      for (const command of ['decide', 'protocol', 'serve']) expect(stdout).toContain(command)
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
    }
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
    expect(plumbline(['--version']).stdout).toBe(`plumbline ${version}\n`)
  })

  test.each([
    [[], 'PLB_CLI_COMMAND'],
    [['diagnose'], 'PLB_CLI_COMMAND'],
    [['constructor'], 'PLB_CLI_COMMAND'],
    [['--nonsense'], 'PLB_CLI_OPTION'],
    [['decide'], 'PLB_CLI_OPTION'],
    [['decide', 'a', 'b'], 'PLB_CLI_OPTION'],
    [['decide', '-', '--nonsense'], 'PLB_CLI_OPTION'],
    [['decide', '-', '--layer', 'other'], 'PLB_CLI_OPTION'],
    [['decide', '-', '--as-of', '2026-02-30'], 'PLB_CLI_OPTION'],
    [['decide', '-', '--as-of'], 'PLB_CLI_OPTION'],
    [['decide', '-', '--time-zone', 'Mars/Olympus'], 'PLB_CLI_OPTION'],
    [['protocol', 'extra'], 'PLB_CLI_OPTION'],
    [['serve', '--port', '70000'], 'PLB_CLI_OPTION'],
    [['serve', '--demo', 'sometimes'], 'PLB_CLI_OPTION'],
  ])('%j is refused with %s, in one line', (args, code) => {
    const { status, stdout, stderr } = plumbline(args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(new RegExp(`^${code}: [^\\n]+\\n$`))
  })
})

describe('the format of a case', () => {
  const schemaFile = fileURLToPath(new URL('../../schemas/case.schema.json', import.meta.url))

  test('is the one of its schema: what the schema takes is decided, what it does not take is refused', () => {
    const schema = JSON.parse(readFileSync(schemaFile, 'utf8'))
    const matches = new Ajv2020({ strict: false, validateFormats: false }).compile(schema)
    const cases = [
      past,
      { ...saddle, note: ['anything'], $schema: '../schemas/case.schema.json', asOf },
      { findings: {} },
      { findings: { fever: { value: 'absent', observedOn: '2026-03-01' }, xray: 'notDone', ageYears: 44 } },
      { id: 'no-findings' },
      { findings: {}, extra: 1 },
      { id: '', findings: {} },
      { id: 1, findings: {} },
      { findings: [] },
      { findings: { fever: 'maybe' } },
      { findings: { ageYears: 131 } },
      { findings: { ageYears: '44' } },
      { $schema: 7, findings: {} },
      { asOf: '15-03-2026', findings: {} },
    ]
    const decided = plumbline(['decide', '-', '--json'], ndjson(...cases)).lines.map(
      (line) => !('error' in JSON.parse(line)),
    )
    expect(decided).toEqual(cases.map((each) => matches(each)))
    expect(decided.filter(Boolean)).toHaveLength(4)
  })
})

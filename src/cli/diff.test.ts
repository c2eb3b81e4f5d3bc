import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { storedPayload } from '../care/events.ts'
import { tell } from '../care/story.ts'
import { standard } from '../protocol/protocol.ts'
import { openRecord } from '../record/record.ts'
import { savedProtocol } from './saved-protocol.ts'

const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'plumbline-diff-'))
afterAll(() => rmSync(folder, { recursive: true }))

function plumbline(args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1024 ** 3,
  })
  return { status, stdout, stderr }
}

const saved = JSON.parse(savedProtocol(standard))
const later = join(folder, 'later.json')
const changed = structuredClone(saved)
for (const each of changed.protocol.parameters) if (each.id === 'oneMonthDays') each.value = 42
writeFileSync(later, JSON.stringify(changed))
writeFileSync(join(folder, 'standard.json'), savedProtocol(standard))

/** Words that stand before the first "by" of every change: the smallest patients are below. */
const changes = (text: string) => text.split('\n').filter((line) => / → /.test(line) && !/^\s/.test(line))

describe('plumbline diff', () => {
  test('finds nothing between a layer and the same layer saved', () => {
    const { status, stdout, stderr } = plumbline(['diff', 'standard', 'standard.json'])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain('No possible patient is treated or told differently.')
  })

  test('tells a longer month as the patient of 31 days, and that the file was changed', () => {
    const { status, stdout, stderr } = plumbline(['diff', 'standard', later])
    expect(status).toBe(0)
    expect(stderr).toMatch(/^PLB_CLI_PROTOCOL_CHANGED: /)
    expect(changes(stdout)).toContain('Urgency: soon → routine')
    expect(stdout).toContain('duration of the pain: 31 days')
  })

  test('writes the same as data: exact counts, and patients that decide takes as they stand', () => {
    const { status, stdout } = plumbline(['diff', 'standard', later, '--json'])
    expect(status).toBe(0)
    const { treatedDifferently, decisions } = JSON.parse(stdout)
    expect(BigInt(treatedDifferently.complete.of)).toBeGreaterThan(BigInt(treatedDifferently.complete.cases))
    const urgency = decisions.find(({ decision }: { decision: string }) => decision === 'urgency')
    const [first] = urgency.changes[0].byRule[0].minimal
    const decided = spawnSync(process.execPath, [program, 'decide', '-', '--json'], {
      input: JSON.stringify({ findings: first.patient.findings, asOf: first.patient.asOf }),
      encoding: 'utf8',
    })
    expect(JSON.parse(decided.stdout).urgency.level).toBe('soon')
  })

  test('writes Markdown with one title for a pull request', () => {
    const { stdout } = plumbline(['diff', 'standard', later, '--markdown'])
    expect(stdout.split('\n').filter((line) => line.startsWith('# '))).toEqual(['# Protocol difference'])
    expect(stdout).toContain('`oneMonthDays` (30 days → 42 days)')
  })

  test('reads a protocol out of the history of git', () => {
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd: folder })
    git('init', '-q')
    mkdirSync(join(folder, 'docs', 'protocols'), { recursive: true })
    writeFileSync(join(folder, 'docs', 'protocols', 'standard.json'), savedProtocol(standard))
    git('add', '.')
    git('commit', '-q', '-m', 'standard')
    const { status, stdout } = plumbline(['diff', 'git:HEAD:standard.json', later])
    expect(status).toBe(0)
    expect(changes(stdout)).toContain('Urgency: soon → routine')
    expect(plumbline(['diff', 'git:HEAD', later]).stdout).toBe(stdout)
    expect(plumbline(['diff', 'git:HEAD:gone.json', later])).toMatchObject({ status: 2 })
  })

  test.each([
    [['diff', 'standard'], 'PLB_CLI_OPTION'],
    [['diff', 'standard', 'source', '--json', '--markdown'], 'PLB_CLI_OPTION'],
    [['diff', 'standard', 'no-such-file.json'], 'PLB_CLI_FILE'],
    [['diff', 'standard', 'git:--help:x'], 'PLB_CLI_OPTION'],
    [['diff', 'standard', 'broken.json'], 'PLB_CLI_PROTOCOL'],
    [['diff', 'standard', 'empty.json'], 'PLB_PROTOCOL_FORM'],
    [['replay', '--protocol', 'source'], 'PLB_CLI_OPTION'],
    [['replay', '--record', 'gone.sqlite', '--protocol', 'source'], 'PLB_RECORD_CANNOT_OPEN'],
  ])('refuses %j with %s and no stack trace', (args, code) => {
    writeFileSync(join(folder, 'broken.json'), '{')
    writeFileSync(join(folder, 'empty.json'), '{}')
    const { status, stdout, stderr } = plumbline(args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(new RegExp(`^${code}: `))
    expect(stderr).not.toMatch(/\n\s+at /)
  })
})

describe('plumbline replay', () => {
  const details = {
    familyName: 'Example',
    givenName: 'Person',
    birthDate: '1980-01-01',
    sexAtBirth: 'female',
    recordNumber: '1',
  } as const

  test('decides signed decisions again, and names those that another protocol would change, not the patient', async () => {
    const path = join(folder, 'record.sqlite')
    const record = await openRecord({ path })
    for (const [episodeId, findings] of [
      ['episode-new', { saddleNumbness: { value: 'present', observedOn: '2026-03-01' } }],
      ['episode-old', { fever: { value: 'present', observedOn: '2026-03-01' } }],
    ] as const) {
      const told = { protocol: standard, episodeId, patientId: 'patient', actorId: 'clinician', patient: details }
      const { events } = tell(told, '2026-03-01')
        .on('2026-03-01', { type: 'answered', payload: { findings } })
        .on('2026-03-01', { type: 'signed', payload: {} })
      await record.append(
        events.map((event) => ({
          episodeId,
          patientId: event.patientId,
          expectedSequence: event.sequence,
          commandId: `${episodeId}-${event.sequence}`,
          type: event.type,
          actorId: event.actorId,
          recordedAt: event.recordedAt,
          payload: storedPayload(event),
        })),
      )
    }
    await record.close()
    expect(plumbline(['replay', '--record', path, '--protocol', 'standard']).stdout).toContain(
      '2 signed decisions of 2 episodes decided again under',
    )
    const { stdout } = plumbline(['replay', '--record', path, '--protocol', 'source', '--json'])
    const { decisions, changed: listed } = JSON.parse(stdout)
    expect(decisions).toBe(2)
    expect(listed.map(({ episodeId }: { episodeId: string }) => episodeId)).toContain('episode-new')
    const [first] = listed
    expect(first).toMatchObject({ isOpen: true, refused: [] })
    expect(first.changes).toContainEqual(
      expect.objectContaining({ decision: 'urgency', before: 'emergency', after: 'urgent' }),
    )
    expect(stdout).not.toContain('Example')
    expect(stdout).not.toContain('saddleNumbness')
  })
})

describe('plumbline verify', () => {
  test('proves what is expected, ends with a summary and exits with 0', () => {
    const { status, stdout } = plumbline(['verify'])
    expect(status).toBe(0)
    expect(stdout).toMatch(/V7 +proved +standard +\d+ ms {2}a_red_flag_always_gets_a_referral/)
    expect(stdout).toMatch(/ proved, \d+ refuted, 0 not as expected; 0 conflicts, \d+ questions from silence\.\n/)
    expect(stdout).not.toContain('NOT AS EXPECTED')
  })

  test('writes the same as data', () => {
    const { status, stdout } = plumbline(['verify', '--json'])
    const { isGood, checked, structures } = JSON.parse(stdout)
    expect({ status, isGood }).toEqual({ status: 0, isGood: true })
    expect(checked.length).toBeGreaterThan(20)
    expect(structures.map(({ layer }: { layer: string }) => layer)).toEqual(['source', 'standard'])
  })
})

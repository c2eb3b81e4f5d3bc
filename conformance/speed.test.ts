import { execFileSync } from 'node:child_process'
import { loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { report, versionOf } from './versions.ts'

interface Timed {
  readonly microseconds: number
  readonly decided: readonly string[]
}

const script = fileURLToPath(new URL('./speed.mjs', import.meta.url))
const run = (contestant: 'plumbline' | 'cql'): Timed =>
  JSON.parse(execFileSync(process.execPath, [script, contestant], { encoding: 'utf8' })) as Timed

test('findings and a decision from 20 resources come at 50 times the rate of cql-execution', {
  timeout: 300_000,
}, () => {
  const turns = Array.from({ length: 3 }, () => ({ plumbline: run('plumbline'), cql: run('cql') }))
  for (const { plumbline, cql } of turns) expect(plumbline.decided).toEqual(cql.decided)
  expect(new Set(turns[0]?.cql.decided).size).toBeGreaterThan(1)
  const best = (contestant: 'plumbline' | 'cql') => Math.min(...turns.map((turn) => turn[contestant].microseconds))
  const [plumbline, cql] = [best('plumbline'), best('cql')]
  report(
    `Plumbline: ${plumbline.toFixed(0)} µs a patient; cql-execution ${versionOf('cql-execution')} with cql-exec-fhir ${versionOf('cql-exec-fhir')}: ${cql.toFixed(0)} µs; × ${(cql / plumbline).toFixed(0)} (processor time; load ${loadavg()[0]?.toFixed(1)})`,
  )
  expect(cql / plumbline).toBeGreaterThanOrEqual(50)
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EventRecord, openRecord } from '../../record/record.ts'
import { projectors } from '../projectors.ts'
import { readWorklist } from '../worklist/worklist.ts'
import { seedDemo } from './seed.ts'

let folder: string
let record: EventRecord
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-demo-'))
  record = await openRecord({ path: join(folder, 'demo.sqlite'), projectors })
})
afterAll(async () => {
  await record.close()
  rmSync(folder, { recursive: true, force: true })
})

test('x', async () => {
  const t = Date.now()
  await seedDemo(record, new Date('2026-03-14T09:00:00Z'), (i) => i.toISOString().slice(0, 10))
  console.log(Date.now() - t, 'ms')
  const w = await readWorklist(record, { id: 'x', role: 'nurse' }, { show: 'all', assigned: 'all' }, '2026-03-14')
  for (const i of w.items)
    console.log(i.patient.familyName, i.kind, i.urgency, i.due, '|', i.waitingFor, '|', i.nextAction.label)
  console.log(w.counts)
  expect(1).toBe(1)
})

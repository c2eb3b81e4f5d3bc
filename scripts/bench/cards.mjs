// What a CDS Hooks card costs: reading the record that was prefetched, deciding, and writing the card; and how long a client
// waits for it at 200 calls a second, over HTTP, from a service in a process of its own.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { standard } from '../../dist/protocol/protocol.js'
import { guidanceAt } from '../../dist/service/cds-hooks/answer-hook.js'

const CALLS_PER_SECOND = 200
const SECONDS = 20
/** A service is warm when a hospital works with it: its code has to be compiled once, not in each measurement. */
const WARM_UP_CALLS = 1_000
const AS_OF = '2026-03-15'
const subject = { reference: 'Patient/p1' }

/** @param {string} system @param {string} code */
const coded = (system, code) => ({ coding: [{ system, code }] })

/** @param {string} id @param {string} code @param {string} onset */
const condition = (id, code, onset) => ({
  resourceType: 'Condition',
  id,
  clinicalStatus: coded('http://terminology.hl7.org/CodeSystem/condition-clinical', 'active'),
  verificationStatus: coded('http://terminology.hl7.org/CodeSystem/condition-ver-status', 'confirmed'),
  code: coded('http://snomed.info/sct', code),
  subject,
  onsetDateTime: onset,
})

/** @param {number} index */
const temperature = (index) => ({
  resourceType: 'Observation',
  id: `t${index}`,
  status: 'final',
  code: coded('http://loinc.org', '8310-5'),
  subject,
  effectiveDateTime: `2026-03-${String(1 + (index % 14)).padStart(2, '0')}`,
  valueQuantity: { value: 36.5 + (index % 10) / 10, unit: 'Cel', system: 'http://unitsofmeasure.org', code: 'Cel' },
})

/**
 * Twenty resources of one of many patients: the patient, low back pain, a finished cold, a fever, cancer, osteoporosis or a
 * sedimentation rate in some, and temperatures. No two of a run are alike, so that no card was worked out before.
 *
 * @param {number} index
 */
function recordOf(index) {
  const patient = {
    resourceType: 'Patient',
    id: 'p1',
    birthDate: `${1936 + ((index * 7) % 70)}-0${1 + (index % 9)}-01`,
    gender: index % 2 === 0 ? 'male' : 'female',
  }
  const conditions = [
    condition('pain', '279039007', `2026-0${1 + (index % 2)}-${String(10 + (index % 18))}`),
    { ...condition('cold', '82272006', '2026-01-12'), abatementDateTime: '2026-01-20' },
    ...(index % 3 === 0 ? [condition('fever', '386661006', '2026-03-12')] : []),
    ...(index % 5 === 0 ? [condition('cancer', '254837009', '2025-06-01')] : []),
    ...(index % 7 === 0 ? [condition('bones', '64859006', '2020-06-01')] : []),
  ]
  const esr = {
    resourceType: 'Observation',
    id: 'esr',
    status: 'final',
    code: coded('http://loinc.org', '4537-7'),
    subject,
    effectiveDateTime: '2026-03-10',
    valueQuantity: { value: 2 + (index % 97), unit: 'mm/h', system: 'http://unitsofmeasure.org', code: 'mm/h' },
  }
  const results = index % 4 === 0 ? [esr] : []
  const temperatures = Array.from({ length: 19 - conditions.length - results.length }, (_, at) =>
    temperature(at + index),
  )
  return { patient, conditions, observations: [...results, ...temperatures] }
}

/** @param {readonly object[]} resources */
const bundle = (resources) => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry: resources.map((resource) => ({ resource })),
})

const order = {
  resourceType: 'ServiceRequest',
  id: 'order-1',
  status: 'draft',
  intent: 'order',
  code: coded('http://www.ama-assn.org/go/cpt', '72148'),
  subject,
}
const draftOrders = bundle([order])

/** @param {'patient-view' | 'order-sign'} hook @param {number} index */
function question(hook, index) {
  const { patient, conditions, observations } = recordOf(index)
  const gathered = { parts: [patient, bundle(conditions), bundle(observations)], unread: [] }
  return {
    context: { hook, patientId: 'p1', userId: 'Practitioner/dr1', ...(hook === 'order-sign' ? { draftOrders } : {}) },
    gathered,
    protocol: standard,
    today: AS_OF,
    dayOf: (/** @type {Date} */ instant) => instant.toISOString().slice(0, 10),
    site: { address: 'https://plumbline.example' },
  }
}

/** @param {number} index */
function call(index) {
  const { patient, conditions, observations } = recordOf(index)
  const nothing = {
    reports: null,
    procedures: null,
    orders: null,
    medicationRequests: null,
    allergies: null,
    answers: null,
  }
  return JSON.stringify({
    hook: 'order-sign',
    hookInstance: randomUUID(),
    context: { userId: 'Practitioner/dr1', patientId: 'p1', draftOrders },
    prefetch: { patient, conditions: bundle(conditions), observations: bundle(observations), ...nothing },
  })
}

/** @param {string} address @param {Agent} agent @param {number} index @returns {Promise<number>} milliseconds */
function timed(address, agent, index) {
  return new Promise((resolve, reject) => {
    const began = performance.now()
    const options = { method: 'POST', agent, headers: { 'content-type': 'application/json' } }
    const sent = request(`${address}/cds-services/back-pain`, options, (answer) => {
      answer.resume()
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve(performance.now() - began)
        else reject(new Error(`answered ${answer.statusCode}`))
      })
    })
    sent.on('error', reject)
    sent.end(call(index))
  })
}

/** @returns {Promise<readonly number[]>} milliseconds, in order */
async function latencies() {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'))
  const open = { address: 'http://127.0.0.1:8420', openOnLoopback: {} }
  writeFileSync(join(folder, 'cds-hooks.json'), JSON.stringify(open))
  const server = spawn(process.execPath, [fileURLToPath(new URL('../bench-server.mjs', import.meta.url)), folder], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  try {
    const [line] = await once(server.stdout, 'data')
    const address = String(line).trim()
    const agent = new Agent({ keepAlive: true, maxSockets: 32 })
    for (let count = 0; count < WARM_UP_CALLS; count += 1) await timed(address, agent, count)
    const began = performance.now()
    /** @type {Promise<number>[]} */
    const sent = []
    while (sent.length < CALLS_PER_SECOND * SECONDS) {
      const due = Math.floor(((performance.now() - began) / 1000) * CALLS_PER_SECOND)
      while (sent.length < due) sent.push(timed(address, agent, WARM_UP_CALLS + sent.length))
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    const all = await Promise.all(sent)
    agent.destroy()
    return all.sort((one, other) => one - other)
  } finally {
    server.kill('SIGTERM')
    await once(server, 'exit')
    rmSync(folder, { recursive: true, force: true })
  }
}

const waited = await latencies()

/** @param {number} share */
const at = (share) => (waited[Math.min(waited.length - 1, Math.floor(waited.length * share))] ?? Number.NaN).toFixed(1)

export const title = `A CDS Hooks card from 20 prefetched resources
Over HTTP at ${CALLS_PER_SECOND} calls a second for ${SECONDS} s: half within ${at(0.5)} ms, 95 % within ${at(0.95)} ms, 99 % within ${at(0.99)} ms (aim: 20 ms on two idle cores)`

let turn = 0
const next = () => {
  turn += 1
  return turn
}

export function contestants() {
  return [
    { name: 'patient-view', units: 1, unit: 'card', work: () => guidanceAt(question('patient-view', next())) },
    { name: 'order-sign, MRI', units: 1, unit: 'card', work: () => guidanceAt(question('order-sign', next())) },
  ]
}

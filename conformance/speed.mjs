// `node conformance/speed.mjs plumbline|cql`: a patient's record of 20 resources in FHIR, read and decided: by Plumbline, or
// by cql-execution with the CQL that Plumbline exports. Prints one line of JSON.
import { readFileSync } from 'node:fs'
import cqlFhir from 'cql-exec-fhir'
import cql from 'cql-execution'
import { answer } from '../dist/evaluate/answer.js'
import { compile } from '../dist/evaluate/compile.js'
import { loadCompiled } from '../dist/evaluate/load-compiled.js'
import { packInto, tableFor } from '../dist/evaluate/pack.js'
import { situate } from '../dist/evaluate/situation.js'
import { read } from '../dist/evaluate/truth.js'
import { readRecord } from '../dist/fhir/in/read-record.js'
import { resourcesIn } from '../dist/fhir/in/resources.js'
import { findingObservations } from '../dist/fhir/out/findings.js'
import { whoseOf } from '../dist/fhir/out/whose.js'
import { lookBacks } from '../dist/protocol/look-backs.js'
import { standard } from '../dist/protocol/protocol.js'

const AS_OF = '2026-03-15'
const BATCH = 32
const ROUNDS = 60
const CQL_ROUNDS = 10

// Both read the same bundles: the patient, and 19 findings as Observations, which is all that the exported CQL reads.
const base = {
  unexplainedWeightLoss: 'present',
  fever: 'absent',
  cancerHistory: 'past',
  treatedForCancer: 'present',
  nightPain: 'disturbsSleep',
  previousTreatment: 'noResponse',
  durationDays: 45,
  temperatureCelsius: 37.2,
  esrMmPerHour: 42,
  xray: 'normal',
  weakness: 'absent',
  numbnessOrSensoryLoss: 'absent',
  urinaryIncontinence: 'absent',
  faecalIncontinence: 'absent',
  saddleNumbness: 'absent',
  newDifficultyPassingUrine: 'absent',
  osteoporosis: 'present',
  significantTrauma: 'absent',
  anticoagulant: 'absent',
}
const bundles = Array.from({ length: BATCH }, (_, number) => {
  const id = `p${number}`
  const recorded = {
    ...base,
    durationDays: 10 + number,
    esrMmPerHour: 5 + number,
    weakness: number % 2 ? 'present' : 'absent',
  }
  const findings = Object.fromEntries(Object.entries(recorded).map(([finding, value]) => [finding, { value }]))
  const whose = { ...whoseOf(id, `case-${number}`, AS_OF, 'standard'), subject: { reference: `Patient/${id}` } }
  const patient = { resourceType: 'Patient', id, birthDate: '1961-03-04', gender: 'female' }
  const resources = [patient, ...findingObservations(findings, standard, whose)]
  if (resources.length !== 20) throw new Error(`a bundle has ${resources.length} resources`)
  return { resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) }
})

const program = compile(standard)
const compiled = await loadCompiled(standard)
const answers = tableFor(BATCH, program.answerWords)
const options = { protocol: standard, lookBacks, asOf: AS_OF }

function byPlumbline() {
  const cases = tableFor(BATCH, program.caseWords)
  bundles.forEach((bundle, row) => {
    const { findings } = readRecord(resourcesIn(bundle), options)
    packInto(cases, row * program.caseWords, program, situate(standard, findings, AS_OF))
  })
  compiled.decidePacked(cases, answers)
}

// The FHIR model is read once: a source for each patient would read it each time, and make this a race of no interest.
const source = cqlFhir.PatientSource.FHIRv401()
const elm = readFileSync(new URL('../docs/fhir/back-pain-standard.elm.json', import.meta.url), 'utf8')
const library = new cql.Library(JSON.parse(elm))

async function byCql() {
  source.reset()
  source.loadBundles(bundles)
  const executor = new cql.Executor(library, new cql.CodeService({}), { AsOf: cql.Date.parse(AS_OF) })
  return (await executor.exec(source)).patientResults
}

/**
 * In time of the processor, which other work of the machine does not stretch as it stretches the clock's.
 *
 * @param {() => unknown} work @param {number} times @returns {Promise<number>} microseconds a patient
 */
async function timed(work, times) {
  const start = process.cpuUsage()
  for (let time = 0; time < times; time += 1) await work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / (times * BATCH)
}

// Each in a process of its own, so that neither sweeps what the other left.
const [contestant = ''] = process.argv.slice(2)
const isCql = contestant === 'cql'
if (!isCql && contestant !== 'plumbline') throw new Error('name a contestant: cql or plumbline')
const decided = isCql ? await decidedByCql() : decidedByPlumbline()
let best = Number.POSITIVE_INFINITY
for (let round = 0; round < (isCql ? CQL_ROUNDS : ROUNDS); round += 1)
  best = Math.min(best, await timed(isCql ? byCql : byPlumbline, isCql ? 1 : 8))
console.log(JSON.stringify({ microseconds: best, decided }))

/** What each was given as urgency, so that it is known to decide, and the same. */
async function decidedByCql() {
  const results = await byCql()
  return bundles.map((_, number) => results[`p${number}`]?.['Outcome urgency'])
}

function decidedByPlumbline() {
  return bundles.map((bundle) => {
    const known = read(standard, situate(standard, readRecord(resourcesIn(bundle), options).findings, AS_OF))
    const urgency = standard.decisions.find(({ id }) => id === 'urgency')
    return urgency && answer(urgency, known).outcome
  })
}

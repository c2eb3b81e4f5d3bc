// What it costs to read a patient's record in FHIR: findings with provenance from a bundle of 20 resources, and a decision on them.

import { answer } from '../../dist/evaluate/answer.js'
import { compile } from '../../dist/evaluate/compile.js'
import { decide } from '../../dist/evaluate/decide.js'
import { loadCompiled } from '../../dist/evaluate/load-compiled.js'
import { packInto, tableFor } from '../../dist/evaluate/pack.js'
import { readFindings } from '../../dist/evaluate/read-findings.js'
import { situate } from '../../dist/evaluate/situation.js'
import { read } from '../../dist/evaluate/truth.js'
import { readRecord } from '../../dist/fhir/in/read-record.js'
import { resourcesIn } from '../../dist/fhir/in/resources.js'
import { decisionBundle } from '../../dist/fhir/out/decision.js'
import { lookBacks } from '../../dist/protocol/look-backs.js'
import { standard } from '../../dist/protocol/protocol.js'

const AS_OF = '2026-03-15'
const PATIENTS = 64
const icd = 'http://hl7.org/fhir/sid/icd-10-cm'
const loinc = 'http://loinc.org'
const ucum = 'http://unitsofmeasure.org'

export const title =
  'Reading a record in FHIR (20 resources: 9 conditions, 6 observations, 2 reports, 2 medicines, the patient; one core)'

/** @param {number} number a patient of its own, so that nothing can be remembered @returns {object} */
function bundle(number) {
  const subject = { reference: `Patient/p${number}` }
  const status = (/** @type {string} */ code) => ({ coding: [{ code }] })
  const codes = ['M54.50', 'R63.4', 'C50.919', 'I10', 'E11.9', 'M81.0', 'R50.9', 'J45.909', 'F41.1']
  const conditions = codes.map((code, index) => ({
    resourceType: 'Condition',
    id: `c${number}-${index}`,
    subject,
    clinicalStatus: status(code === 'R50.9' ? 'resolved' : 'active'),
    verificationStatus: status('confirmed'),
    code: { coding: [{ system: icd, code, display: code }], text: code },
    onsetDateTime: `2025-0${1 + (index % 9)}-11`,
    recordedDate: `2026-03-${String(1 + ((index + number) % 14)).padStart(2, '0')}`,
  }))
  const observations = ['4537-7', '8310-5', '72514-3', '2339-0', '29463-7', '8302-2'].map((code, index) => ({
    resourceType: 'Observation',
    id: `o${number}-${index}`,
    status: 'final',
    subject,
    code: { coding: [{ system: loinc, code }] },
    effectiveDateTime: `2026-03-0${1 + index}T09:00:00+01:00`,
    valueQuantity: {
      value: 5 + ((number + index) % 3),
      system: ucum,
      code: index === 0 ? 'mm/h' : index === 1 ? 'Cel' : index === 2 ? '{score}' : '1',
    },
  }))
  const reports = ['24972-2', '58410-2'].map((code, index) => ({
    resourceType: 'DiagnosticReport',
    id: `r${number}-${index}`,
    status: 'final',
    subject,
    code: { coding: [{ system: loinc, code }] },
    effectiveDateTime: '2026-03-02',
    conclusion: 'No lytic lesion.',
  }))
  const medicines = ['Lisinopril 10 MG', 'Metformin 500 MG'].map((text, index) => ({
    resourceType: 'MedicationRequest',
    id: `m${number}-${index}`,
    status: 'active',
    intent: 'order',
    subject,
    medicationCodeableConcept: { text },
  }))
  const patient = { resourceType: 'Patient', id: `p${number}`, birthDate: '1961-03-04', gender: 'female' }
  const all = [patient, ...conditions, ...observations, ...reports, ...medicines]
  return { resourceType: 'Bundle', type: 'searchset', entry: all.map((resource) => ({ resource })) }
}

/**
 * Every call takes the next of the list.
 *
 * @template Item
 * @param {readonly Item[]} list
 * @returns {() => Item}
 */
function inTurn(list) {
  let next = 0
  return () => {
    next = (next + 1) % list.length
    return /** @type {Item} */ (list[next])
  }
}

export async function contestants() {
  const bundles = Array.from({ length: PATIENTS }, (_, number) => bundle(number))
  const options = { protocol: standard, lookBacks, asOf: AS_OF }
  const reading = (/** @type {object} */ one) => readRecord(resourcesIn(one), options)
  const readings = bundles.map(reading)
  const allAnswers = (/** @type {import('../../dist/evaluate/situation.js').RecordedFindings} */ findings) => {
    const known = read(standard, situate(standard, findings, AS_OF))
    return standard.decisions.map((decision) => answer(decision, known))
  }
  const author = { recordedAt: '2026-03-15T10:00:00Z' }
  const facts = readings.map(({ findings }, number) => ({
    ...{ decision: decide(standard, findings, AS_OF), findings, protocol: standard, author },
    ...{ patientId: `p${number}`, scope: `case-${number}` },
  }))
  const [nextBundle, nextText] = [inTurn(bundles), inTurn(bundles.map((each) => JSON.stringify(each)))]
  const [nextAnswered, nextPacked, nextDecided] = [inTurn(bundles), inTurn(bundles), inTurn(bundles)]
  const nextFacts = inTurn(facts)
  const program = compile(standard)
  const compiled = await loadCompiled(standard)
  const { caseWords, answerWords } = program
  const answers = tableFor(32, answerWords)
  const unit = 'record'
  return [
    {
      name: 'findings with provenance',
      units: 1,
      unit,
      work: () => reading(nextBundle()),
      note: 'to reach: under 200 µs',
    },
    { name: 'JSON.parse() of the text, to compare', units: 1, unit, work: () => JSON.parse(nextText()) },
    {
      name: 'findings, and every answer of the protocol',
      units: 1,
      unit,
      work: () => allAnswers(reading(nextAnswered()).findings),
      note: 'to compare with CQL engines',
    },
    {
      name: 'findings, and every answer by the compiled form',
      units: 32,
      unit,
      work: () => {
        const cases = tableFor(32, caseWords)
        for (let row = 0; row < 32; row += 1)
          packInto(cases, row * caseWords, program, situate(standard, reading(nextPacked()).findings, AS_OF))
        compiled.decidePacked(cases, answers)
      },
      note: 'the same answers, 32 records at a time',
    },
    {
      name: 'findings, checked, and decide()',
      units: 1,
      unit,
      work: () => {
        const checked = readFindings(standard, reading(nextDecided()).findings, AS_OF)
        return checked.ok ? decide(standard, checked.findings, AS_OF) : undefined
      },
    },
    {
      name: 'a decision written as a Bundle',
      units: 1,
      unit,
      work: () => decisionBundle(nextFacts(), { type: 'collection' }),
    },
  ]
}

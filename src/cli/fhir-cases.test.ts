import { describe, expect, test } from 'vitest'
import { AS_OF, condition, patient } from '../../tests/fhir/records.ts'
import { lookBacks } from '../protocol/look-backs.ts'
import { standard } from '../protocol/protocol.ts'
import { fhirCases, type RecordCase } from './fhir-cases.ts'

const options = {
  protocol: standard,
  lookBacks,
  asOf: { today: AS_OF },
  dayOf: (instant: Date) => instant.toISOString().slice(0, 10),
}

async function casesOf(text: string): Promise<readonly RecordCase[]> {
  async function* bytes() {
    yield new TextEncoder().encode(text)
  }
  const cases: RecordCase[] = []
  for await (const each of fhirCases(bytes(), options)) cases.push(each)
  return cases
}

const bundle = (...resources: readonly object[]) => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry: resources.map((resource) => ({ resource })),
})
const fever = condition('R50.9')
const of = (id: string) => ({ ...patient, id })

describe('records from a file', () => {
  test('a Bundle over several lines is one patient', async () => {
    const cases = await casesOf(JSON.stringify(bundle(patient, fever), null, 2))
    expect(cases).toMatchObject([{ ok: true, id: 'Patient/p1', line: 1, findings: { fever: { value: 'present' } } }])
  })

  test('a Bundle on each line is a patient each; one that is broken takes no other with it', async () => {
    const lines = [JSON.stringify(bundle(patient, fever)), '{"resourceType"', JSON.stringify(bundle(of('p2')))]
    const cases = await casesOf(lines.join('\n'))
    expect(cases.map(({ ok, line, id }) => [ok, line, id])).toEqual([
      [true, 1, 'Patient/p1'],
      [false, 2, undefined],
      [true, 3, 'Patient/p2'],
    ])
  })

  test('bulk data is gathered by patient, wherever a line stands', async () => {
    const lines = [of('p2'), fever, patient, condition('M81.0', { subject: { reference: 'Patient/p2' } })]
    const cases = await casesOf(lines.map((each) => JSON.stringify(each)).join('\n'))
    expect(cases.map(({ id, record }) => [id, Object.keys(record?.findings ?? {}).toSorted()])).toEqual([
      ['Patient/p2', ['birthDate', 'osteoporosis', 'sexAtBirth']],
      ['Patient/p1', ['birthDate', 'fever', 'sexAtBirth']],
    ])
    expect(cases[1]?.record?.lines[0]?.path).toMatch(/^line \d$/)
  })

  test('a Bundle of two patients is refused, and says nothing of what was in it', async () => {
    const [refused] = await casesOf(JSON.stringify(bundle(patient, of('p2'), fever)))
    expect(refused).toMatchObject({
      ok: false,
      code: 'PLB_CASE_INVALID',
      problems: [{ code: 'PLB_FHIR_SEVERAL_PATIENTS' }],
    })
    expect(JSON.stringify(refused)).not.toContain('1961')
  })

  test('one page of several is decided, and said to be incomplete', async () => {
    const page = { ...bundle(patient, fever), link: [{ relation: 'next', url: 'https://ehr.example/2' }] }
    const [read] = await casesOf(JSON.stringify(page))
    expect(read?.record?.problems).toMatchObject([{ code: 'PLB_FHIR_PAGED' }])
    expect(read?.ok).toBe(true)
  })
})

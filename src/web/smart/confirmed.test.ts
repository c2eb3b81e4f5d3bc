import { describe, expect, test } from 'vitest'
import { readFrom, withSources } from './confirmed.ts'

const hospital = { name: 'City Hospital', server: 'https://ehr.example/fhir' }
const line = { resource: 'Condition/7', type: 'Condition', path: '', says: ' Low\nback  pain ', status: 'active' }

describe('where a confirmed answer stood', () => {
  test('is kept by its resource, on one line, without what cannot be pointed to', () => {
    const [found, ...others] = readFrom([line, { ...line, resource: 'entry[3].resource' }], hospital)
    expect(others).toEqual([])
    expect(found).toEqual({
      record: 'City Hospital',
      server: 'https://ehr.example/fhir',
      resource: 'Condition/7',
      says: 'Low back pain',
      status: 'active',
    })
  })

  test('goes with the answer as it was confirmed, and not with another that was given since', () => {
    const source = { answer: { value: 'present', observedOn: '2026-03-01' }, from: readFrom([line], hospital) }
    const note = (finding: string) => (finding === 'fever' ? JSON.stringify(source) : undefined)
    const fever = { value: 'present', observedOn: '2026-03-01' }
    expect(withSources({ fever, weakness: fever }, note)).toEqual({
      fever: { ...fever, from: source.from },
      weakness: fever,
    })
    for (const other of [
      { ...fever, value: 'absent' },
      { ...fever, observedOn: '2026-03-04' },
    ])
      expect(withSources({ fever: other }, note)).toEqual({ fever: other })
  })
})

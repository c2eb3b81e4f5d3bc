import { expect, test } from 'vitest'
import { wovenFhirDocument } from '../cli/fhir-document.ts'
import { conditionCodes } from './codes/conditions.ts'
import { reasons } from './in/ledger.ts'

test('the document holds every code that is read, and every reason that is given', () => {
  const text = wovenFhirDocument('notice')
  const codes = conditionCodes.flatMap((row) => Object.values(row.codes).flat())
  expect([...codes, ...Object.values(reasons)].filter((each) => !text.includes(each))).toEqual([])
})

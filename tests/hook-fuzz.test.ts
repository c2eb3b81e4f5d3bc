import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serviceErrors } from '../src/service/errors.ts'
import { backPain, esr, fever, imagingOrder, medicineOrder, orderCall, viewCall } from './hook-calls.ts'
import { type Hospital, hospital } from './hook-client.ts'

/*
 * Hook calls as no client sends them: any part of a good call replaced, taken away or doubled. What cannot be read is
 * refused under a code of the catalogue; nothing ever is the service's own failure.
 */

type Resource = Readonly<Record<string, unknown>>

let ehr: Hospital
beforeAll(async () => {
  ehr = await hospital()
}, 60_000)
afterAll(() => ehr.under.close())

const odd = fc.constantFrom<unknown>(
  ...[null, '', 0, -1, true, [], {}, [null], 'x'.repeat(300), '\u0000', [[]], { resourceType: 'Bundle', entry: {} }],
  ...[{ resourceType: 'OperationOutcome' }, { reference: 'Patient/other' }, '2026-02-30', '../../etc/passwd', 1e308],
)
const calls = [
  viewCall([backPain(), fever(), esr(40)]),
  orderCall('order-sign', [imagingOrder('72148')], [backPain(), fever()]),
  orderCall('order-sign', [medicineOrder('197805')], [backPain()]),
]

type Path = readonly (string | number)[]

/** The places of a value, the outer ones too. */
function placesIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([name, each]) => placesIn(each, [...path, name]))]
}

function replaced(value: unknown, [first, ...rest]: Path, by: unknown): unknown {
  if (first === undefined) return by
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...(value as Resource) }
  const at = copy as Record<string | number, unknown>
  at[first] = replaced(at[first], rest, by)
  return copy
}

const spoilt = fc.constantFrom(...calls).chain((call) =>
  fc
    .array(fc.tuple(fc.constantFrom(...placesIn(call).slice(1)), fc.oneof(odd, fc.constant(undefined))), {
      minLength: 1,
      maxLength: 3,
    })
    .map((changes) => {
      let changed: unknown = call
      for (const [path, by] of changes)
        if (placesIn(changed).some((each) => each.join() === path.join())) changed = replaced(changed, path, by)
      return changed as Resource
    }),
)

test('a call of which any part is something else is answered with cards, or refused by a code of the catalogue', async () => {
  const seen = new Set<number>()
  await fc.assert(
    fc.asyncProperty(spoilt, async (body) => {
      const { status, json } = await ehr.send('/cds-services/back-pain', { body })
      seen.add(status)
      expect(status, JSON.stringify(json)).toBeLessThan(500)
      if (status === 200) expect(Array.isArray(json.cards)).toBe(true)
      else expect(Object.keys(serviceErrors)).toContain(json.code)
    }),
    { numRuns: 250, seed: 20261125, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: false },
  )
  expect(seen.has(200)).toBe(true)
  expect(seen.size).toBeGreaterThan(1)
}, 90_000)

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { inputFaults } from './input-faults.ts'

const everyKind = z.object({
  choice: z.enum(['yes', 'no']),
  short: z.string().max(5),
  long: z.string().min(2000),
  count: z.number().int().min(18).max(120),
  step: z.number().multipleOf(5),
  date: z.iso.date(),
  id: z.uuid(),
  pattern: z.string().regex(/^Q\d+$/, 'Q and a number'),
  variant: z.discriminatedUnion('kind', [z.object({ kind: z.literal('a') }), z.object({ kind: z.literal('b') })]),
  either: z.union([z.literal(1), z.literal(2)]),
  own: z.string().refine(() => false, 'Not on a Sunday'),
  list: z.array(z.boolean()).min(1000),
})

test('every fault says where it is and what is allowed, in the words of the schema', () => {
  const sent = {
    choice: 'x', short: 'xxxxxx', long: 'x', count: 17, step: 3, date: 'x', id: 'x', pattern: 'x',
    variant: { kind: 'x' }, either: 3, own: 'x', list: [],
  } // biome-ignore format: one line a group reads better
  expect(inputFaults('body', everyKind.safeParse(sent).error?.issues ?? [])).toEqual([
    { path: 'body.choice', message: 'Not one of the allowed values', allowed: 'yes, no' },
    { path: 'body.short', message: 'Too large or too long', allowed: 'at most 5 characters' },
    { path: 'body.long', message: 'Too small or too short', allowed: 'at least 2000 characters' },
    { path: 'body.count', message: 'Too small or too short', allowed: 'at least 18' },
    { path: 'body.step', message: 'Not a multiple', allowed: 'a multiple of 5' },
    { path: 'body.date', message: 'Not in the right form', allowed: 'date' },
    { path: 'body.id', message: 'Not in the right form', allowed: 'uuid' },
    { path: 'body.pattern', message: 'Not in the right form', allowed: 'Q and a number' },
    { path: 'body.variant.kind', message: 'Fits none of the described forms', allowed: 'a, b' },
    { path: 'body.either', message: 'Fits none of the described forms' },
    { path: 'body.own', message: 'Not on a Sunday' },
    { path: 'body.list', message: 'Too small or too short', allowed: 'at least 1000 entries' },
  ])
})

test('no value that was sent comes back, whatever was sent', () => {
  const secret = 'Dolores Ibarra 1961'
  const anything = fc.oneof(
    fc.constant(secret),
    fc.constant([secret]),
    fc.constant({ deep: secret }),
    fc.constant(null),
  )
  const keys = Object.keys(everyKind.shape)
  fc.assert(
    fc.property(fc.array(anything, { minLength: keys.length, maxLength: keys.length }), (values) => {
      const sent = Object.fromEntries(keys.map((key, index) => [key, values[index]]))
      const faults = inputFaults('body', everyKind.safeParse(sent).error?.issues ?? [])
      expect(faults.length).toBeGreaterThan(0)
      expect(JSON.stringify(faults)).not.toContain('Dolores')
    }),
  )
})

test('a hostile request gets a short answer: at most twenty faults, each cut short', () => {
  const sent = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`${'k'.repeat(5000)}${index}`, 1]))
  const schema = z.record(z.string(), z.string())
  const faults = inputFaults('body', schema.safeParse(sent).error?.issues ?? [])
  expect(faults).toHaveLength(20)
  expect(JSON.stringify(faults).length).toBeLessThan(5000)
  const strict = inputFaults('body', z.strictObject({}).safeParse(sent).error?.issues ?? [])
  expect(JSON.stringify(strict).length).toBeLessThan(500)
})

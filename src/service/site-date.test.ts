import { expect, test } from 'vitest'
import { datesIn } from './site-date.ts'

test.each([
  ['2026-03-14T23:30:00Z', 'Europe/Madrid', '2026-03-15'],
  ['2026-03-14T23:30:00Z', 'UTC', '2026-03-14'],
  ['2026-03-15T03:30:00Z', 'America/Bogota', '2026-03-14'],
  ['2026-01-01T10:00:00Z', 'Pacific/Kiritimati', '2026-01-02'],
  ['2026-03-29T00:59:59Z', 'Europe/Madrid', '2026-03-29'],
])('%s is, in %s, the date %s', (instant, zone, date) => {
  expect(datesIn(zone)(new Date(instant))).toBe(date)
})

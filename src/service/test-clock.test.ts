import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clockOffsetDaysOf, shifted, testDataMark } from './test-clock.ts'

let marked: string
let plain: string
beforeAll(() => {
  marked = mkdtempSync(join(tmpdir(), 'plumbline-clock-'))
  plain = mkdtempSync(join(tmpdir(), 'plumbline-clock-'))
  writeFileSync(join(marked, testDataMark), '')
})
afterAll(() => {
  for (const folder of [marked, plain]) rmSync(folder, { recursive: true, force: true })
})

describe('a shifted clock', () => {
  test.each([
    ['21', 21],
    ['-3', -3],
    ['0', 0],
  ])('by %s days is allowed on a loopback host with a marked folder', (asked, days) => {
    expect(clockOffsetDaysOf(asked, { loopback: true, dataFolder: marked })).toBe(days)
  })

  test.each([undefined, ''])('is not there unless it is asked for (%s)', (asked) => {
    expect(clockOffsetDaysOf(asked, { loopback: false, dataFolder: plain })).toBe(0)
  })

  test.each([
    ['without the mark in the folder', () => ({ loopback: true, dataFolder: plain })],
    ['where others can reach the service', () => ({ loopback: false, dataFolder: marked })],
  ])('stops the start %s', (_, where) => {
    expect(() => clockOffsetDaysOf('1', where())).toThrow(expect.objectContaining({ code: 'PLB_START_CLOCK_SHIFT' }))
  })

  test.each(['soon', '1.5', '1e3', '99999', ' 1'])('by "%s" is refused', (asked) => {
    expect(() => clockOffsetDaysOf(asked, { loopback: true, dataFolder: marked })).toThrow('whole days')
  })

  test('goes on ticking, that many days away', () => {
    let now = new Date('2026-03-14T09:00:00Z')
    const clock = shifted(() => now, 21)
    expect(clock().toISOString()).toBe('2026-04-04T09:00:00.000Z')
    now = new Date('2026-03-14T09:00:01Z')
    expect(clock().toISOString()).toBe('2026-04-04T09:00:01.000Z')
  })
})

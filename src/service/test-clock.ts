import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { StartError } from './listen.ts'

/** A folder that holds a file of this name is for tests: no real patient is in it, and its clock may be shifted. */
export const testDataMark = 'test-data-only'

const daysAtMost = 3660
const millisecondsPerDay = 86_400_000

/**
 * By how many days a test asks the clock to be shifted; 0 when none asks.
 *
 * A shifted clock would write wrong days into the record of real patients, so it needs two deliberate acts: the setting,
 * and the mark in the data folder. Where one is missing the service does not start, rather than run on another day than
 * the test believes.
 *
 * @throws `PLB_START_CLOCK_SHIFT`
 * @example clockOffsetDaysOf('21', { loopback: true, dataFolder }) // 21, where the folder is marked
 */
export function clockOffsetDaysOf(
  asked: string | undefined,
  { loopback, dataFolder }: { readonly loopback: boolean; readonly dataFolder: string },
): number {
  if (asked === undefined || asked === '') return 0
  const days = Number(asked)
  if (!/^-?\d+$/.test(asked) || Math.abs(days) > daysAtMost) {
    throw new StartError('PLB_START_CLOCK_SHIFT', `The clock is shifted by whole days, at most ${daysAtMost}.`)
  }
  if (!loopback || !existsSync(join(dataFolder, testDataMark))) {
    const message = `The clock is shifted only for tests: on a loopback host, with a data folder that holds a file ${testDataMark}.`
    throw new StartError('PLB_START_CLOCK_SHIFT', message)
  }
  return days
}

/** A clock so many days ahead of another (behind it, when negative). */
export const shifted =
  (clock: () => Date, days: number): (() => Date) =>
  () =>
    new Date(clock().getTime() + days * millisecondsPerDay)

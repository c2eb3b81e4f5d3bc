import type { CalendarDate } from '../../language/date.ts'
import { datesIn } from '../site-date.ts'
import type { Settings } from './settings.ts'

/** Where and when the site is: what the settings say, else how the service was started. */
export interface Site {
  timeZone(): Promise<string>
  /** The day of an instant at the site. */
  dateOf(instant: Date): Promise<CalendarDate>
  /** The hour of an instant at the site, 0 to 23. */
  hourOf(instant: Date): Promise<number>
}

/**
 * Whether there is a time zone of this name.
 *
 * @example isTimeZone('Mars/Olympus') // false
 */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** The site over its settings; `startedIn` is the time zone with which the service was started. */
export function createSite(settings: Pick<Settings, 'read'>, startedIn: string): Site {
  // Making a formatter costs more than using it a hundred times.
  const formatters = new Map<string, { dates: (instant: Date) => string; hours: Intl.DateTimeFormat }>()
  async function timeZone(): Promise<string> {
    return (await settings.read()).timeZone ?? startedIn
  }
  async function inForce() {
    const zone = await timeZone()
    const known = formatters.get(zone)
    if (known !== undefined) return known
    const hours = new Intl.DateTimeFormat('en', { timeZone: zone, hour: 'numeric', hourCycle: 'h23' })
    const made = { dates: datesIn(zone), hours }
    formatters.set(zone, made)
    return made
  }
  return {
    timeZone,
    dateOf: async (instant) => (await inForce()).dates(instant),
    hourOf: async (instant) => Number((await inForce()).hours.format(instant)),
  }
}

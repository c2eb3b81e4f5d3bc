/**
 * The date of an instant in a time zone: what "today" is at the site.
 *
 * @throws RangeError for a zone that does not exist.
 * @example datesIn('Europe/Madrid')(new Date('2026-03-14T23:30:00Z')) // '2026-03-15'
 */
export function datesIn(timeZone: string): (instant: Date) => string {
  const format = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  return (instant) => {
    const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]))
    return [parts.get('year'), parts.get('month'), parts.get('day')].join('-')
  }
}

/** By zone: making one takes longer than reading a record. */
const formats = new Map<string, Intl.DateTimeFormat>()

/**
 * The date of an instant in a time zone: what "today" is at the site.
 *
 * @throws RangeError for a zone that does not exist.
 * @example datesIn('Europe/Madrid')(new Date('2026-03-14T23:30:00Z')) // '2026-03-15'
 */
export function datesIn(timeZone: string): (instant: Date) => string {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  formats.set(timeZone, format)
  return (instant) => {
    const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]))
    return [parts.get('year'), parts.get('month'), parts.get('day')].join('-')
  }
}

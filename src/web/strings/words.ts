/**
 * A label at the beginning of a line.
 *
 * @example capitalised('in the past') // 'In the past'
 */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

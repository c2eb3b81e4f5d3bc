import type { Description } from '../../care/events.ts'
import type { EnteredEvent } from '../../service/api/episode.ts'

/** Nothing is described. */
export const nothing: Description = { regions: [], activities: [] }

/**
 * A description as the draft of a screen keeps it, in its text.
 *
 * @example describedIn('') // undefined
 */
export function describedIn(note: string): Description | undefined {
  if (note === '') return undefined
  try {
    const read: unknown = JSON.parse(note)
    return isDescription(read) ? read : undefined
  } catch {
    return undefined
  }
}

function isDescription(value: unknown): value is Description {
  return typeof value === 'object' && value !== null && 'regions' in value && 'activities' in value
}

/**
 * The event that records a description; none where nothing is described.
 *
 * @example descriptionEvents('') // []
 */
export function descriptionEvents(note: string): readonly EnteredEvent[] {
  const described = describedIn(note)
  if (!described) return []
  const { regions, activities, words = '' } = described
  if (regions.length === 0 && activities.length === 0 && words.trim() === '') return []
  const description = {
    regions: [...regions],
    activities: [...activities],
    ...(words.trim() === '' ? {} : { words: words.trim() }),
  }
  return [{ type: 'described', payload: { description } }]
}

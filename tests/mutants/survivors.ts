import { createHash } from 'node:crypto'
import type { Mutant } from './mutant.ts'

/** What names a mutant. */
type Named = Pick<Mutant, 'kind' | 'piece' | 'description'>

/** Mutants that nothing catches although they change something, and why that is so. */
interface Explained {
  readonly because: string
  readonly kind: Mutant['kind']
  readonly pieces: readonly string[]
}

/**
 * A mutant in a line.
 *
 * @example nameOf(mutant) // 'redFlagIsSoon: remove it: not there'
 */
export function nameOf({ piece, kind, description }: Named): string {
  return `${piece}: ${kind}: ${description}`
}

const explained: readonly Explained[] = [
  {
    kind: 'change which values are taken',
    pieces: ['pregnancyWeeks'],
    because:
      'Week 0 is over before anybody can know of a pregnancy. That the form takes it spares one who counts otherwise a refusal; nothing is decided otherwise.',
  },
  {
    kind: 'change which values are taken',
    pieces: ['esrUpperLimitMmPerHour'],
    because:
      'No laboratory gives an upper limit of 1 mm/h: where the line for slips of the pen is drawn is the form’s.',
  },
  {
    kind: 'change what cannot be',
    pieces: ['primarySiteNeedsCancer'],
    because:
      'Who never had cancer was not treated for it either, so that a primary site beside “never” is a slip whether or not the treatment is told.',
  },
  {
    kind: 'change when it applies',
    pieces: ['primarySite'],
    because: 'Recorded for the letter; no rule reads it. Whether it applies decides only whether it is asked.',
  },
]

/**
 * Why a mutant may survive; undefined where nothing says so.
 *
 * @example explanationOf(result) // 'The text does not say …'
 */
export function explanationOf(mutant: Named): string | undefined {
  return explained.find(({ kind, pieces }) => kind === mutant.kind && pieces.includes(mutant.piece))?.because
}

/**
 * Tells one list of mutants from another: it changes with every rule, definition, parameter, finding and answer.
 *
 * @example digestOf(automaticMutants(layers)).length // 16
 */
export function digestOf(mutants: readonly Named[]): string {
  return createHash('sha256').update(mutants.map(nameOf).join('\n')).digest('hex').slice(0, 16)
}

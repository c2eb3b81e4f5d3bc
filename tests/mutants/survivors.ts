import { createHash } from 'node:crypto'
import type { Mutant } from './mutant.ts'

/** What names a mutant. */
type Named = Pick<Mutant, 'kind' | 'piece' | 'description'>

/** Mutants that nothing catches although they change something, and why that is so. */
interface Explained {
  readonly because: string
  readonly kind: Mutant['kind']
  /** Of what; all of its kind where none is named. */
  readonly pieces?: readonly string[]
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
    kind: 'drop a citation',
    because:
      'The answer is the same and still cites the statement it rests on (V11); what is missing is a further reference beside it.',
  },
  {
    kind: 'change which values are taken',
    because:
      'The clinical text gives no range: it is what the form believes, so that a slip of the pen is refused. Inside it nothing is decided otherwise.',
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
  return explained.find(({ kind, pieces }) => kind === mutant.kind && (pieces?.includes(mutant.piece) ?? true))?.because
}

/**
 * Tells one list of mutants from another: it changes with every rule, definition, parameter, finding and answer.
 *
 * @example digestOf(automaticMutants(layers)).length // 16
 */
export function digestOf(mutants: readonly Named[]): string {
  return createHash('sha256').update(mutants.map(nameOf).join('\n')).digest('hex').slice(0, 16)
}

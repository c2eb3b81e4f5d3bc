import { source, standard } from '../../src/protocol/protocol.ts'
import { automaticMutants } from './automatic.ts'
import { type Result, resultOf } from './result.ts'

/**
 * Every n-th automatic mutant, judged: one lane of `npm run mutants`.
 *
 * @example judgedLane(0, 2, console.log).length // half of them
 */
export function judgedLane(lane: number, lanes: number, tell: (result: Result) => void): void {
  const layers = { source, standard }
  automaticMutants(layers)
    .filter((_, index) => index % lanes === lane)
    .forEach((mutant) => {
      tell(resultOf(mutant, layers))
    })
}

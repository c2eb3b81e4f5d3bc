import { makeMore } from '../../diagram/answer-graph.ts'
import { source, standard } from '../protocol/adopted.ts'
import { decideLive } from './use-decision.ts'

/** What is left of an idle moment has to be worth beginning something. */
const WORTH_BEGINNING_MILLISECONDS = 4

/** Nothing is known of anybody: the day makes no difference. */
const ANY_DAY = '2026-03-01'

/**
 * Makes ready, in the browser's idle moments, what the first decision needs: the protocol as graphs, and the code that
 * reads them. Whoever opens a patient before it is done waits only for the rest.
 *
 * @example warmUp()
 */
export function warmUp(): void {
  const jobs: (() => boolean)[] = [
    () => makeMore(standard) !== undefined,
    () => makeMore(source) !== undefined,
    () => decideLive({}, ANY_DAY).result !== undefined,
  ]
  const goOn = (left: () => number): void => {
    while (jobs.length > 0 && left() > WORTH_BEGINNING_MILLISECONDS) if (jobs[0]?.()) jobs.shift()
    if (jobs.length > 0) whenIdle(goOn)
  }
  whenIdle(goOn)
}

/** Safari has no idle callback: there a little is done at a time, with pauses between. */
function whenIdle(work: (left: () => number) => void): void {
  if ('requestIdleCallback' in window) return void requestIdleCallback((idle) => work(() => idle.timeRemaining()))
  setTimeout(() => {
    const until = performance.now() + 2 * WORTH_BEGINNING_MILLISECONDS
    work(() => until - performance.now())
  }, 50)
}

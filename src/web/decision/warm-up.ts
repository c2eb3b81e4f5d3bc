import { useEffect, useState } from 'react'
import { makeMore } from '../../diagram/answer-graph.ts'
import { decide } from '../../evaluate/decide.ts'
import { source, standard } from '../protocol/adopted.ts'

/** What is left of an idle moment has to be worth beginning something. */
const WORTH_BEGINNING_MILLISECONDS = 4
/** So long the page may be without an answer to a press: shorter than anybody notices. */
const AT_ONCE_MILLISECONDS = 16

/** Nothing is known of anybody: the day makes no difference. */
const ANY_DAY = '2026-03-01'

/** Makes a part of the protocol's graphs; true when they are whole. */
const makeSome = (): boolean => makeMore(standard) !== undefined && makeMore(source) !== undefined

/**
 * Makes ready, in the browser's idle moments, what the first decision needs: the protocol as graphs, and the code that
 * reads them. Whoever opens a patient before it is done waits only for the rest.
 *
 * @example warmUp()
 */
export function warmUp(): void {
  const jobs: (() => boolean)[] = [
    makeSome,
    ...[standard, source].flatMap((layer) =>
      [false, true].map((withChanges) => () => decide(layer, {}, ANY_DAY, { withChanges }).actions.length > 0),
    ),
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

/**
 * Whether this page can decide at once. Where nobody made it ready before, it is done now, in parts: the page answers to
 * presses meanwhile.
 */
export function useReadyToDecide(): boolean {
  const [isReady, setReady] = useState(makeSome)
  useEffect(() => {
    if (isReady) return
    let timer: ReturnType<typeof setTimeout>
    const goOn = (): void => {
      const until = performance.now() + AT_ONCE_MILLISECONDS
      let isWhole = false
      while (!isWhole && performance.now() < until) isWhole = makeSome()
      if (isWhole) setReady(true)
      else timer = setTimeout(goOn)
    }
    timer = setTimeout(goOn)
    return () => clearTimeout(timer)
  }, [isReady])
  return isReady
}

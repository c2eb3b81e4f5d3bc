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

/** What is left to do before the first decision; a page decides by one version all its life. */
let left: (() => boolean)[] | undefined

/** The protocol as graphs, then the code that reads them, which is quick from the second time on. Each does a part of it. */
const everything = (): (() => boolean)[] => [
  () => makeMore(standard) !== undefined,
  () => makeMore(source) !== undefined,
  ...[standard, source].flatMap((layer) =>
    [false, true].map((withChanges) => () => {
      decide(layer, {}, ANY_DAY, { withChanges })
      return true
    }),
  ),
]

/** Does a part; true when nothing is left. */
function doSome(): boolean {
  left ??= everything()
  if (left[0]?.()) left.shift()
  return left.length === 0
}

/**
 * Makes ready, in the browser's idle moments, what the first decision needs. Whoever opens a patient before it is done
 * waits only for the rest.
 *
 * @example warmUp()
 */
export function warmUp(): void {
  const goOn = (milliseconds: () => number): void => {
    let isDone = false
    while (!isDone && milliseconds() > WORTH_BEGINNING_MILLISECONDS) isDone = doSome()
    if (!isDone) whenIdle(goOn)
  }
  whenIdle(goOn)
}

/** Safari has no idle callback: there a little is done at a time, with pauses between. */
function whenIdle(work: (milliseconds: () => number) => void): void {
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
  const [isReady, setReady] = useState(doSome)
  useEffect(() => {
    if (isReady) return
    let timer: ReturnType<typeof setTimeout>
    const goOn = (): void => {
      const until = performance.now() + AT_ONCE_MILLISECONDS
      let isDone = false
      while (!isDone && performance.now() < until) isDone = doSome()
      if (isDone) setReady(true)
      else timer = setTimeout(goOn)
    }
    timer = setTimeout(goOn)
    return () => clearTimeout(timer)
  }, [isReady])
  return isReady
}

import { startTransition, useEffect, useRef, useState } from 'react'
import type { RecordedFindings } from '../../evaluate/situation.ts'
import type { Decided } from './decide-live.ts'
import { decideAside } from './decider.ts'

/** A decision as it stands while answers arrive. */
export interface LiveDecision extends Decided {
  /** Newer answers are being decided on. */
  readonly pending: boolean
}

interface Question {
  readonly recorded: RecordedFindings
  readonly asOf: string
}

/**
 * Decides, in the browser and beside the page, what is recorded on a day: nothing waits for it. `undefined` until the first
 * decision is made. Of answers that come while one is being made, only the last are decided on.
 */
export function useDecision(recorded: RecordedFindings, asOf: string): LiveDecision | undefined {
  const [last, setLast] = useState<{ readonly of: Question; readonly decided: Decided }>()
  const wanted = useRef<Question | undefined>(undefined)
  const isAsking = useRef(false)
  useEffect(() => {
    wanted.current = { recorded, asOf }
    if (isAsking.current) return
    isAsking.current = true
    askUntilSettled().catch((failure: unknown) => {
      isAsking.current = false
      // Shown where the screen says that it has stopped.
      setLast(() => {
        throw failure
      })
    })
    async function askUntilSettled(): Promise<void> {
      for (let of = wanted.current; of !== undefined; of = next(of)) {
        const asked = of
        const decided = await measured(() => decideAside(asked.recorded, asked.asOf))
        // Drawn in parts, so that the next press is not waited for either.
        startTransition(() => setLast({ of: asked, decided }))
      }
    }
    /** Whether there is more to ask and that nobody is asking any more are settled at one go: no answer falls between. */
    function next(of: Question): Question | undefined {
      if (wanted.current !== of) return wanted.current
      isAsking.current = false
      return undefined
    }
  }, [recorded, asOf])
  return last && { ...last.decided, pending: last.of.recorded !== recorded || last.of.asOf !== asOf }
}

/** How long it took, for whoever looks with the browser's own tools: the last one only. */
async function measured(work: () => Promise<Decided>): Promise<Decided> {
  const start = performance.now()
  const decided = await work()
  for (const name of [MADE, THERE]) performance.clearMeasures(name)
  performance.measure(MADE, { start, duration: decided.milliseconds })
  performance.measure(THERE, { start })
  return decided
}

/** The decision by itself … */
const MADE = 'decision'
/** … and from the question to the answer, with the way to the worker and back, and whatever the page did meanwhile. */
const THERE = 'decision-there'

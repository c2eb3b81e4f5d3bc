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
    const ask = async (of: Question): Promise<void> => {
      const decided = await measured(() => decideAside(of.recorded, of.asOf))
      // Drawn in parts, so that the next press is not waited for either.
      startTransition(() => setLast({ of, decided }))
      if (wanted.current && wanted.current !== of) await ask(wanted.current)
    }
    ask(wanted.current)
      // Shown where the screen says that it has stopped.
      .catch((failure: unknown) =>
        setLast(() => {
          throw failure
        }),
      )
      .finally(() => {
        isAsking.current = false
      })
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

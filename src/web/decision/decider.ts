import type { RecordedFindings } from '../../evaluate/situation.ts'
import { heldReference, source, standard } from '../protocol/held.ts'
import type { Decided } from './decide-live.ts'
import type { FromDecider, ToDecider } from './decider-worker.ts'

interface Asked {
  readonly recorded: RecordedFindings
  readonly asOf: string
  readonly resolve: (decided: Decided | Promise<Decided>) => void
  readonly reject: (failure: unknown) => void
}

let decider: Worker | undefined
/** A browser that has no worker for us, or lost it: then decisions are made here. */
let isLost = false
let count = 0
const asked = new Map<number, Asked>()

/**
 * Makes ready what decisions need: the worker, and in it what is the same for every patient.
 *
 * @example makeReady()
 */
export function makeReady(): void {
  if (isLost || decider) return
  try {
    decider = new Worker(new URL('./decider-worker.ts', import.meta.url), { type: 'module' })
  } catch {
    isLost = true
    return
  }
  decider.addEventListener('message', ({ data }: MessageEvent<FromDecider>) => hear(data))
  decider.addEventListener('messageerror', lose)
  decider.addEventListener('error', (event) => {
    event.preventDefault()
    lose()
  })
  tell({ hold: { reference: heldReference(), standard, source } })
}

/**
 * Decides what is recorded on a day, beside the page: it goes on answering to presses. Without a worker it is done here.
 *
 * @example (await decideAside({}, '2026-03-01')).result.status // 'incomplete'
 */
export function decideAside(recorded: RecordedFindings, asOf: string): Promise<Decided> {
  makeReady()
  if (isLost) return decideHere(recorded, asOf)
  count += 1
  const id = count
  return new Promise((resolve, reject) => {
    asked.set(id, { recorded, asOf, resolve, reject })
    tell({ id, recorded, asOf })
  })
}

function tell(message: ToDecider): void {
  decider?.postMessage(message)
}

function hear(said: FromDecider): void {
  const waiting = asked.get(said.id)
  asked.delete(said.id)
  if ('decided' in said) waiting?.resolve(said.decided)
  else waiting?.reject(said.failure)
}

function lose(): void {
  isLost = true
  decider?.terminate()
  for (const { recorded, asOf, resolve } of asked.values()) resolve(decideHere(recorded, asOf))
  asked.clear()
}

async function decideHere(recorded: RecordedFindings, asOf: string): Promise<Decided> {
  const { decideLive } = await import('./decide-live.ts')
  return decideLive(recorded, asOf)
}

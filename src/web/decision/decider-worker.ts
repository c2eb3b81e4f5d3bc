/*
 * The worker in which a page's decisions are made, so that no press waits for one. It is given the version that the page
 * decides by, makes ready what decisions need, and answers one question after the other. It asks nobody for anything.
 */
import { makeMore } from '../../diagram/answer-graph.ts'
import type { RecordedFindings } from '../../evaluate/situation.ts'
import type { ProtocolVersionAnswer } from '../../service/api/protocol.ts'
import { holdProtocol, source, standard } from '../protocol/held.ts'
import { type Decided, decideLive } from './decide-live.ts'

/** What the page says: first by what to decide, then what to decide on. */
export type ToDecider =
  | { readonly hold: Pick<ProtocolVersionAnswer, 'reference' | 'standard' | 'source'> }
  | { readonly id: number; readonly recorded: RecordedFindings; readonly asOf: string }

/** What comes of it. */
export type FromDecider =
  | { readonly id: number; readonly decided: Decided }
  | { readonly id: number; readonly failure: unknown }

/** What is used of DedicatedWorkerGlobalScope, whose types exclude those of a page. */
interface DeciderScope {
  addEventListener(type: 'message', listener: (event: MessageEvent<ToDecider>) => void): void
  postMessage(message: FromDecider): void
}

const scope = globalThis as unknown as DeciderScope

/** Nothing is known of anybody: the day makes no difference. */
const ANY_DAY = '2026-03-01'
/** As often as the engine needs to compile the code well; nobody waits for it. */
const ROUNDS = 120

/** The protocol as graphs, then the code that reads them. A question that comes in between is answered in between. */
function* makeReady(): Generator<undefined, void, undefined> {
  for (const layer of [standard, source]) while (makeMore(layer) === undefined) yield
  for (let round = 0; round < ROUNDS; round += 1) {
    decideLive(answersOf(round), ANY_DAY)
    yield
  }
}

/** Some more signs absent with each round, as in a consultation; in every third the last of them is a finding. */
function answersOf(round: number): RecordedFindings {
  const signs = standard.findings.filter(({ kind }) => kind === 'sign')
  const asked = signs.slice(0, round % (signs.length + 1))
  const found = round % 3 === 2 ? asked.at(-1) : undefined
  return Object.fromEntries(asked.map((sign) => [sign.id, { value: sign === found ? 'present' : 'absent' }] as const))
}

function goOn(steps: ReturnType<typeof makeReady>): void {
  if (!steps.next().done) setTimeout(() => goOn(steps))
}

scope.addEventListener('message', ({ data }) => {
  if ('hold' in data) {
    holdProtocol(data.hold)
    goOn(makeReady())
    return
  }
  const { id, recorded, asOf } = data
  try {
    scope.postMessage({ id, decided: decideLive(recorded, asOf) })
  } catch (failure) {
    scope.postMessage({ id, failure })
  }
})

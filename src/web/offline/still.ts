import { queries } from '../api.ts'

/** Longer nobody waits for an idle moment. */
const AT_MOST_MILLISECONDS = 2_000
/** So long nothing may be on its way: what has come is drawn meanwhile. Also where the browser tells of no idle moments. */
const PAUSE_MILLISECONDS = 1_000

let still: Promise<void> | undefined

/**
 * Resolves when the first screen is there (nothing is on its way from the service) and the browser has nothing to do: for
 * each who waits in an idle moment of its own. What nobody waits for is begun then, so that it takes nothing from what
 * somebody waits for.
 */
export async function whenStill(): Promise<void> {
  still ??= new Promise((resolve) => {
    const look = (): void => {
      if (queries.isFetching() === 0) resolve()
      else waitForAnswers(() => setTimeout(look, PAUSE_MILLISECONDS))
    }
    setTimeout(look, PAUSE_MILLISECONDS)
  })
  await still
  await new Promise<void>(whenIdle)
}

function waitForAnswers(then: () => void): void {
  const end = queries.getQueryCache().subscribe(() => {
    if (queries.isFetching() > 0) return
    end()
    then()
  })
}

function whenIdle(work: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(work, { timeout: AT_MOST_MILLISECONDS })
  else setTimeout(work, PAUSE_MILLISECONDS)
}

import { SetupFailure, setUp } from '../scripts/setup.mjs'

/** Compiles `dist/` before a run by plain `npx vitest`; `npm test` has done so already. */
export default async function built(): Promise<void> {
  if (process.env.PLUMBLINE_IS_BUILT) return
  try {
    await setUp({ build: 'code' })
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error
    console.error(`${error.message}\nTests that use dist/ may meet an older one.`)
  }
}

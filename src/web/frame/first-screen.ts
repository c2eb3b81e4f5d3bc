let first: Promise<unknown> = Promise.resolve()

/** Tells of the code of the first screen, which is on its way. */
export function expectScreen(code: Promise<unknown>): void {
  // Whatever fails here fails again where somebody is told.
  first = code.catch(() => undefined)
}

/** Resolves when the code of the first screen is there, or will not come. */
export function firstScreen(): Promise<unknown> {
  return first
}

/** Longer nobody waits for a picture: a page in the background draws none. */
const AT_MOST_MILLISECONDS = 250

/** Resolves when what has just been drawn is on the screen: what is not needed for that begins then. */
export function painted(): Promise<void> {
  return new Promise((resolve) => {
    // The next picture is begun when this one has been handed over.
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)))
    setTimeout(resolve, AT_MOST_MILLISECONDS)
  })
}

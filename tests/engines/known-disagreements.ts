/*
 * Where the program and the clinical text are known to disagree. The cases keep what the text asks for; a line goes when
 * its fault has gone, and the tests say so. None is known.
 */

/** By case: the faults that its answer has now. */
export const knownDisagreements: Readonly<Record<string, readonly string[]>> = {}

/** Statements that a case tests and that its decision ought to cite, as `case: statement`. */
export const knownNotCited: readonly string[] = []

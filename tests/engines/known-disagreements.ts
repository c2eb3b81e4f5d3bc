/*
 * Where the program and the clinical text are known to disagree. The cases keep what the text asks for; a line goes when
 * its fault has gone, and the tests say so.
 */

const c4 = 'C4 is cited by mri'

/** By case: the faults that its answer has now. */
export const knownDisagreements: Readonly<Record<string, readonly string[]>> = {
  // The reason given for an MRI names C4 ("both abnormal") whatever recommended it: X2 and X3 did.
  'lytic-lesion-with-a-normal-esr': [c4],
  'raised-esr-with-injecting-drug-use': [c4],
  'both-tests-normal-with-stable-weakness': [c4],
  // The reason given for considering an MRI names I7 (a review without improvement) where X3 alone asks for it.
  'both-tests-normal-with-past-cancer': ['I7 is cited for mri consider'],
  // Whoever takes another treatment than an NSAID is told to continue the NSAID.
  'heat-and-exercise-for-five-days': ['continueNsaid: expected none, got recommended'],
}

/** Statements that a case tests and that its decision ought to cite, as `case: statement`. */
export const knownNotCited: readonly string[] = [
  // X8 gives each MRI value an action, "other → specialist": the referral of X12 is made, but no line cites X8.
  'mri-shows-something-else: X8',
  'mri-with-another-finding-in-a-clear-patient: X8',
]

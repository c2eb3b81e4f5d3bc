// By itself, without a schema: the app takes it, and would bring the schemas' library with it.

/** How it ended, as the page is told in its address: nothing of anybody. */
export const organisationOutcomes = ['refused', 'unknown', 'noRole', 'nameTaken', 'linked', 'linkedElsewhere'] as const

/** How signing in by the organisation, or linking with it, ended. */
export type OrganisationOutcome = (typeof organisationOutcomes)[number]

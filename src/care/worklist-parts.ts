/** The parts of the worklist, in the order in which they are offered. A list alone, so that a screen loads nothing else with it. */
export const worklistFilters = [
  'all',
  'overdue',
  'urgent',
  'results',
  'reviews',
  'referrals',
  'overrides',
  'unsigned',
] as const

/** A part of the worklist, as the screen, its address and messages name it. */
export type WorklistFilter = (typeof worklistFilters)[number]

/** Whose work: everyone's, any of the three after it, mine, my role's, nobody's. */
export const worklistOwners = ['all', 'forMe', 'me', 'role', 'nobody'] as const

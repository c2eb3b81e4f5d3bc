/*
 * Operational periods: by when open work should be done before it counts as overdue. They are defaults of the service
 * for the person who runs it to agree with the clinic, not clinical limits: nothing is decided by them, and no work
 * closes by them. Clinical periods (the review window) are parameters of the protocol.
 */

/** Days from the day on which work arose; 0 is the same day. */
export interface ServiceLevel {
  /** To do what a signed decision recommends. */
  readonly actDays: number
  /** To sign answers, a review or an amendment. */
  readonly signDays: number
  /** To look at a result and sign it off. */
  readonly signOffResultDays: number
  /** For the result of an ordered test to arrive. */
  readonly resultDays: number
  /** For a referral to be acknowledged. */
  readonly acknowledgeDays: number
  /** For an open episode in which nothing is planned. */
  readonly idleDays: number
}

/** By urgency, the most urgent first: what holds where a site has chosen nothing else. */
export const serviceLevels = {
  emergency: { actDays: 0, signDays: 0, signOffResultDays: 0, resultDays: 0, acknowledgeDays: 0, idleDays: 1 },
  urgent: { actDays: 1, signDays: 0, signOffResultDays: 1, resultDays: 3, acknowledgeDays: 2, idleDays: 7 },
  soon: { actDays: 3, signDays: 1, signOffResultDays: 2, resultDays: 10, acknowledgeDays: 14, idleDays: 14 },
  routine: { actDays: 7, signDays: 1, signOffResultDays: 3, resultDays: 21, acknowledgeDays: 28, idleDays: 28 },
} as const satisfies Readonly<Record<string, ServiceLevel>>

/** The periods of a site: what it chose, or the defaults. */
export type ServiceLevels = Readonly<Record<keyof typeof serviceLevels, ServiceLevel>>

const ORDER: readonly string[] = Object.keys(serviceLevels)

/**
 * The service level of an urgency; an urgency that the table does not know gets the strictest.
 *
 * @example serviceLevelOf('routine').actDays // 7
 */
export function serviceLevelOf(urgency: string, levels: ServiceLevels = serviceLevels): ServiceLevel {
  const known: Readonly<Record<string, ServiceLevel>> = levels
  return known[urgency] ?? levels.emergency
}

/**
 * The place of an urgency: 0 is the most urgent, as is one that the table does not know.
 *
 * @example urgencyRank('urgent') // 1
 */
export function urgencyRank(urgency: string): number {
  return Math.max(0, ORDER.indexOf(urgency))
}

/**
 * The more urgent of two.
 *
 * @example moreUrgent('soon', 'urgent') // 'urgent'
 */
export function moreUrgent(one: string, other: string): string {
  return urgencyRank(other) < urgencyRank(one) ? other : one
}

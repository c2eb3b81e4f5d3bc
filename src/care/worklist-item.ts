import type { CalendarDate } from '../language/date.ts'
import type { Assignee } from './events.ts'

/** Every kind of open work. Each appears by an event and disappears by an event: nothing closes by itself. */
export type WorklistKind =
  | 'protocolChanged'
  | 'actOnDecision'
  | 'resultToSignOff'
  | 'unsigned'
  | 'patientAnswers'
  | 'resultAwaited'
  | 'referralUnacknowledged'
  | 'letterOutdated'
  | 'review'
  | 'overrideCheck'
  | 'nothingPlanned'

/** What to do about it; words come from `describeNextAction`. */
export type NextActionCode =
  | 'lookAgain'
  | 'act'
  | 'signOffResult'
  | 'sign'
  | 'readAnswers'
  | 'enterResult'
  | 'chaseReferral'
  | 'correctLetter'
  | 'review'
  | 'checkOverride'
  | 'planOrClose'

/**
 * One piece of open work. It says days, not words about today: "overdue by 3 days" is computed when it is read, so that
 * a stored list never goes stale.
 */
export type WorklistItem = {
  /** Stable as long as the work is open: kind, and the event (or test) it comes from. */
  readonly id: string
  readonly kind: WorklistKind
  readonly patientId: string
  readonly episodeId: string
  /** The first day on which it is on the list. */
  readonly opensOn: CalendarDate
  /** The last day on which it is in time. */
  readonly dueOn: CalendarDate
  /** The first day on which it is overdue. */
  readonly overdueFrom: CalendarDate
  readonly urgency: string
  readonly assignedTo?: Assignee
  readonly nextAction: NextActionCode
  /** The protocol's decisions concerned: the tests awaited, the actions not taken, what was overridden. */
  readonly decisions: readonly string[]
  /** The outcome of the first of them in the signed decision. */
  readonly decisionOutcome?: string
  /** The event it comes from. */
  readonly sequence: number
}

/** A piece of open work on a day. */
export type DueItem = WorklistItem & {
  readonly asOf: CalendarDate
  /** 0 while it is in time. */
  readonly overdueDays: number
  /** "Overdue by 3 days", "Due today", "Due in 4 days". */
  readonly due: string
}

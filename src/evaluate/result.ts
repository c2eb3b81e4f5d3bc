import type { CalendarDate } from '../language/date.ts'
import type { DecisionKind, Stance } from '../language/decision.ts'

/** One finding that made a line true: what was recorded, and when. */
export interface Evidence {
  readonly finding: string
  readonly label: string
  /** As read: "present", "absent", a choice's label, a number with its unit, "not done". */
  readonly value: string
  readonly observedOn?: CalendarDate
}

/** Where published guidance says something else than a statement that is cited. */
export interface Differs {
  readonly statement: string
  readonly text: string
  readonly reference: string
}

/** Why a line is said: the rule, the statements it cites, the findings that made it true, where guidance differs. */
export interface Because {
  readonly rule: string
  readonly statements: readonly string[]
  readonly findings: readonly Evidence[]
  readonly differs: readonly Differs[]
}

/** The answer of one decision with its bounds: what holds whatever the unknowns turn out to be. */
export interface Answer {
  readonly decision: string
  /** The outcome on what is known now; an exception that is not known is not applied. */
  readonly outcome: string
  /** The weakest and the strongest outcome that the unknowns still allow. */
  readonly atLeast: string
  readonly atMost: string
  /** Only one outcome is left. */
  readonly settled: boolean
}

export interface Urgency extends Because {
  readonly level: string
  readonly atLeast: string
  readonly atMost: string
  readonly settled: boolean
}

/** A red flag, a feature or a note: a definition that holds. */
export interface Flag {
  readonly id: string
  readonly label: string
  readonly statements: readonly string[]
  readonly findings: readonly Evidence[]
}

export interface Action extends Because {
  readonly decision: string
  readonly kind: DecisionKind
  readonly outcome: string
  /** The action's name: the decision's, or the outcome's own (`referToNeurosurgery`). */
  readonly action: string
  readonly stance: Stance
  readonly label: string
  /** How fast, for a referral: the decision's urgency. */
  readonly urgency?: string
  /** Every completion of the unknowns has this stance; otherwise the action is provisional. */
  readonly definite: boolean
}

export interface Step {
  readonly id: string
  readonly label: string
  /** The decisions whose actions it consists of; for the step `ask`, none. */
  readonly actions: readonly string[]
  /** The question to ask, for the step `ask`. */
  readonly finding?: string
  readonly definite: boolean
}

/** A finding that is not known and could change the answer. */
export interface Missing {
  readonly finding: string
  readonly label: string
  readonly question: string
  readonly why: string
  readonly couldRaise: boolean
  readonly couldLower: boolean
  /** Decisions whose answer it could change. */
  readonly affects: readonly string[]
}

/** One finding that would be another. */
export interface ChangedFinding {
  readonly finding: string
  readonly label: string
  readonly from: string
  readonly to: string
}

/** A smallest change of what is recorded that would give another answer. */
export interface Change extends ChangedFinding {
  /** What would have to be another together with it, where no single finding is enough. */
  readonly also?: readonly ChangedFinding[]
  /** The urgency it would give, where it differs. */
  readonly urgency?: { readonly from: string; readonly to: string }
  /** The decisions it would change: from one outcome to another. */
  readonly decisions: readonly { readonly decision: string; readonly from: string; readonly to: string }[]
}

export interface ProtocolReference {
  readonly name: string
  readonly version: string
  readonly hash: string
  readonly layer: string
}

/** Everything a decision says (CLINICAL.md section 6). */
export interface DecisionResult {
  readonly asOf: CalendarDate
  /** `incomplete`: a finding that is not known could change something; `outOfScope`: the patient is not an adult. */
  readonly status: 'complete' | 'incomplete' | 'outOfScope'
  readonly urgency: Urgency
  readonly redFlags: readonly Flag[]
  readonly features: readonly Flag[]
  readonly notes: readonly Flag[]
  /** In the protocol's order; only outcomes with a stance. */
  readonly actions: readonly Action[]
  /** The one main next step; absent when nothing is asked of anyone. */
  readonly next?: Step
  readonly steps: readonly Step[]
  /** Most useful question first. */
  readonly missing: readonly Missing[]
  readonly changes: readonly Change[]
  readonly answers: readonly Answer[]
  readonly protocol: ProtocolReference
}

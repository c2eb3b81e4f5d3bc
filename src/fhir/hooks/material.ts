import type { DecisionResult } from '../../evaluate/result.ts'
import type { RecordReading } from '../in/read-record.ts'
import type { CardCoding } from './card.ts'
import type { DraftOrder } from './drafts.ts'
import type { Hook } from './hooks.ts'

/** What cards are written from. Nothing in it is decided here: answers are the decision's, days the protocol's. */
export interface HookMaterial {
  readonly hook: Hook
  /** `Patient/abc`. */
  readonly patient: string
  readonly encounterId?: string
  readonly userId?: string
  readonly decision: DecisionResult
  readonly reading: RecordReading
  /** The orders to judge: at order-select those that were selected. */
  readonly orders: readonly DraftOrder[]
  /** All orders on the screen: what is there already is not suggested again. */
  readonly drafts: readonly DraftOrder[]
  /** Whether imaging today would count against the measure; where it would, its name and the days. */
  readonly measure?: { readonly name: string; readonly statement: string; readonly lookBackDays: number }
  /**
   * Whether the answer of the MRI could be another if what the record makes one ask for were there: a diagnosis that
   * names no finding can be the exception.
   */
  readonly exceptionPossible: boolean
  /** Parts of the record that could not be read, by their prefetch key. */
  readonly unread: readonly string[]
  readonly site: {
    /** Where the app is, without a slash at the end. */
    readonly address: string
    /** The SMART launch of the app, where there is one. */
    readonly launchUrl?: string
  }
  readonly overrideReasons: readonly CardCoding[]
  /** A rule of the protocol that decided, in words. */
  ruleName(rule: string): string
  /** A new id; chance is given. */
  newId(): string
}

/** The taken lines of the reading, by finding. */
export function takenLine(reading: RecordReading, finding: string): RecordReading['lines'][number] | undefined {
  return reading.lines.find((line) => line.taken && line.finding === finding)
}

/**
 * Whether the record, or the reason of an order on the screen, speaks of back pain.
 *
 * @example hasBackPain(material) // true
 */
export function hasBackPain({ reading }: Pick<HookMaterial, 'reading'>): boolean {
  return reading.backPain.length > 0
}

import type { CalendarDate } from '../language/date.ts'

/** A finding on the as-of date: aged, derived, or found not to apply. */
export type FindingState =
  | {
      readonly is: 'value'
      readonly value: string | number
      readonly observedOn: CalendarDate
      readonly ageDays: number
    }
  | { readonly is: 'notKnown' }
  | { readonly is: 'notDone' }

/** All findings of a patient on the as-of date. */
export type Situation = ReadonlyMap<string, FindingState>

import { type Context, whyNotNow } from './context.ts'
import type { RecordedDay } from './day.ts'
import { leaveOut, type Provenance, type Reason } from './ledger.ts'

/**
 * Puts a value forward for a finding where its day still counts, else lists why it does not.
 *
 * @example propose('fever', 'present', 'taken', readDay('2026-03-14'), provenance, context)
 */
export function propose(
  finding: string,
  value: string | number,
  reason: Reason,
  day: RecordedDay | undefined,
  provenance: Provenance,
  context: Context,
): void {
  const not = whyNotNow(finding, value, day, context)
  const observedOn = day === undefined || day.from > context.asOf ? undefined : day.from
  const when = observedOn === undefined ? {} : { observedOn }
  if (not !== undefined) leaveOut(context.ledger, provenance, not, { finding, value, ...when })
  else context.ledger.candidates.push({ finding, value, ...when, at: day?.text ?? '', reason, provenance })
}

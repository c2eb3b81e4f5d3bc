import { type Level, levelOf } from '../decision/view.ts'
import { standard } from '../protocol/adopted.ts'
import { Shape } from './shape.tsx'

/** Urgency by word, shape and colour: never by colour alone. The word is the protocol's. */
export function UrgencyBadge({ urgency, note }: { readonly urgency: string; readonly note?: string }) {
  const { level, label } = levelOf(standard, urgency)
  return (
    <span className={`badge badge-${level}`}>
      <Shape of={shapes[level]} />
      {label}
      {note ? <span className="badge-note"> {note}</span> : null}
    </span>
  )
}

const shapes = {
  routine: 'circle',
  soon: 'diamond',
  urgent: 'triangle',
  emergency: 'octagon',
} as const satisfies Record<Level, string>

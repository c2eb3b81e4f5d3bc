import type { PathwayStep, StepState } from '../../care/episode.ts'
import { dateWords } from '../dates.ts'
import { Shape, type ShapeName } from '../frame/shape.tsx'
import { t } from '../strings/t.ts'

const SHAPES: Readonly<Record<StepState, ShapeName>> = {
  done: 'tick',
  doNow: 'triangle',
  waiting: 'clock',
  notNeeded: 'dash',
  notYet: 'circle',
}

const BADGES: Readonly<Record<StepState, string>> = {
  done: 'badge badge-done',
  doNow: 'badge badge-soon',
  waiting: 'badge badge-routine',
  notNeeded: 'badge badge-unknown',
  notYet: 'badge badge-unknown',
}

/** Where the patient is on the pathway: state by border, icon and word. On a narrow screen "Step 2 of 6", to open. */
export function PathwayStrip({
  steps,
  isNarrow,
}: {
  readonly steps: readonly PathwayStep[]
  readonly isNarrow: boolean
}) {
  const now = steps.findIndex(({ state }) => state === 'doNow')
  const list = (
    <ol className="strip" aria-label={t('strip.title')}>
      {steps.map((step, index) => (
        <li
          key={step.id}
          className={`strip-${step.state}`}
          aria-current={step.state === 'doNow' && index === now ? 'step' : undefined}
        >
          <span className="strip-label">
            {index + 1} {step.label}
          </span>
          <span className={BADGES[step.state]}>
            <Shape of={SHAPES[step.state]} />
            {t(`strip.states.${step.state}`)}
          </span>
          {step.on ? <div>{dayWords(step)}</div> : null}
          {step.reason && (step.state === 'notNeeded' || step.state === 'waiting') ? (
            <div className="muted">{step.reason}</div>
          ) : null}
        </li>
      ))}
    </ol>
  )
  if (!isNarrow) return list
  const current = Math.max(0, now)
  return (
    <details className="strip-details">
      <summary>
        {t('strip.step', { step: current + 1, count: steps.length, label: steps[current]?.label ?? '' })}{' '}
        <span className="hidden">{t('strip.showAll')}</span>
      </summary>
      {list}
    </details>
  )
}

/**
 * As much room as the strip takes, until it is known what is in it: the questions below stay where they are. Its boxes stand
 * as for what is recorded; what that was is not told again before new answers have been decided on.
 */
export function RoomForStrip({
  steps,
  isNarrow,
}: {
  readonly steps: readonly PathwayStep[]
  readonly isNarrow: boolean
}) {
  return (
    <div className="strip-room" aria-hidden="true" inert>
      {steps.length > 0 ? <PathwayStrip steps={steps} isNarrow={isNarrow} /> : null}
    </div>
  )
}

/** A day by itself is when it was done; what is waited for, or due, says so. */
function dayWords({ state, on = '' }: PathwayStep): string {
  const date = dateWords(on)
  if (state === 'waiting') return t('strip.until', { date })
  return state === 'doNow' ? t('strip.due', { date }) : date
}

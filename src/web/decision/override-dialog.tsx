import { Button, Textarea } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import { overrideReasons, reasonFor } from '../../care/override-reasons.ts'
import { type ServiceLevels, serviceLevelOf, urgencyRank } from '../../care/service-levels.ts'
import type { Action } from '../../evaluate/result.ts'
import { addDays } from '../../language/date.ts'
import { namedEvidence } from '../../weave/findings-text.ts'
import { dateWords } from '../dates.ts'
import type { TypedIn } from '../drafts/typed.ts'
import { DateField } from '../findings/date-field.tsx'
import { Dialog } from '../frame/dialog.tsx'
import { UrgencyBadge } from '../frame/urgency-badge.tsx'
import { en } from '../strings/en.ts'
import { t } from '../strings/t.ts'

/** What a clinician says when doing otherwise. */
export interface Otherwise {
  readonly reasonCode: string
  readonly note?: string
  readonly plan: string
  readonly checkBy: string
}

interface Props {
  readonly actions: readonly Action[]
  readonly urgency: string
  readonly levels: ServiceLevels
  readonly asOf: string
  /** `overrideFields`, kept with the draft. */
  readonly typed: TypedIn
  readonly onSave: (otherwise: Otherwise) => void
  /** Closed to go on later: what was typed is kept. */
  readonly onClose: () => void
  /** Given up: what was typed is forgotten. */
  readonly onCancel: () => void
  readonly busy: boolean
}

/** What is kept of the dialog while it is not signed. */
export const overrideFields = ['why', 'plan', 'by', 'note'] as const

/** The days after which a check is offered in one click. */
const CHECK_DAYS = [1, 3, 7, 14] as const

/**
 * Doing something else: why (a reason of HL7's list), what instead, and by when it is checked. Against an urgent
 * recommendation it interrupts: what is about to be done is said once more, and has to be confirmed.
 */
export function OverrideDialog({ actions, urgency, levels, asOf, typed, onSave, onClose, onCancel, busy }: Props) {
  const [why, note, whatInstead, by] = [typed('why'), typed('note'), typed('plan'), typed('by')]
  const [reasonCode, plan] = [why.text, whatInstead.text]
  const checkBy = by.text === '' ? undefined : by.text
  const [isTried, setTried] = useState(false)
  const [isConfirming, setConfirming] = useState(false)
  const isUrgent = urgencyRank(urgency) <= urgencyRank('urgent')
  const isComplete = reasonCode !== '' && plan.trim() !== '' && checkBy !== undefined && checkBy >= asOf
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (!isComplete || checkBy === undefined) return
    if (isUrgent && !isConfirming) setConfirming(true)
    else onSave({ reasonCode, plan, checkBy, ...(note.text.trim() === '' ? {} : { note: note.text }) })
  }
  const labels = actions.map(({ label }) => label).join('; ')
  return (
    <Dialog title={isUrgent ? t('override.urgentTitle') : t('override.title')} onClose={onClose} isAlert={isUrgent}>
      <form className="stack" onSubmit={submit}>
        <p>{t('override.of', { what: labels })}</p>
        {isUrgent ? <Urgent actions={actions} urgency={urgency} /> : null}
        {isConfirming ? (
          <Confirm reasonCode={reasonCode} plan={plan} checkBy={checkBy ?? ''} />
        ) : (
          <>
            <Reasons value={reasonCode} onChange={why.change} />
            <Textarea
              label={t('override.plan')}
              value={plan}
              maxLength={1000}
              onChange={(event) => whatInstead.change(event.currentTarget.value)}
            />
            <CheckBy
              value={checkBy}
              urgency={urgency}
              levels={levels}
              asOf={asOf}
              onChange={(day) => by.change(day ?? '')}
            />
            <Textarea
              label={t('override.note')}
              value={note.text}
              maxLength={1000}
              onChange={(event) => note.change(event.currentTarget.value)}
            />
          </>
        )}
        {isTried && !isComplete ? (
          <p className="fault" role="alert">
            {t('override.missing')}
          </p>
        ) : null}
        <div className="row">
          <Button type="submit" variant="filled" disabled={busy}>
            {isConfirming ? t('override.confirm') : t('override.save')}
          </Button>
          {isConfirming ? (
            <Button variant="default" onClick={() => setConfirming(false)}>
              {t('override.back')}
            </Button>
          ) : null}
          <Button variant="default" onClick={onCancel}>
            {t('app.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** How urgent it is, and why: what the clinician is about to go against. */
function Urgent({ actions, urgency }: Pick<Props, 'actions' | 'urgency'>) {
  const because = [...new Set(actions.map(({ findings }) => namedEvidence(findings)))].filter(Boolean).join('; ')
  return (
    <div>
      <UrgencyBadge urgency={urgency} />
      {because ? <p>{t('override.because', { because })}</p> : null}
      <p>{t('override.urgentText')}</p>
    </div>
  )
}

function Confirm({ reasonCode, plan, checkBy }: Pick<Otherwise, 'reasonCode' | 'plan' | 'checkBy'>) {
  return (
    <section aria-live="assertive">
      <h3>{t('override.confirmTitle')}</h3>
      <ul>
        <li>{t('override.confirmReason', { reason: reasonFor(reasonCode)?.display ?? reasonCode })}</li>
        <li>{t('override.confirmPlan', { plan })}</li>
        <li>{t('override.confirmCheck', { date: dateWords(checkBy) })}</li>
      </ul>
    </section>
  )
}

/** The day of the check: in one click, or any other; later than work of this urgency is due is said, not refused. */
function CheckBy({
  value,
  urgency,
  levels,
  asOf,
  onChange,
}: {
  readonly value: string | undefined
  readonly urgency: string
  readonly levels: ServiceLevels
  readonly asOf: string
  readonly onChange: (day: string | undefined) => void
}) {
  const due = addDays(asOf, serviceLevelOf(urgency, levels).actDays)
  return (
    <div>
      <DateField label={t('override.checkBy')} value={value ?? ''} earliest={asOf} onChange={onChange} />
      <div className="row">
        {CHECK_DAYS.map((days) => (
          <button key={days} type="button" className="link-button" onClick={() => onChange(addDays(asOf, days))}>
            {t('override.inDays', { count: days })}
          </button>
        ))}
      </div>
      {value !== undefined && value > due ? (
        <p className="muted" role="status">
          {t('override.late', { date: dateWords(due) })}
        </p>
      ) : null}
    </div>
  )
}

/** HL7's words stand beside ours: they are what is recorded, and "PC CDS" means little at the point of care. */
const plainReasons: Readonly<Record<string, string>> = en.override.plain

function Reasons({ value, onChange }: { readonly value: string; readonly onChange: (code: string) => void }) {
  const name = useId()
  return (
    <fieldset className="reasons">
      <legend>{t('override.reason')}</legend>
      {overrideReasons
        .filter(({ selected }) => selected)
        .map(({ code, display }) => ({ code, display, plain: plainReasons[code] }))
        .map(({ code, display, plain }) => (
          <label key={code} className="check">
            <input type="radio" name={name} value={code} checked={value === code} onChange={() => onChange(code)} />
            <span>
              {plain ?? display}
              {plain ? <span className="muted"> ({display})</span> : null}
            </span>
          </label>
        ))}
    </fieldset>
  )
}

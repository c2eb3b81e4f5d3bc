import { Button, Textarea } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import { overrideReasons } from '../../care/override-reasons.ts'
import { urgencyRank } from '../../care/service-levels.ts'
import type { Action } from '../../evaluate/result.ts'
import { DateField } from '../findings/date-field.tsx'
import { Dialog } from '../frame/dialog.tsx'
import { t } from '../strings/t.ts'

/** What a clinician says when doing otherwise. */
export interface Otherwise {
  readonly reasonCode: string
  readonly note?: string
  readonly plan: string
  readonly checkBy: string
}

/** Doing something else: why (a reason of HL7's list), what instead, and by when it is checked. */
export function OverrideDialog({
  actions,
  urgency,
  asOf,
  onSave,
  onClose,
  busy,
}: {
  readonly actions: readonly Action[]
  readonly urgency: string
  readonly asOf: string
  readonly onSave: (otherwise: Otherwise) => void
  readonly onClose: () => void
  readonly busy: boolean
}) {
  const [reasonCode, setReason] = useState('')
  const [note, setNote] = useState('')
  const [plan, setPlan] = useState('')
  const [checkBy, setCheckBy] = useState<string | undefined>()
  const [isTried, setTried] = useState(false)
  const isUrgent = urgencyRank(urgency) <= urgencyRank('urgent')
  const isComplete = reasonCode !== '' && plan.trim() !== '' && checkBy !== undefined && checkBy >= asOf
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (!isComplete || checkBy === undefined) return
    onSave({ reasonCode, plan, checkBy, ...(note.trim() === '' ? {} : { note }) })
  }
  const labels = actions.map(({ label }) => label).join('; ')
  return (
    <Dialog title={isUrgent ? t('override.urgentTitle') : t('override.title')} onClose={onClose} isAlert={isUrgent}>
      <form className="stack" onSubmit={submit}>
        <p>{t('override.of', { what: labels })}</p>
        {isUrgent ? <p>{t('override.urgentText')}</p> : null}
        <Reasons value={reasonCode} onChange={setReason} />
        <Textarea
          label={t('override.note')}
          value={note}
          maxLength={1000}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Textarea
          label={t('override.plan')}
          value={plan}
          maxLength={1000}
          onChange={(event) => setPlan(event.currentTarget.value)}
        />
        <DateField label={t('override.checkBy')} value={checkBy ?? ''} earliest={asOf} onChange={setCheckBy} />
        {isTried && !isComplete ? (
          <p className="fault" role="alert">
            {t('override.missing')}
          </p>
        ) : null}
        <div className="row">
          <Button type="submit" variant="filled" disabled={busy}>
            {t('override.save')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('app.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function Reasons({ value, onChange }: { readonly value: string; readonly onChange: (code: string) => void }) {
  const name = useId()
  return (
    <fieldset className="reasons">
      <legend>{t('override.reason')}</legend>
      {overrideReasons
        .filter(({ selected }) => selected)
        .map(({ code, display }) => (
          <label key={code} className="check">
            <input type="radio" name={name} value={code} checked={value === code} onChange={() => onChange(code)} />
            {display}
          </label>
        ))}
    </fieldset>
  )
}

import { useId, useState } from 'react'
import { isCalendarDate } from '../../language/date.ts'
import { dateWords } from '../dates.ts'
import { t } from '../strings/t.ts'

/** A day: entered by the browser's own control, said back as 12-Aug-2026, refused when it lies after `latest`. */
export function DateField({
  value,
  onChange,
  latest,
  earliest,
  label,
  hiddenLabel,
  labelledBy,
  describedBy,
}: {
  readonly value: string
  /** Undefined while the field is empty or no day. */
  readonly onChange: (value: string | undefined) => void
  readonly latest?: string
  readonly earliest?: string
  readonly label?: string
  /** Said to those who cannot see what the field stands beside. */
  readonly hiddenLabel?: string
  readonly labelledBy?: string
  readonly describedBy?: string
}) {
  const id = useId()
  const [text, setText] = useState(value)
  const [shown, setShown] = useState(value)
  if (shown !== value) {
    setShown(value)
    if (value !== '') setText(value)
  }
  const fault = faultOf(text, { latest })
  const describing = [describedBy, `${id}-says`].filter(Boolean).join(' ')
  const change = (next: string): void => {
    setText(next)
    onChange(next !== '' && isCalendarDate(next) ? next : undefined)
  }
  return (
    <div className="field">
      {label ? (
        <label htmlFor={id}>
          {label}
          {hiddenLabel ? <span className="hidden"> {hiddenLabel}</span> : null}
        </label>
      ) : null}
      <input
        id={id}
        type="date"
        className="input"
        value={text}
        min={earliest}
        max={latest}
        aria-labelledby={label ? undefined : labelledBy}
        aria-describedby={describing}
        aria-invalid={fault !== undefined || undefined}
        onChange={(event) => change(event.currentTarget.value)}
      />
      <div id={`${id}-says`} className={fault ? 'field-fault' : 'field-says'} aria-live="polite">
        {fault ?? (isCalendarDate(text) ? t('questions.dateSays', { date: dateWords(text) }) : '')}
      </div>
    </div>
  )
}

function faultOf(text: string, { latest }: { readonly latest: string | undefined }): string | undefined {
  if (text === '') return undefined
  if (!isCalendarDate(text)) return t('questions.notADate')
  return latest !== undefined && text > latest ? t('questions.futureDate') : undefined
}

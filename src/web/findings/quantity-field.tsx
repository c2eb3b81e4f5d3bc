import { useId, useState } from 'react'
import { wordsFor } from '../../evaluate/explain.ts'
import type { Recorded } from '../../evaluate/situation.ts'
import type { FindingDefinition } from '../../language/finding.ts'
import { t } from '../strings/t.ts'
import { capitalised } from '../strings/words.ts'
import type { AnswerProps } from './answer-props.ts'
import { ObservedOn } from './observed-on.tsx'

type Quantity = Extract<FindingDefinition, { readonly kind: 'quantity' }>

interface Props extends AnswerProps {
  readonly definition: Quantity
}

const DAYS_PER_WEEK = 7

/** A number with its unit. A time in days can be entered in weeks; a number out of range is said and not decided on. */
export function QuantityField(props: Props) {
  const { definition, recorded, onAnswer, labelledBy, describedBy, counted, dated } = props
  const id = useId()
  const [text, setText] = useState(() => textOf(recorded))
  const [perUnit, setPerUnit] = useState(1)
  const entered = toNumber(text)
  const value = entered === undefined ? undefined : entered * perUnit
  // Cleared, undone or loaded from outside: show what is recorded now.
  const inStep = typeof recorded?.value === 'number' ? recorded.value === value : text === '' || value === undefined
  const [seen, setSeen] = useState(recorded)
  if (seen !== recorded) {
    setSeen(recorded)
    if (!inStep) {
      setText(textOf(recorded))
      setPerUnit(1)
    } else if (recorded === undefined && value === undefined && text !== '') setText('')
  }
  const tell = (nextText: string, unit: number): void => {
    setText(nextText)
    setPerUnit(unit)
    const number = toNumber(nextText)
    const { observedOn } = recorded ?? {}
    onAnswer(
      definition.id,
      number === undefined ? undefined : { value: number * unit, ...(observedOn ? { observedOn } : {}) },
    )
  }
  const isUnknown = recorded?.value === 'notKnown'
  const fault = isUnknown || value === undefined ? undefined : quantityFault(definition, value)
  return (
    <div className="quantity">
      <div className="quantity-row">
        <input
          id={id}
          className="input input-number"
          inputMode="decimal"
          autoComplete="off"
          value={isUnknown ? '' : text}
          aria-labelledby={labelledBy}
          aria-describedby={`${describedBy} ${id}-says`}
          aria-invalid={fault !== undefined || undefined}
          onChange={(event) => tell(event.currentTarget.value, perUnit)}
        />
        {definition.grows === 'd' ? (
          <select
            className="input"
            value={perUnit}
            aria-label={t('questions.unit')}
            onChange={(event) => tell(text, Number(event.currentTarget.value))}
          >
            <option value={1}>{t('questions.units.d')}</option>
            <option value={DAYS_PER_WEEK}>{t('questions.units.wk')}</option>
          </select>
        ) : (
          <span className="quantity-unit">{unitWords(definition)}</span>
        )}
        {definition.unrecorded === 'notKnown' ? (
          <label className="check">
            <input
              type="checkbox"
              checked={isUnknown}
              onChange={(event) =>
                onAnswer(definition.id, event.currentTarget.checked ? { value: 'notKnown' } : undefined)
              }
            />
            {t('questions.notKnown')}
          </label>
        ) : null}
      </div>
      <div id={`${id}-says`} className={fault ? 'field-fault' : 'field-says'} aria-live="polite">
        {fault ?? (counted ? t('questions.counted', { value: counted }) : '')}
      </div>
      {dated && recorded !== undefined && typeof recorded.value === 'number' ? <ObservedOn {...props} /> : null}
    </div>
  )
}

function textOf(recorded: Recorded | undefined): string {
  return typeof recorded?.value === 'number' ? String(recorded.value) : ''
}

/** A comma is a decimal point to many of those who type. */
function toNumber(text: string): number | undefined {
  const trimmed = text.trim().replace(',', '.')
  return trimmed === '' || !Number.isFinite(Number(trimmed)) ? undefined : Number(trimmed)
}

/**
 * What is wrong with a number: outside the range that is believed, or finer than the finding takes.
 *
 * @example quantityFault(esr, 540) // 'ESR of 540 mm/h is higher than expected. Check the number.'
 */
export function quantityFault(definition: Quantity, value: number): string | undefined {
  const words = { label: capitalised(definition.label), value: wordsFor(definition, value) }
  if (value > definition.maximum) return t('questions.higher', words)
  if (value < definition.minimum) return t('questions.lower', words)
  const finer = Math.abs(value - Number(value.toFixed(definition.decimals))) > 1e-9
  return finer ? t('questions.decimals') : undefined
}

function unitWords(definition: Quantity): string {
  return wordsFor(definition, '').trim()
}

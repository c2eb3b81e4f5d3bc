import { type KeyboardEvent, memo, type ReactNode, useId } from 'react'
import type { FindingDefinition } from '../../language/finding.ts'
import { FromRecord } from '../smart/from-record.tsx'
import { t } from '../strings/t.ts'
import { capitalised } from '../strings/words.ts'
import type { AnswerProps, QuestionProps } from './answer-props.ts'
import { DateField } from './date-field.tsx'
import { ObservedOn } from './observed-on.tsx'
import { PatientSaid } from './patient-said.tsx'
import { QuantityField } from './quantity-field.tsx'

/** One question of the form, by its kind. One Tab stop; arrow keys choose; Delete clears. */
export const Question = memo(function Question(props: QuestionProps) {
  const { definition, contradicts, last, said, onAnswer } = props
  const base = useId()
  const ids = { label: `${base}-label`, help: `${base}-help` }
  return (
    <div className={classesOf(definition, contradicts)} id={questionId(definition.id)} data-finding={definition.id}>
      <div className="question-words">
        <div className="question-label" id={ids.label}>
          {definition.question}
        </div>
        <div className="question-help" id={ids.help}>
          {definition.why}
          {last ? <div className="question-last">{last}</div> : null}
        </div>
        {said ? (
          <PatientSaid
            said={said}
            label={definition.label}
            onConfirm={() => onAnswer(definition.id, said.answer)}
            onDifferent={() => goToQuestion(definition.id)}
          />
        ) : null}
        <FromRecord
          finding={definition.id}
          label={definition.label}
          recorded={props.recorded}
          onAnswer={props.readOnly ? undefined : onAnswer}
        />
      </div>
      <div className="question-answer">
        <Answer {...props} labelledBy={ids.label} describedBy={ids.help} />
      </div>
    </div>
  )
})

/** Three short answers stand beside the question, more below it. */
const BESIDE = 3

function classesOf(definition: FindingDefinition, contradicts: boolean | undefined): string {
  const isWide = definition.kind === 'choice' && optionsOf(definition).length > BESIDE
  return ['question', ...(isWide ? ['question-wide'] : []), ...(contradicts ? ['question-contradicts'] : [])].join(' ')
}

/**
 * The id of a question on the page, to go to it.
 *
 * @example questionId('severity') // 'question-severity'
 */
export function questionId(finding: string): string {
  return `question-${finding}`
}

/** Brings a question into view and puts the focus on its first control. */
export function goToQuestion(finding: string): void {
  const question = document.getElementById(questionId(finding))
  question?.scrollIntoView({ block: 'center' })
  question?.querySelector<HTMLElement>('input:checked, input, select')?.focus({ preventScroll: true })
}

function Answer(props: AnswerProps): ReactNode {
  const { definition, recorded, onAnswer, asOf, dated } = props
  const { id } = definition
  if (definition.kind === 'quantity') return <QuantityField {...props} definition={definition} />
  if (definition.kind === 'date')
    return (
      <DateField
        value={typeof recorded?.value === 'string' ? recorded.value : ''}
        latest={asOf}
        labelledBy={props.labelledBy}
        describedBy={props.describedBy}
        onChange={(value) => onAnswer(id, value === undefined ? undefined : { value })}
      />
    )
  return (
    <>
      <Options {...props} options={optionsOf(definition)} />
      {dated && recorded !== undefined && recorded.value !== 'notDone' ? <ObservedOn {...props} /> : null}
    </>
  )
}

interface Option {
  readonly value: string
  readonly label: string
}

const known = new WeakMap<FindingDefinition, readonly Option[]>()

/** Made once: every question is drawn with every answer to it. */
function optionsOf(definition: FindingDefinition): readonly Option[] {
  const options = known.get(definition) ?? makeOptions(definition)
  known.set(definition, options)
  return options
}

function makeOptions(definition: FindingDefinition): readonly Option[] {
  const unknown =
    definition.unrecorded === 'notDone'
      ? [{ value: 'notDone', label: t('questions.notDone') }]
      : [{ value: 'notKnown', label: t('questions.notKnown') }]
  if (definition.kind === 'choice')
    return [...definition.values.map(({ id, label }) => ({ value: id, label: capitalised(label) })), ...unknown]
  return [{ value: 'present', label: t('questions.yes') }, { value: 'absent', label: t('questions.no') }, ...unknown]
}

function Options(props: AnswerProps & { readonly options: readonly Option[] }) {
  const { definition, recorded, onAnswer, options, labelledBy, describedBy, contradicts, readOnly } = props
  const name = useId()
  const clear = (event: KeyboardEvent): void => {
    if (event.key === 'Delete' || event.key === 'Backspace') onAnswer(definition.id, undefined)
  }
  const chosen = String(recorded?.value ?? '')
  return (
    <div
      role="radiogroup"
      className={options.length > BESIDE ? 'options options-many' : 'options'}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      aria-invalid={contradicts || undefined}
    >
      {options.map(({ value, label }) => (
        <label key={value} className={chosen === value ? 'option option-chosen' : 'option'}>
          <input
            type="radio"
            name={name}
            value={value}
            checked={chosen === value}
            disabled={readOnly}
            onChange={() => onAnswer(definition.id, { value })}
            onKeyDown={clear}
          />
          <span>{label}</span>
        </label>
      ))}
    </div>
  )
}

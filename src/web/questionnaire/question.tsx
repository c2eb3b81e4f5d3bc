import { useId, useState } from 'react'
import type { PatientQuestion } from '../../service/api/questionnaire.ts'
import { BodyChart } from '../body/body-chart.tsx'
import { type Answer, notDone, unsure } from './asked.ts'
import type { Spoken } from './words.ts'

interface Props {
  readonly question: PatientQuestion
  readonly answer: Answer | undefined
  readonly onAnswer: (answer: Answer | undefined) => void
  readonly spoken: Spoken
  /** The element that names the question. */
  readonly labelledBy: string
  readonly describedBy: string
}

/** The answers to one question, with "I’m not sure" always among them. */
export function QuestionAnswers(props: Props) {
  switch (props.question.kind) {
    case 'many':
      return <Many {...props} />
    case 'amount':
      return <Amount key={props.question.id} {...props} />
    case 'date':
      return <DayAnswer {...props} />
    default:
      return <One {...props} />
  }
}

interface Choice {
  readonly id: string
  readonly label: string
}

function choicesOf(
  { kind, values = [], minimum = 0, maximum = 0 }: PatientQuestion,
  { words }: Spoken,
): readonly Choice[] {
  if (kind === 'yesNo')
    return [
      { id: 'present', label: words.yes },
      { id: 'absent', label: words.no },
    ]
  if (kind !== 'scale') return values
  return Array.from({ length: maximum - minimum + 1 }, (_, step) => ({
    id: String(minimum + step),
    label: String(minimum + step),
  }))
}

function One(props: Props) {
  const { question, answer, onAnswer, spoken, labelledBy, describedBy } = props
  const isScale = question.kind === 'scale'
  const [unit = ''] = question.units ?? []
  const chosen = typeof answer === 'object' && !Array.isArray(answer) ? String(answer.amount) : answer
  const choose = (id: string): void => onAnswer(isScale && id !== unsure ? { amount: Number(id), unit } : id)
  return (
    <div role="radiogroup" aria-labelledby={labelledBy} aria-describedby={describedBy}>
      <div className={isScale ? 'scale' : 'choices'}>
        {choicesOf(question, spoken).map(({ id, label }) => (
          <Radio key={id} name={question.id} id={id} label={label} chosen={chosen} onChoose={choose} />
        ))}
      </div>
      <div className="choices">
        <Radio name={question.id} id={unsure} label={spoken.words.unsure} chosen={chosen} onChoose={choose} />
      </div>
    </div>
  )
}

function Radio({
  name,
  id,
  label,
  chosen,
  onChoose,
}: {
  readonly name: string
  readonly id: string
  readonly label: string
  readonly chosen: unknown
  readonly onChoose: (id: string) => void
}) {
  return (
    <label className={chosen === id ? 'choice choice-chosen' : 'choice'}>
      <input type="radio" name={name} value={id} checked={chosen === id} onChange={() => onChoose(id)} />
      <span>{label}</span>
    </label>
  )
}

function Many({ question, answer, onAnswer, spoken, labelledBy, describedBy }: Props) {
  const chosen = Array.isArray(answer) ? answer : []
  const toggle = (id: string): void =>
    onAnswer(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id])
  const isNone = Array.isArray(answer) && answer.length === 0
  const alone = isNone ? 'none' : answer
  return (
    <>
      <div className="chart">
        <fieldset aria-labelledby={labelledBy} aria-describedby={describedBy}>
          <p>{spoken.words.many}</p>
          <div className="choices">
            {(question.values ?? []).map(({ id, label }) => (
              <label key={id} className={chosen.includes(id) ? 'choice choice-chosen' : 'choice'}>
                <input type="checkbox" checked={chosen.includes(id)} onChange={() => toggle(id)} />
                <span>{label}</span>
              </label>
            ))}
          </div>
        </fieldset>
        {question.id === 'regions' ? <BodyChart chosen={chosen} words={spoken.words} /> : null}
      </div>
      <div className="choices" role="radiogroup" aria-labelledby={labelledBy}>
        <Radio name={question.id} id="none" label={spoken.words.none} chosen={alone} onChoose={() => onAnswer([])} />
        <Radio name={question.id} id={unsure} label={spoken.words.unsure} chosen={alone} onChoose={onAnswer} />
      </div>
    </>
  )
}

/** A comma is a decimal point to many of those who type. */
function toNumber(text: string): number {
  const trimmed = text.trim().replace(',', '.')
  return trimmed === '' ? Number.NaN : Number(trimmed)
}

function Amount({ question, answer, onAnswer, spoken, labelledBy, describedBy }: Props) {
  const { words } = spoken
  const units = question.units ?? []
  const said = typeof answer === 'object' && !Array.isArray(answer) ? answer : undefined
  const [text, setText] = useState(said && Number.isFinite(said.amount) ? String(said.amount) : '')
  const [unit, setUnit] = useState(said?.unit ?? units[0] ?? '')
  const id = useId()
  const tell = (nextText: string, nextUnit: string): void => {
    setText(nextText)
    setUnit(nextUnit)
    onAnswer(nextText.trim() === '' ? undefined : { amount: toNumber(nextText), unit: nextUnit })
  }
  const other = (value: string): void => {
    setText('')
    onAnswer(value)
  }
  const unitWords: Readonly<Record<string, string>> = words.units
  return (
    <>
      <div className="amount">
        <label htmlFor={id}>{words.number}</label>
        <input
          id={id}
          inputMode="decimal"
          autoComplete="off"
          value={text}
          aria-describedby={`${labelledBy} ${describedBy}`}
          onChange={(event) => tell(event.currentTarget.value, unit)}
        />
        {units.length > 1 ? (
          <select value={unit} aria-label={words.unit} onChange={(event) => tell(text, event.currentTarget.value)}>
            {units.map((each) => (
              <option key={each} value={each}>
                {unitWords[each] ?? each}
              </option>
            ))}
          </select>
        ) : (
          <span>{unitWords[unit] ?? unit}</span>
        )}
      </div>
      <div className="choices" role="radiogroup" aria-labelledby={labelledBy}>
        {question.mayBeNotDone ? (
          <Radio name={question.id} id={notDone} label={words.notDone} chosen={answer} onChoose={other} />
        ) : null}
        <Radio name={question.id} id={unsure} label={words.unsure} chosen={answer} onChoose={other} />
      </div>
    </>
  )
}

function DayAnswer({ question, answer, onAnswer, spoken, labelledBy }: Props) {
  const id = useId()
  return (
    <>
      <div className="amount">
        <label htmlFor={id}>{spoken.words.date}</label>
        <input
          id={id}
          type="date"
          value={typeof answer === 'string' && answer !== unsure ? answer : ''}
          onChange={(event) => onAnswer(event.currentTarget.value || undefined)}
        />
      </div>
      <div className="choices" role="radiogroup" aria-labelledby={labelledBy}>
        <Radio name={question.id} id={unsure} label={spoken.words.unsure} chosen={answer} onChoose={onAnswer} />
      </div>
    </>
  )
}

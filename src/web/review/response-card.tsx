import { useId } from 'react'
import { type TreatmentResponse, treatmentResponses } from '../../care/treatment-response.ts'
import { t } from '../strings/t.ts'
import { responseQuestions } from './response.ts'

/** Whether the treatment was taken, helped and harmed: for the next reader and the letter. Nothing is decided on it. */
export function ResponseCard({
  response,
  onChange,
}: {
  readonly response: TreatmentResponse
  readonly onChange: (response: TreatmentResponse) => void
}) {
  const heading = useId()
  const words = useId()
  return (
    <section className="card group" aria-labelledby={heading}>
      <h2 id={heading}>{t('review.response.title')}</h2>
      <p className="muted group-lead">{t('review.response.lead')}</p>
      {responseQuestions.map((question) => (
        <fieldset key={question} className="described-choices">
          <legend>{t(`review.response.questions.${question}`)}</legend>
          {treatmentResponses[question].map((answer) => (
            <label key={answer} className="check">
              <input
                type="radio"
                name={`${heading}-${question}`}
                checked={response[question] === answer}
                onChange={() => onChange({ ...response, [question]: answer })}
              />
              {t(`review.response.answers.${answer}`)}
            </label>
          ))}
        </fieldset>
      ))}
      <div className="field">
        <label htmlFor={words}>{t('review.response.words')}</label>
        <textarea
          id={words}
          className="input described-words"
          rows={2}
          maxLength={1000}
          value={response.words ?? ''}
          onChange={(event) => onChange({ ...response, words: event.currentTarget.value })}
        />
      </div>
    </section>
  )
}

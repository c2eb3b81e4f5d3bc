import { Button } from '@mantine/core'
import { useId } from 'react'
import type { Description } from '../../care/events.ts'
import { activities, bodyRegions, noteWords } from '../../protocol/notes.ts'
import { t } from '../strings/t.ts'
import { capitalised } from '../strings/words.ts'
import { BodyChart } from './body-chart.tsx'

const chartWords = { fromBehind: t('body.fromBehind'), left: t('body.left'), right: t('body.right') }

/** Where it hurts and what the patient cannot do: for the letter. Nothing is decided on it. */
export function DescriptionCard({
  description,
  said,
  onChange,
}: {
  readonly description: Description
  /** What the patient said and nobody has confirmed. */
  readonly said: Description | undefined
  readonly onChange: (description: Description) => void
}) {
  const heading = useId()
  const words = useId()
  return (
    <section className="card group" aria-labelledby={heading}>
      <h2 id={heading}>{noteWords.title}</h2>
      <p className="muted group-lead">{t('body.lead')}</p>
      {said ? (
        <div className="patient-said">
          <span>
            <strong>{t('patientSaid.said')}</strong> {describedWords(said)}
          </span>
          <Button variant="default" size="sm" onClick={() => onChange(said)}>
            {t('patientSaid.confirm')}
          </Button>
        </div>
      ) : null}
      <div className="described">
        <Choices
          title={noteWords.regions}
          options={bodyRegions}
          chosen={description.regions}
          onChange={(regions) => onChange({ ...description, regions })}
        />
        <BodyChart chosen={description.regions} words={chartWords} />
      </div>
      <Choices
        title={noteWords.activities}
        options={activities}
        chosen={description.activities}
        onChange={(kept) => onChange({ ...description, activities: kept })}
      />
      <div className="field">
        <label htmlFor={words}>{noteWords.words}</label>
        <textarea
          id={words}
          className="input described-words"
          rows={2}
          maxLength={1000}
          value={description.words ?? ''}
          onChange={(event) => {
            const { words: _, ...rest } = description
            const text = event.currentTarget.value
            onChange(text === '' ? rest : { ...rest, words: text })
          }}
        />
      </div>
    </section>
  )
}

interface Labelled {
  readonly id: string
  readonly label: string
}

function Choices({
  title,
  options,
  chosen,
  onChange,
}: {
  readonly title: string
  readonly options: readonly Labelled[]
  readonly chosen: readonly string[]
  readonly onChange: (chosen: readonly string[]) => void
}) {
  return (
    <fieldset className="described-choices">
      <legend>{title}</legend>
      {options.map(({ id, label }) => (
        <label key={id} className="check">
          <input
            type="checkbox"
            checked={chosen.includes(id)}
            onChange={() => onChange(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id])}
          />
          {capitalised(label)}
        </label>
      ))}
    </fieldset>
  )
}

/**
 * A description in one line.
 *
 * @example describedWords({ regions: ['neck'], activities: ['work'] }) // 'neck; cannot: work or school'
 */
export function describedWords({ regions, activities: kept, words }: Description): string {
  const labels = (ids: readonly string[], list: readonly Labelled[]) =>
    ids.map((id) => list.find((each) => each.id === id)?.label ?? id).join(', ')
  return [
    labels(regions, bodyRegions),
    kept.length > 0 ? t('body.cannot', { what: labels(kept, activities) }) : '',
    words ?? '',
  ]
    .filter(Boolean)
    .join('; ')
}

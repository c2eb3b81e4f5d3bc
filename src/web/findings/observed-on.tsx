import { t } from '../strings/t.ts'
import type { AnswerProps } from './answer-props.ts'
import { DateField } from './date-field.tsx'

/** The day of an observation, where the form asks for it. */
export function ObservedOn({ definition, recorded, asOf, onAnswer }: AnswerProps) {
  if (recorded === undefined) return null
  return (
    <div className="observed">
      <DateField
        value={recorded.observedOn ?? asOf}
        latest={asOf}
        label={t('questions.observedOn')}
        hiddenLabel={definition.label}
        onChange={(observedOn) => onAnswer(definition.id, { ...recorded, observedOn: observedOn ?? asOf })}
      />
    </div>
  )
}

import { Button } from '@mantine/core'
import type { EpisodeHistory } from '../../care/episode.ts'
import { openAnswers } from '../../care/patient-answers.ts'
import { wordsFor } from '../../evaluate/explain.ts'
import type { Recorded, RecordedFindings } from '../../evaluate/situation.ts'
import { en } from '../strings/en.ts'
import { t } from '../strings/t.ts'
import { capitalised } from '../strings/words.ts'
import { definitionOf } from './definition.ts'

/** What the patient said to one question, and what has become of it here. */
export interface Said {
  readonly words: string
  readonly answer: Recorded
  /** The clinician has answered it on this screen: the same, or otherwise. */
  readonly settled?: 'confirmed' | 'otherwise'
}

/**
 * What the patient said and no clinician has confirmed, by question; with the answers of this screen taken into account.
 *
 * @example saidByPatient(history, {}).get('severity')?.words // '7 of 10'
 */
export function saidByPatient(history: EpisodeHistory, draft: RecordedFindings): ReadonlyMap<string, Said> {
  const open = openAnswers(history)
  if (!open) return new Map()
  return new Map(
    Object.entries(open.findings).map(([id, answer]): [string, Said] => {
      const own = draft[id]
      const words = wordsOf(id, answer.value, open.answers.said[id])
      if (own === undefined) return [id, { words, answer }]
      return [id, { words, answer, settled: own.value === answer.value ? 'confirmed' : 'otherwise' }]
    }),
  )
}

function wordsOf(
  id: string,
  value: string | number,
  said: { readonly amount: number; readonly unit: string } | undefined,
): string {
  if (value === 'notKnown') return t('patientSaid.unsure')
  if (value === 'notDone') return t('patientSaid.notDone')
  const definition = definitionOf(id)
  if (!definition) return String(value)
  if (definition.kind === 'sign') return value === 'present' ? t('questions.yes') : t('questions.no')
  const kept = capitalised(wordsFor(definition, value))
  if (!said || definition.kind !== 'quantity' || said.unit === definition.unit) return kept
  const units: Readonly<Record<string, string>> = en.patientSaid.units
  return `${said.amount} ${units[said.unit] ?? said.unit} (${kept})`
}

/** Beside a question: what the patient said, to be confirmed with one press, or answered otherwise. */
export function PatientSaid({
  said,
  label,
  onConfirm,
  onDifferent,
}: {
  readonly said: Said
  /** What the question is about, for those who cannot see where the buttons stand. */
  readonly label: string
  readonly onConfirm: () => void
  readonly onDifferent: () => void
}) {
  return (
    <div className="patient-said">
      <span>
        <strong>{t('patientSaid.said')}</strong> {said.words}
      </span>
      {said.settled ? (
        <span className="muted">{t(`patientSaid.${said.settled}`)}</span>
      ) : (
        <>
          <Button variant="default" size="sm" onClick={onConfirm} aria-label={t('patientSaid.confirmOf', { label })}>
            {t('patientSaid.confirm')}
          </Button>
          <button
            type="button"
            className="link-button"
            onClick={onDifferent}
            aria-label={t('patientSaid.differentOf', { label })}
          >
            {t('patientSaid.different')}
          </button>
        </>
      )}
    </div>
  )
}

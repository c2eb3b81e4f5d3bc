import { useMemo } from 'react'
import { openAnswers } from '../../care/patient-answers.ts'
import { findingIds } from '../../care/protocol-ids.ts'
import type { EpisodeView } from '../../service/api/episode.ts'
import { describedIn, descriptionEvents, nothing } from '../body/description.ts'
import { DescriptionCard } from '../body/description-card.tsx'
import { dateWords } from '../dates.ts'
import { FindingsForm } from '../findings/form.tsx'
import { saidByPatient } from '../findings/patient-said.tsx'
import type { QuestionGroup } from '../findings/questions.ts'
import { EpisodeScreen } from '../patients/episode-screen.tsx'
import { t } from '../strings/t.ts'
import { Consultation, type FormTools } from './consultation.tsx'

/** Findings that registration has answered: they are in the banner, and corrected there. */
export const givenAtRegistration: ReadonlySet<string> = new Set([findingIds.birthDate, findingIds.sexAtBirth])

/** Whether a group is asked at a visit: results and treatment are recorded when they happen. */
export const isAsked = (group: QuestionGroup): boolean => !group.recordedAsDone

/** The assessment: every question of the vocabulary that applies, and the decision live beside them. */
export default function AssessScreen() {
  return (
    <EpisodeScreen title={t('assess.title')}>
      {(view) => (
        <Consultation
          view={view}
          name="assess"
          record={(findings) => [{ type: 'answered', payload: { findings } }]}
          recordNote={descriptionEvents}
        >
          {(tools) => <Questions view={view} tools={tools} />}
        </Consultation>
      )}
    </EpisodeScreen>
  )
}

function Questions({
  view,
  tools: { draft, recorded, onAnswers, faults, note, onNote, stage },
}: {
  readonly view: EpisodeView
  readonly tools: FormTools
}) {
  const { state } = view
  // Where registration could not say it, it is asked.
  const given = useMemo(
    () => new Set([...givenAtRegistration].filter((id) => state.findings[id]?.value !== 'notKnown')),
    [state.findings],
  )
  const open = useMemo(() => openAnswers(state), [state])
  const said = useMemo(() => saidByPatient(state, draft), [state, draft])
  const waiting = [...said.values()].filter(({ settled }) => settled === undefined).length
  const description = describedIn(note)
  return (
    <>
      {open && waiting > 0 ? (
        <p className="card patient-said-lead" role="status">
          {t('patientSaid.lead', { count: waiting, date: dateWords(open.answers.recordedOn) })}
        </p>
      ) : null}
      <p className="muted wide-only">{t('questions.keys')}</p>
      <FindingsForm
        recorded={recorded}
        asOf={view.asOf}
        given={given}
        faults={faults}
        onAnswers={onAnswers}
        said={said}
        shows={isAsked}
        stage={stage}
      />
      {stage === 'whole' ? (
        <DescriptionCard
          description={description ?? state.description ?? nothing}
          said={description ? undefined : open?.description}
          onChange={({ regions, activities, words }) =>
            onNote(JSON.stringify({ regions, activities, ...(words === undefined ? {} : { words }) }))
          }
        />
      ) : null}
    </>
  )
}

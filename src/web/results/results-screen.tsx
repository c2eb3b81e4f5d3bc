import { Textarea } from '@mantine/core'
import type { EpisodeHistory } from '../../care/episode.ts'
import { findingIds } from '../../care/protocol-ids.ts'
import { givenAtRegistration } from '../assess/assess-screen.tsx'
import { Consultation } from '../assess/consultation.tsx'
import { dateWords } from '../dates.ts'
import { decisionLabel } from '../decision/panel.tsx'
import { FindingsForm } from '../findings/form.tsx'
import type { QuestionGroup } from '../findings/questions.ts'
import { EpisodeScreen } from '../patients/episode-screen.tsx'
import { t } from '../strings/t.ts'

const ofTreatment: ReadonlySet<string> = new Set([findingIds.treatmentStart, findingIds.reviewOutcome])

/**
 * Whether a group holds results: recorded when done, and not of treatment and review.
 *
 * @example questionGroups(standard, {}, asOf, new Set()).filter(isResults).length // 1
 */
export function isResults(group: QuestionGroup): boolean {
  return group.recordedAsDone && !group.questions.some(({ id }) => ofTreatment.has(id))
}

/** Entering results as reported, each with its date; the decision stands beside them. */
export default function ResultsScreen() {
  return (
    <EpisodeScreen title={t('results.title')}>
      {(view) => (
        <Consultation
          view={view}
          name="results"
          record={(findings, reportedText) => [
            {
              type: 'resultReceived',
              payload: { findings, ...(reportedText.trim() === '' ? {} : { reportedText }) },
            },
          ]}
        >
          {({ recorded, onAnswers, faults, note, onNote, stage }) => (
            <>
              <p>{t('results.lead')}</p>
              <Awaited history={view.state} />
              <FindingsForm
                recorded={recorded}
                asOf={view.asOf}
                given={givenAtRegistration}
                faults={faults}
                onAnswers={onAnswers}
                shows={isResults}
                dated
                stage={stage}
              />
              <section className="card">
                <Textarea
                  label={t('results.reported')}
                  autosize
                  minRows={3}
                  maxLength={20_000}
                  value={note}
                  onChange={(event) => onNote(event.currentTarget.value || undefined)}
                />
              </section>
            </>
          )}
        </Consultation>
      )}
    </EpisodeScreen>
  )
}

function Awaited({ history }: { readonly history: EpisodeHistory }) {
  const awaited = history.orders.filter(({ state }) => state === 'awaited')
  const words = awaited.map(({ test, orderedOn }) => `${decisionLabel(test)} (${dateWords(orderedOn)})`).join(', ')
  return (
    <p>
      <strong>{words === '' ? t('results.nothingAwaited') : t('results.awaited', { what: words })}</strong>
    </p>
  )
}

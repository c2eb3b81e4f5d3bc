import type { EpisodeHistory } from '../../care/episode.ts'
import { findingIds } from '../../care/protocol-ids.ts'
import { reviewDays } from '../../care/status.ts'
import type { RecordedFindings } from '../../evaluate/situation.ts'
import { daysBetween } from '../../language/date.ts'
import type { EnteredEvent } from '../../service/api/episode.ts'
import { givenAtRegistration, isAsked } from '../assess/assess-screen.tsx'
import { Consultation } from '../assess/consultation.tsx'
import { dateWords } from '../dates.ts'
import { valueWords } from '../decision/value-words.ts'
import { FindingsForm } from '../findings/form.tsx'
import type { QuestionGroup } from '../findings/questions.ts'
import { EpisodeScreen } from '../patients/episode-screen.tsx'
import { t } from '../strings/t.ts'
import { responseIn, responseToRecord } from './response.ts'
import { ResponseCard } from './response-card.tsx'

/** Recorded when treatment starts, not asked at the review. */
const notAsked: ReadonlySet<string> = new Set([...givenAtRegistration, findingIds.treatmentStart, findingIds.treatment])

const isOfReview = (group: QuestionGroup): boolean => group.questions.some(({ id }) => id === findingIds.reviewOutcome)

/** The review: better, the same or worse; then every question again from blank, the last answer beside it as text. */
export default function ReviewScreen() {
  return (
    <EpisodeScreen title={t('review.title')}>
      {(view) => (
        <Consultation
          view={view}
          name="review"
          record={(findings, note) => eventsOfReview(findings, note, view.asOf)}
          barred={(draft) => (draft[findingIds.reviewOutcome] === undefined ? t('review.missing') : undefined)}
        >
          {({ draft, onAnswers, faults, note, onNote, stage }) => {
            const last = (id: string): string => lastAnswer(id, view.state)
            const shared = { recorded: draft, asOf: view.asOf, given: notAsked, faults, onAnswers, stage }
            return (
              <>
                <TreatmentLine history={view.state} asOf={view.asOf} />
                <FindingsForm {...shared} shows={isOfReview} />
                {stage === 'reading' || view.state.treatments.length === 0 ? null : (
                  <ResponseCard response={responseIn(note)} onChange={(response) => onNote(JSON.stringify(response))} />
                )}
                {stage === 'whole' ? (
                  <>
                    <p>{t('review.lead')}</p>
                    <FindingsForm {...shared} shows={isAsked} last={last} />
                  </>
                ) : null}
              </>
            )
          }}
        </Consultation>
      )}
    </EpisodeScreen>
  )
}

function eventsOfReview(findings: RecordedFindings, note: string, reviewedOn: string): readonly EnteredEvent[] {
  const { [findingIds.reviewOutcome]: outcome, ...others } = findings
  if (outcome === undefined) return [{ type: 'answered', payload: { findings: others } }]
  const response = responseToRecord(responseIn(note))
  return [
    {
      type: 'reviewDone',
      payload: { reviewedOn, outcome: String(outcome.value), findings: others, ...(response ? { response } : {}) },
    },
  ]
}

function lastAnswer(id: string, history: EpisodeHistory): string {
  const finding = history.findings[id]
  if (!finding) return t('questions.lastNone')
  return t('questions.last', { value: valueWords(id, finding.value), date: dateWords(finding.observedOn) })
}

function TreatmentLine({ history, asOf }: { readonly history: EpisodeHistory; readonly asOf: string }) {
  const treatment = history.treatments.at(-1)
  if (!treatment) return <p>{t('review.notStarted')}</p>
  const { from, until } = reviewDays(treatment)
  return (
    <p>
      {t('review.startedOn', {
        date: dateWords(treatment.startedOn),
        count: daysBetween(treatment.startedOn, asOf),
      })}{' '}
      {t('review.window', { from: dateWords(from), to: dateWords(until) })}
    </p>
  )
}

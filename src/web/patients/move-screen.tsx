import { Button, NativeSelect, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import type { TimelineEntry } from '../../care/episode.ts'
import type { EnteredEvent, EpisodeView, PatientView } from '../../service/api/episode.ts'
import type { PatientSummary } from '../../service/api/patient.ts'
import { send } from '../api.ts'
import { dateWords } from '../dates.ts'
import { type CardTexts, SummaryDraft, Typing } from '../drafts/summary-draft.tsx'
import { FailureNotice } from '../frame/errors.tsx'
import { t } from '../strings/t.ts'
import { patientName } from './banner.tsx'
import { EpisodeScreen } from './episode-screen.tsx'
import { FindOther } from './find-other.tsx'
import { refreshPatient, useRecord } from './use-patient.ts'

/** Moving an episode, or one entry of it, to the patient whose it is. */
export default function MoveScreen() {
  const entry = Number(useSearchParams()[0].get('entry') ?? 0)
  return (
    <EpisodeScreen title={entry > 0 ? t('move.entryTitle') : t('move.title')}>
      {(view) => (
        <Move view={view} moved={view.state.timeline.find(({ sequence }) => entry > 0 && sequence === entry)} />
      )}
    </EpisodeScreen>
  )
}

function Move({ view, moved }: { readonly view: EpisodeView; readonly moved: TimelineEntry | undefined }) {
  const [target, setTarget] = useState<PatientSummary>()
  const letters = view.state.referrals.length
  return (
    <div className="stack wide-text">
      <section className="card">
        <p>
          {moved
            ? t('move.entry', { words: moved.words })
            : t('move.episode', { date: dateWords(view.state.registered.recordedOn) })}
        </p>
        {moved?.detail ? <p className="timeline-detail">{moved.detail}</p> : null}
        <p>{t('move.keeps')}</p>
        {letters > 0 ? <p className="fault">{t('move.letters', { count: letters })}</p> : null}
      </section>
      <section className="card">
        <h2>{t('move.whose')}</h2>
        {target ? (
          <SummaryDraft key={target.patientId} view={view} isNeeded>
            <Typing part={`move.${moved?.sequence ?? 'all'}`} fields={['reason']}>
              {(texts) => (
                <MoveForm view={view} moved={moved} target={target} texts={texts} onBack={() => setTarget(undefined)} />
              )}
            </Typing>
          </SummaryDraft>
        ) : (
          <FindOther
            label={t('move.search')}
            choose={t('move.choose')}
            {...(moved ? {} : { not: view.patientId })}
            onChoose={setTarget}
          />
        )}
      </section>
    </div>
  )
}

function MoveForm({
  view,
  moved,
  target,
  texts,
  onBack,
}: {
  readonly view: EpisodeView
  readonly moved: TimelineEntry | undefined
  readonly target: PatientSummary
  readonly texts: CardTexts
  readonly onBack: () => void
}) {
  const recording = useRecord(view)
  const navigate = useNavigate()
  const typed = texts.typed('reason')
  const reason = typed.text
  const [isTried, setTried] = useState(false)
  const [commandId] = useState(() => crypto.randomUUID())
  const episodes = useEpisodes(target.patientId, moved !== undefined, view.episodeId)
  const [chosen, setChosen] = useState<string>()
  const toEpisodeId = chosen ?? episodes?.[0]?.episodeId
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (reason.trim() === '' || (moved && toEpisodeId === undefined)) return
    const recorded: EnteredEvent = moved
      ? { type: 'entryMovedAway', payload: { entry: moved.sequence, toEpisodeId: toEpisodeId ?? '', reason } }
      : { type: 'episodeMoved', payload: { intoPatientId: target.patientId, reason } }
    recording.mutate(
      { commandId, events: [recorded] },
      {
        onSuccess: async ({ sequence }) => {
          texts.recorded(sequence)
          await refreshPatient(target.patientId)
          const query = moved ? toEpisodeId : view.episodeId
          navigate(`/patients/${target.patientId}?episode=${query}`)
        },
      },
    )
  }
  return (
    <form className="stack" onSubmit={submit}>
      <FailureNotice error={recording.error} saving />
      <div className="chosen-patient">
        <div className="muted">{t('move.chosen')}</div>
        <strong>{patientName(target.patient)}</strong>
        <div>
          {t('patient.born')} {dateWords(target.patient.birthDate)} · {t('patient.recordNumber')}{' '}
          {target.patient.recordNumber}
        </div>
        <button type="button" className="link-button" onClick={onBack}>
          {t('move.another')}
        </button>
      </div>
      {moved && episodes ? (
        episodes.length === 0 ? (
          <p className="fault">{t('move.noEpisode')}</p>
        ) : (
          <NativeSelect
            label={t('move.toEpisode')}
            value={toEpisodeId ?? ''}
            data={episodes.map(({ episodeId, state }) => ({
              value: episodeId,
              label: t('summary.episodeOf', { date: dateWords(state.registered.recordedOn) }),
            }))}
            onChange={(event) => setChosen(event.currentTarget.value)}
          />
        )
      ) : null}
      <Textarea
        label={t('move.reason')}
        value={reason}
        maxLength={1000}
        onChange={(event) => typed.change(event.currentTarget.value)}
        error={isTried && reason.trim() === '' ? t('move.missing') : undefined}
      />
      <div className="row">
        <Button
          type="submit"
          variant="filled"
          disabled={recording.isPending || (moved !== undefined && toEpisodeId === undefined)}
        >
          {moved ? t('move.saveEntry') : t('move.save')}
        </Button>
      </div>
    </form>
  )
}

/** Open episodes into which an entry could go; nothing while they are not known, or not needed. */
function useEpisodes(patientId: string, isNeeded: boolean, not: string): readonly EpisodeView[] | undefined {
  const { data } = useQuery({
    queryKey: ['patient', patientId],
    queryFn: () => send<PatientView>('GET', `/api/patients/${patientId}`),
    enabled: isNeeded,
  })
  return data?.episodes.filter(({ episodeId, state }) => episodeId !== not && !state.closed && !state.voided)
}

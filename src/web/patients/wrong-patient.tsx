import { Button, Textarea } from '@mantine/core'
import { Link } from 'react-router'
import type { TimelineEntry } from '../../care/episode.ts'
import type { EpisodeView, PatientView } from '../../service/api/episode.ts'
import { dateWords } from '../dates.ts'
import { type CardTexts, WritingCard } from '../drafts/summary-draft.tsx'
import { FailureNotice } from '../frame/errors.tsx'
import { useSession } from '../session/use-session.ts'
import { t } from '../strings/t.ts'
import { useRecord } from './use-patient.ts'

/** What was entered for this patient and belongs to another: who that is stands on that patient's page alone. */
export function MovedAway({ moved }: { readonly moved: PatientView['movedAway'] }) {
  return moved.map(({ episodeId, intoPatientId, reason, on }) => (
    <section key={episodeId} className="card">
      <h2>{t('move.away')}</h2>
      <p>{t('move.awayText', { date: dateWords(on), reason })}</p>
      <Link to={`/patients/${intoPatientId}?episode=${episodeId}`}>{t('move.awayOpen')}</Link>
    </section>
  ))
}

/** Ways to put right whose this is: merging with another entry, moving the episode, taking a merge back. */
export function WhoseIsIt({ view }: { readonly view: EpisodeView }) {
  const { mayRecord } = useSession()
  if (!mayRecord.includes('episodeMoved')) return null
  const here = `/patients/${view.patientId}`
  const query = `?episode=${view.episodeId}`
  return (
    <>
      <section className="card">
        <h2>{t('move.wrongTitle')}</h2>
        <p>{t('move.wrongLead')}</p>
        <ul className="plain-list">
          {view.state.voided ? null : (
            <li>
              <Link to={`${here}/move${query}`}>{t('move.episodeLink')}</Link>
            </li>
          )}
          <li>
            <Link to={`${here}/merge${query}`}>{t('merge.link')}</Link>
          </li>
        </ul>
      </section>
      {view.state.formerPatientIds.length > 0 ? <TakeBack view={view} /> : null}
    </>
  )
}

function TakeBack({ view }: { readonly view: EpisodeView }) {
  return (
    <WritingCard title={t('merge.undoTitle')} part="unmerge" fields={['reason']}>
      {(texts) => <TakeBackForm view={view} texts={texts} />}
    </WritingCard>
  )
}

function TakeBackForm({ view, texts }: { readonly view: EpisodeView; readonly texts: CardTexts }) {
  const recording = useRecord(view)
  const reason = texts.typed('reason')
  const former = view.state.formerPatientIds.at(-1) ?? ''
  return (
    <>
      <FailureNotice error={recording.error} saving />
      <p>{t('merge.undoText')}</p>
      <div className="stack">
        <Textarea
          label={t('merge.undoReason')}
          value={reason.text}
          maxLength={1000}
          onChange={(event) => reason.change(event.currentTarget.value)}
        />
        <div className="row">
          <Button
            variant="default"
            disabled={reason.text.trim() === '' || recording.isPending}
            onClick={() =>
              recording.mutate(
                {
                  commandId: crypto.randomUUID(),
                  events: [{ type: 'patientsUnmerged', payload: { intoPatientId: former, reason: reason.text } }],
                },
                { onSuccess: ({ sequence }) => texts.recorded(sequence) },
              )
            }
          >
            {t('merge.undo')}
          </Button>
        </div>
      </div>
    </>
  )
}

/** Moves one entry of the timeline; only answers and results go alone, and only once. */
export function MoveEntry({ view, entry }: { readonly view: EpisodeView; readonly entry: TimelineEntry }) {
  const { mayRecord } = useSession()
  const { state, patientId, episodeId } = view
  const isMovable = entry.type === 'answered' || entry.type === 'resultReceived' || entry.type === 'entryMovedHere'
  const isGone = state.movedEntries.some(({ went, entry: moved }) => went === 'away' && moved === entry.sequence)
  if (!isMovable || isGone || state.voided || !mayRecord.includes('entryMovedAway')) return null
  return (
    <Link to={`/patients/${patientId}/move?episode=${episodeId}&entry=${entry.sequence}`}>
      {t('move.entryLink')}
      <span className="hidden">: {entry.words}</span>
    </Link>
  )
}

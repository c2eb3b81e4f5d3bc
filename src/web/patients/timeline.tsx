import { Link } from 'react-router'
import type { TimelineEntry } from '../../care/episode.ts'
import type { EpisodeView, PatientView } from '../../service/api/episode.ts'
import { dateWords } from '../dates.ts'
import { t } from '../strings/t.ts'
import { useStaff } from './use-patient.ts'
import { MoveEntry } from './wrong-patient.tsx'

/** Days that are in sight at once; earlier ones open on demand, and always print. */
const DAYS_SHOWN = 6

/** More than this is opened on demand. */
const SHORT_DETAIL = 160

/** What happened, by episode and day, the latest first: this episode in full, every other one behind its line. */
export function Timelines({ data, current }: { readonly data: PatientView; readonly current: EpisodeView }) {
  const names = new Map((useStaff().data ?? []).map(({ id, displayName }) => [id, displayName]))
  const others = data.episodes.filter(({ episodeId }) => episodeId !== current.episodeId)
  return (
    <section className="card" aria-labelledby="timeline-title">
      <h2 id="timeline-title">{t('summary.timeline')}</h2>
      {others.length > 0 ? <p className="muted">{episodeWords(current)}</p> : null}
      <Days view={current} names={names} />
      {others.length > 0 ? <h3>{t('summary.otherEpisodes')}</h3> : null}
      {others.map((view) => (
        <details key={view.episodeId} className="other-episode">
          <summary>{episodeWords(view)}</summary>
          <p className="no-print">
            <Link to={`/patients/${data.patientId}?episode=${view.episodeId}`}>{t('summary.openEpisode')}</Link>
          </p>
          <Days view={view} names={names} />
        </details>
      ))}
    </section>
  )
}

/**
 * One episode in a line: since when, how it stands or ended, how much is recorded.
 *
 * @example episodeWords(view) // 'Episode of 02-Mar-2026. Closed 20-Apr-2026: Pain gone. 14 entries.'
 */
export function episodeWords({ state }: EpisodeView): string {
  const { registered, closed, voided, timeline, formerPatientIds } = state
  const end = voided
    ? t('summary.episodeVoided')
    : closed
      ? t('summary.episodeClosed', { date: dateWords(closed.recordedOn), reason: closed.reason.replace(/\.$/, '') })
      : t('summary.episodeOpen')
  const from = t('summary.episodeOf', { date: dateWords(registered.recordedOn) })
  const brought = formerPatientIds.length > 0 ? ` ${t('merge.brought')}.` : ''
  return `${from}. ${end}. ${t('summary.entries', { count: timeline.length })}.${brought}`
}

type Names = ReadonlyMap<string, string>

function Days({ view, names }: { readonly view: EpisodeView; readonly names: Names }) {
  const days = byDay(view.state.timeline)
  const [shown, earlier] = [days.slice(0, DAYS_SHOWN), days.slice(DAYS_SHOWN)]
  if (days.length === 0) return <p className="muted">{t('summary.timelineEmpty')}</p>
  return (
    <>
      <DayList days={shown} names={names} view={view} />
      {earlier.length > 0 ? (
        <details>
          <summary>{t('summary.earlierDays', { count: earlier.length })}</summary>
          <DayList days={earlier} names={names} view={view} />
        </details>
      ) : null}
    </>
  )
}

interface Day {
  readonly day: string
  readonly entries: readonly TimelineEntry[]
}

/**
 * Entries by the day on which they were recorded, the latest day first; within a day in the order of recording.
 *
 * @example byDay(timeline).map(({ day }) => day) // ['2026-03-17', '2026-03-02']
 */
export function byDay(entries: readonly TimelineEntry[]): readonly Day[] {
  const days = new Map<string, TimelineEntry[]>()
  for (const entry of entries) days.set(entry.recordedOn, [...(days.get(entry.recordedOn) ?? []), entry])
  return [...days].map(([day, own]) => ({ day, entries: own })).toReversed()
}

function DayList({
  days,
  names,
  view,
}: {
  readonly days: readonly Day[]
  readonly names: Names
  readonly view: EpisodeView
}) {
  return (
    <ol className="plain-list timeline">
      {days.map(({ day, entries }) => (
        <li key={day}>
          <div className="timeline-day">{dateWords(day)}</div>
          <ul>
            {entries.map((entry) => (
              <Entry key={entry.sequence} entry={entry} view={view} name={names.get(entry.by) ?? someone(entry.by)} />
            ))}
          </ul>
        </li>
      ))}
    </ol>
  )
}

function Entry({
  entry,
  name,
  view,
}: {
  readonly entry: TimelineEntry
  readonly name: string
  readonly view: EpisodeView
}) {
  const { words, detail = '' } = entry
  return (
    <li>
      {words} <span className="muted">({name})</span>
      {detail.length > SHORT_DETAIL ? (
        <details>
          <summary>{t('summary.showDetail')}</summary>
          <div className="timeline-detail">{detail}</div>
        </details>
      ) : detail ? (
        <div className="timeline-detail">{detail}</div>
      ) : null}
      <div className="no-print">
        <MoveEntry view={view} entry={entry} />
      </div>
    </li>
  )
}

/** What the patient sent is nobody's of the staff. */
const someone = (by: string): string => (by === 'patient' ? t('summary.thePatient') : t('summary.someone'))

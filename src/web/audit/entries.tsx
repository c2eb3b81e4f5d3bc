import { useMediaQuery } from '@mantine/hooks'
import { Link } from 'react-router'
import type { AuditEntry } from '../../service/api/audit.ts'
import { momentWords } from '../dates.ts'
import { t } from '../strings/t.ts'

/** What was seen and done, the newest first: a table where there is room, else a list. */
export function Entries({ entries, isMore }: { readonly entries: readonly AuditEntry[]; readonly isMore: boolean }) {
  const isWide = useMediaQuery('(min-width: 60em)', false, { getInitialValueInEffect: false })
  if (entries.length === 0)
    return (
      <section className="empty">
        <h2>{t('audit.none')}</h2>
        <p>{t(isMore ? 'audit.lookedSoFar' : 'audit.noneText')}</p>
      </section>
    )
  return (
    <>
      <p role="status">{t('audit.count', { count: entries.length })}</p>
      {isWide ? <EntryTable entries={entries} /> : <EntryCards entries={entries} />}
    </>
  )
}

function EntryTable({ entries }: { readonly entries: readonly AuditEntry[] }) {
  return (
    <table className="list">
      <caption>{t('audit.caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('audit.when')}</th>
          <th scope="col">{t('audit.who')}</th>
          <th scope="col">{t('audit.did')}</th>
          <th scope="col">{t('audit.answer')}</th>
          <th scope="col">{t('audit.whose')}</th>
          <th scope="col">{t('audit.where')}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.position}>
            <td className="nowrap">{momentWords(entry.at)}</td>
            <th scope="row">{who(entry)}</th>
            <td>{entry.did}</td>
            <td>{t(`audit.outcomes.${outcomeOf(entry.status)}`)}</td>
            <td>
              <PatientLink entry={entry} />
            </td>
            <td>{entry.address}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function EntryCards({ entries }: { readonly entries: readonly AuditEntry[] }) {
  return (
    <ul className="cards">
      {entries.map((entry) => (
        <li key={entry.position}>
          <div className="card-head">
            <strong>{who(entry)}</strong>
            <span className="muted">{momentWords(entry.at)}</span>
          </div>
          <div>{entry.did}</div>
          <div className="muted">
            {t(`audit.outcomes.${outcomeOf(entry.status)}`)} · {entry.address}
          </div>
          <PatientLink entry={entry} />
        </li>
      ))}
    </ul>
  )
}

/** By a link that says no name: whoever follows it is listed as one who looked. */
function PatientLink({ entry: { patientId, position } }: { readonly entry: AuditEntry }) {
  if (patientId === null) return null
  return (
    <Link to={`/patients/${patientId}`} aria-label={t('audit.openPatient', { position })}>
      {t('audit.open')}
    </Link>
  )
}

const PROGRAM = 'client:'

function who({ actorId, actorName }: AuditEntry): string {
  if (actorId.startsWith(PROGRAM)) return t('audit.program', { name: actorId.slice(PROGRAM.length) })
  return actorName || (actorId === 'nobody' ? t('audit.nobody') : actorId)
}

function outcomeOf(status: number) {
  if (status < 400) return 'done'
  if (status >= 500) return 'failed'
  return ({ 401: 'notIn', 403: 'notPermitted', 404: 'notThere', 409: 'conflict' } as const)[status] ?? 'notTaken'
}

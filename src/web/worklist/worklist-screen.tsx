import { useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useId } from 'react'
import { Link } from 'react-router'
import { worklistOwners } from '../../care/worklist-parts.ts'
import type { StaffMember } from '../../service/api/staff.ts'
import type { Worklist, WorklistRow } from '../../service/api/worklist.ts'
import { dateWords, dueWords } from '../dates.ts'
import { FailureNotice } from '../frame/errors.tsx'
import { useOwnQuery } from '../frame/own-query.ts'
import { Page } from '../frame/page.tsx'
import { UrgencyBadge } from '../frame/urgency-badge.tsx'
import { KeptOnDevice } from '../offline/notes.tsx'
import { patientName } from '../patients/banner.tsx'
import { useStaff } from '../patients/use-patient.ts'
import { t } from '../strings/t.ts'
import { AssignControl } from './assign.tsx'
import { chosenIn, SHOWS, worklistQuery } from './worklist-query.ts'

/** Everything that is waiting, overdue and urgent first. Filters are in the address; nothing about a patient is. */
export function WorklistScreen() {
  const [search, change] = useOwnQuery()
  const { show, assigned } = chosenIn(search)
  const { data, error, refetch } = useQuery({
    ...worklistQuery({ show, assigned }),
    placeholderData: (previous) => previous,
    refetchInterval: 60_000,
  })
  // Drawn after the rest of the screen, and in parts: a slow phone answers to presses meanwhile.
  const list = useDeferredValue(data ?? null, null)
  const choose = (name: string, value: string): void => change(name, value === 'all' ? undefined : value)
  return (
    <Page title={t('worklist.title')}>
      <KeptOnDevice />
      <FailureNotice error={error} onRetry={() => void refetch()} />
      <div className="filters">
        <Choice
          label={t('worklist.show')}
          value={show}
          options={SHOWS.map((value) => ({
            value,
            label: `${t(`worklist.shows.${value}`)}${data ? ` (${data.counts[value]})` : ''}`,
          }))}
          onChange={(value) => choose('show', value)}
        />
        <Choice
          label={t('worklist.assigned')}
          value={assigned}
          options={worklistOwners.map((value) => ({ value, label: t(`worklist.assignees.${value}`) }))}
          onChange={(value) => choose('assigned', value)}
        />
        <Link className="button-link" to="/patients">
          {t('worklist.findPatient')}
        </Link>
      </div>
      {list ? (
        <Items list={list} isFiltered={show !== 'all' || assigned !== 'all'} />
      ) : error ? null : (
        <p role="status">{t('app.loading')}</p>
      )}
    </Page>
  )
}

function Choice({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string
  readonly value: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly onChange: (value: string) => void
}) {
  const id = useId()
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      <select id={id} className="input" value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}

function Items({ list, isFiltered }: { readonly list: Worklist; readonly isFiltered: boolean }) {
  const isWide = useMediaQuery('(min-width: 60em)', false, { getInitialValueInEffect: false })
  const staff = useStaff().data ?? []
  const { items, asOf } = list
  if (items.length === 0) return <Nothing isFiltered={isFiltered} />
  const today = items.filter(({ dueOn }) => dueOn === asOf).length
  const overdue = items.filter(({ overdueDays }) => overdueDays > 0).length
  return (
    <>
      <p role="status">
        {t('worklist.summary', { total: items.length, overdue, today, later: items.length - overdue - today })}
      </p>
      {isWide ? <ItemTable list={list} staff={staff} /> : <ItemCards list={list} staff={staff} />}
    </>
  )
}

function Nothing({ isFiltered }: { readonly isFiltered: boolean }) {
  return (
    <section className="empty">
      <h2>{t('worklist.emptyTitle')}</h2>
      <p>{isFiltered ? t('worklist.emptyFilter') : t('worklist.empty')}</p>
      {isFiltered ? (
        <Link to="/">{t('worklist.allItems')}</Link>
      ) : (
        <Link to="/patients">{t('worklist.findPatient')}</Link>
      )}
    </section>
  )
}

interface ListProps {
  readonly list: Worklist
  readonly staff: readonly StaffMember[]
}

function ItemTable({ list, staff }: ListProps) {
  return (
    <table className="list">
      <caption>{t('worklist.caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('worklist.patient')}</th>
          <th scope="col">{t('worklist.born')}</th>
          <th scope="col">{t('worklist.waitingFor')}</th>
          <th scope="col">{t('worklist.due')}</th>
          <th scope="col">{t('worklist.urgency')}</th>
          <th scope="col">{t('worklist.assignedTo')}</th>
          <th scope="col">{t('worklist.nextAction')}</th>
        </tr>
      </thead>
      <tbody>
        {list.items.map((item) => (
          <tr key={`${item.episodeId} ${item.id}`}>
            <th scope="row">
              <Link to={`/patients/${item.patientId}`}>{patientName(item.patient)}</Link>
            </th>
            <td className="nowrap">{dateWords(item.patient.birthDate)}</td>
            <td>{item.waitingFor}</td>
            <td className="due">{dueWords(item.dueOn, list.asOf)}</td>
            <td>
              <UrgencyBadge urgency={item.urgency} />
            </td>
            <td>
              <AssignControl item={item} staff={staff} />
            </td>
            <td>
              <NextAction item={item} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function NextAction({ item }: { readonly item: WorklistRow }) {
  return (
    <Link to={item.nextAction.path}>
      {item.nextAction.label}
      <span className="hidden">: {patientName(item.patient)}</span>
    </Link>
  )
}

/** The same as a list for a narrow screen: not a table that was made to fit. */
function ItemCards({ list, staff }: ListProps) {
  return (
    <>
      <h2>{t('worklist.caption')}</h2>
      <ul className="cards">
        {list.items.map((item) => (
          <li key={`${item.episodeId} ${item.id}`}>
            <div className="card-head">
              <Link to={`/patients/${item.patientId}`}>
                <strong>{patientName(item.patient)}</strong>
              </Link>
              <UrgencyBadge urgency={item.urgency} />
            </div>
            <div className="muted">
              {t('patient.born')} {dateWords(item.patient.birthDate)}
            </div>
            <div>{item.waitingFor}</div>
            <div className="due">{dueWords(item.dueOn, list.asOf)}</div>
            <div className="card-foot">
              <NextAction item={item} />
              <AssignControl item={item} staff={staff} />
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}

import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { addMonths, type Month, monthsBetween } from '../../care/use/months.ts'
import { csvOfUse } from '../../care/use/use-csv.ts'
import type { UseReportAnswer } from '../../service/api/use-report.ts'
import { send } from '../api.ts'
import { dateWords } from '../dates.ts'
import { FailureNotice } from '../frame/errors.tsx'
import { useOwnQuery } from '../frame/own-query.ts'
import { Page } from '../frame/page.tsx'
import { standard } from '../protocol/adopted.ts'
import { t } from '../strings/t.ts'
import { Cards } from './cards.tsx'
import { Lines, StackedBars } from './charts.tsx'
import { countWords, drawn, monthWords } from './numbers.ts'
import { FatesTable, Reasons, Rules, TimesSaid, TimesTable, WorkTable } from './tables.tsx'

const MONTH = /^\d{4}-\d{2}$/

/** The address of the report for what the page's own address says: months, and whether small numbers are hidden. */
function pathOf(search: URLSearchParams, small: 'show' | 'hide'): string {
  const query = new URLSearchParams({ small })
  for (const name of ['from', 'until']) {
    const month = search.get(name) ?? ''
    if (MONTH.test(month)) query.set(name, month)
  }
  return `/api/reports/use?${query}`
}

/** How the pathway is used: what became of recommendations, how long things took, how much work is overdue. */
export default function ReportsScreen() {
  const [search, choose] = useOwnQuery()
  const path = pathOf(search, search.get('small') === 'hide' ? 'hide' : 'show')
  const { data, error, refetch } = useQuery({
    queryKey: ['reports', path],
    queryFn: () => send<UseReportAnswer>('GET', path),
    placeholderData: (previous) => previous,
  })
  return (
    <Page title={t('reports.title')}>
      <p className="wide-text">{t('reports.lead')}</p>
      <FailureNotice error={error} onRetry={() => void refetch()} />
      {data ? (
        <>
          <Period report={data} search={search} onChoose={choose} />
          <Report report={data} />
          <Cards small={search.get('small') === 'hide' ? 'hide' : 'show'} />
        </>
      ) : error ? null : (
        <p role="status">{t('app.loading')}</p>
      )}
    </Page>
  )
}

const MONTHS_OFFERED = 36

function Period({
  report,
  search,
  onChoose,
}: {
  readonly report: UseReportAnswer
  readonly search: URLSearchParams
  readonly onChoose: (name: string, value: string | undefined) => void
}) {
  const download = useMutation({
    // What leaves the clinic never holds small numbers, whatever is on the screen.
    mutationFn: () => send<UseReportAnswer>('GET', pathOf(search, 'hide')),
    onSuccess: (answer) => saveFile(`use-${answer.from}-${answer.until}.csv`, csvOfUse(answer, standard)),
  })
  const { from, until, asOf, smallHidden } = report
  const current = asOf.slice(0, 7)
  const offered = [...new Set([...monthsBetween(addMonths(current, 1 - MONTHS_OFFERED), current), from, until])].sort()
  const isAsked = search.get('small') === 'hide'
  return (
    <div className="filters no-print">
      <MonthChoice
        label={t('reports.from')}
        value={from}
        months={offered.filter((month) => month <= until)}
        onChange={(month) => onChoose('from', month)}
      />
      <MonthChoice
        label={t('reports.until')}
        value={until}
        months={offered.filter((month) => month >= from)}
        onChange={(month) => onChoose('until', month)}
      />
      {smallHidden && !isAsked ? (
        <p className="muted">{t('reports.hiddenForRole')}</p>
      ) : (
        <label className="check">
          <input
            type="checkbox"
            checked={isAsked}
            onChange={(event) => onChoose('small', event.currentTarget.checked ? 'hide' : undefined)}
          />
          {t('reports.hide')}
        </label>
      )}
      <div>
        <Button variant="default" onClick={() => download.mutate()} disabled={download.isPending}>
          {t('reports.csv')}
        </Button>
        <div className="muted">{download.error ? t('reports.csvFailed') : t('reports.csvHelp')}</div>
      </div>
    </div>
  )
}

function MonthChoice({
  label,
  value,
  months,
  onChange,
}: {
  readonly label: string
  readonly value: Month
  readonly months: readonly Month[]
  readonly onChange: (month: Month) => void
}) {
  const id = useId()
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      <select id={id} className="input" value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {months.map((month) => (
          <option key={month} value={month}>
            {monthWords(month)}
          </option>
        ))}
      </select>
    </div>
  )
}

/** Hands a text to the browser as a file. */
function saveFile(name: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}

function Report({ report }: { readonly report: UseReportAnswer }) {
  const { total, rules, reasons } = report
  const isEmpty = total.signed === 0 && total.given === 0
  return (
    <>
      <p role="status">{t('reports.asOf', { date: dateWords(report.asOf) })}</p>
      {isEmpty ? (
        <section className="empty">
          <h2>{t('reports.empty')}</h2>
          <p>{t('reports.emptyText')}</p>
        </section>
      ) : null}
      <div className="figures">
        {isEmpty ? null : <FatesFigure report={report} />}
        <WorkFigure report={report} />
        {isEmpty ? null : <TimesFigure report={report} />}
        {isEmpty ? null : (
          <section className="card">
            <h2>{t('reports.reasons')}</h2>
            <p>{t('reports.reasonsHelp')}</p>
            <Reasons reasons={reasons} />
          </section>
        )}
      </div>
      {rules.length > 0 ? (
        <section className="card">
          <h2>{t('reports.rulesTitle')}</h2>
          <Rules rules={rules} />
        </section>
      ) : null}
    </>
  )
}

function FatesFigure({ report: { months, total } }: { readonly report: UseReportAnswer }) {
  const looks = {
    followed: ['done', 'solid'],
    overridden: ['soon', 'stripes'],
    open: ['routine', 'dots'],
    lapsed: ['unknown', 'outline'],
  } as const
  const series = (['followed', 'overridden', 'open', 'lapsed'] as const).map((fate) => {
    const [tone, look] = looks[fate]
    return { label: t(`reports.fates.${fate}`), tone, look, values: months.map((each) => drawn(each[fate])) }
  })
  return (
    <section className="card">
      <h2>{t('reports.fatesTitle')}</h2>
      <p>
        {t('reports.fatesSaid', {
          given: countWords(total.given),
          followed: countWords(total.followed),
          overridden: countWords(total.overridden),
          open: countWords(total.open),
          lapsed: countWords(total.lapsed),
        })}
      </p>
      <StackedBars label={t('reports.fatesTitle')} months={months.map(({ month }) => month)} series={series} />
      <p className="muted">{t('reports.fatesHelp')}</p>
      <FatesTable months={months} />
    </section>
  )
}

function WorkFigure({ report: { months } }: { readonly report: UseReportAnswer }) {
  const last = months.at(-1)?.work
  const values = (of: 'overdue' | 'inTime') =>
    months.map(({ work }) => {
      const [open, overdue] = [drawn(work.open), drawn(work.overdue)]
      if (of === 'overdue') return overdue
      return open === undefined || overdue === undefined ? undefined : open - overdue
    })
  return (
    <section className="card">
      <h2>{t('reports.workTitle')}</h2>
      {last ? (
        <p>
          {t('reports.workSaid', {
            date: dateWords(last.day),
            open: countWords(last.open),
            overdue: countWords(last.overdue),
            urgent: countWords(last.overdueUrgent),
          })}
        </p>
      ) : null}
      <StackedBars
        label={t('reports.workTitle')}
        months={months.map(({ month }) => month)}
        series={[
          { label: t('reports.work.overdue'), tone: 'urgent', look: 'solid', values: values('overdue') },
          { label: t('reports.work.inTime'), tone: 'routine', look: 'outline', values: values('inTime') },
        ]}
      />
      <WorkTable months={months} />
    </section>
  )
}

function TimesFigure({ report: { months, total } }: { readonly report: UseReportAnswer }) {
  return (
    <section className="card">
      <h2>{t('reports.timesTitle')}</h2>
      <TimesSaid total={total} />
      <p className="muted">{t('reports.timesHelp')}</p>
      <h3>{t('reports.daysTitle')}</h3>
      <Lines
        label={t('reports.daysTitle')}
        months={months.map(({ month }) => month)}
        series={[
          {
            label: t('reports.times.result'),
            tone: 'routine',
            look: 'solid',
            values: months.map(({ times }) => times.result.median),
          },
          {
            label: t('reports.times.reply'),
            tone: 'soon',
            look: 'outline',
            values: months.map(({ times }) => times.reply.median),
          },
        ]}
      />
      <TimesTable months={months} />
    </section>
  )
}

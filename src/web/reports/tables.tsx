import { useMediaQuery } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { reasonFor } from '../../care/override-reasons.ts'
import type { Timed } from '../../care/use/episode-use.ts'
import type { UseOfReason, UseOfRule } from '../../care/use/use-report.ts'
import type { UseReportAnswer } from '../../service/api/use-report.ts'
import { dateWords } from '../dates.ts'
import { standard } from '../protocol/adopted.ts'
import { t } from '../strings/t.ts'
import { capitalised } from '../strings/words.ts'
import { countWords, durationWords, monthWords, shareWords } from './numbers.ts'

/** What a chart shows, as a table: behind a heading of its own, since the sentence above has said it in short. */
export function AsTable({
  label,
  head,
  rows,
}: {
  readonly label: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}) {
  return (
    <details>
      <summary>{t('reports.asTable')}</summary>
      <Scrolling label={label}>
        <table className="list">
          <thead>
            <tr>
              {head.map((name, index) => (
                <th key={name} scope="col" className={index === 0 ? undefined : 'number'}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([first = '', ...rest]) => (
              <tr key={first}>
                <th scope="row" className="nowrap">
                  {first}
                </th>
                {rest.map((value, index) => (
                  <td key={head[index + 1]} className="number">
                    {value}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolling>
    </details>
  )
}

/** A table that may be wider than the page scrolls by itself, by keyboard too. */
export function Scrolling({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it a keyboard cannot scroll it.
    <section className="table-scroll" aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}

/** Each rule with what became of its recommendation; on a narrow screen a list. */
export function Rules({ rules }: { readonly rules: readonly UseOfRule[] }) {
  const isWide = useMediaQuery('(min-width: 60em)', false, { getInitialValueInEffect: false })
  return isWide ? <RuleTable rules={rules} /> : <RuleCards rules={rules} />
}

const FATES = ['given', 'followed', 'overridden', 'open', 'lapsed'] as const

function RuleTable({ rules }: { readonly rules: readonly UseOfRule[] }) {
  return (
    <table className="list">
      <thead>
        <tr>
          <th scope="col">{t('reports.recommendation')}</th>
          {FATES.map((fate) => (
            <th key={fate} scope="col" className="number">
              {t(`reports.fates.${fate}`)}
            </th>
          ))}
          <th scope="col" className="number">
            {t('reports.share')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rules.map((use) => (
          <tr key={`${use.rule} ${use.outcome}`}>
            <th scope="row">
              <RuleName use={use} />
            </th>
            {FATES.map((fate) => (
              <td key={fate} className="number">
                {countWords(use[fate])}
              </td>
            ))}
            <td className="number">{shareWords(use.followed, use.given)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function RuleCards({ rules }: { readonly rules: readonly UseOfRule[] }) {
  return (
    <ul className="cards">
      {rules.map((use) => (
        <li key={`${use.rule} ${use.outcome}`}>
          <RuleName use={use} />
          <dl className="pairs">
            {FATES.map((fate) => (
              <div key={fate}>
                <dt>{t(`reports.fates.${fate}`)}</dt>
                <dd>{countWords(use[fate])}</dd>
              </div>
            ))}
            <div>
              <dt>{t('reports.share')}</dt>
              <dd>{shareWords(use.followed, use.given)}</dd>
            </div>
          </dl>
        </li>
      ))}
    </ul>
  )
}

/** What is recommended, by which statements (linked) and rule, and why it was not done. */
function RuleName({ use }: { readonly use: UseOfRule }) {
  const { decision, outcome, rule, statements, reasons } = use
  const found = standard.decisions.find(({ id }) => id === decision)
  const label = found?.outcomes.find(({ id }) => id === outcome)?.label ?? found?.label ?? decision
  return (
    <>
      <strong>{label}</strong>
      <div className="muted rule-of">
        {statements.map((id) => (
          <Link key={id} to={`/evidence#${id}`}>
            {id}
          </Link>
        ))}
        <code>{rule}</code>
      </div>
      {reasons.length > 0 ? (
        <ul className="rule-reasons">
          {reasons.map(({ code, count }) => (
            <li key={code}>
              {reasonWords(code)}: {countWords(count)}
            </li>
          ))}
        </ul>
      ) : null}
    </>
  )
}

/** A reason in HL7's words. */
export function reasonWords(code: string): string {
  return reasonFor(code)?.display ?? code
}

/** Every reason for deciding otherwise, with HL7's code. */
export function Reasons({ reasons }: { readonly reasons: readonly UseOfReason[] }) {
  if (reasons.length === 0) return <p>{t('reports.noReasons')}</p>
  return (
    <Scrolling label={t('reports.reasons')}>
      <table className="list">
        <thead>
          <tr>
            <th scope="col">{t('reports.reason')}</th>
            <th scope="col">{t('reports.code')}</th>
            <th scope="col" className="number">
              {t('reports.count')}
            </th>
          </tr>
        </thead>
        <tbody>
          {reasons.map(({ code, count }) => (
            <tr key={code}>
              <th scope="row">{reasonWords(code)}</th>
              <td>
                <code>{code}</code>
              </td>
              <td className="number">{countWords(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  )
}

/** Fates of each month. */
export function FatesTable({ months }: Pick<UseReportAnswer, 'months'>) {
  return (
    <AsTable
      label={t('reports.fatesTitle')}
      head={[t('reports.month'), ...FATES.map((fate) => t(`reports.fates.${fate}`))]}
      rows={months.map((each) => [monthWords(each.month), ...FATES.map((fate) => countWords(each[fate]))])}
    />
  )
}

/** Work at the end of each month. */
export function WorkTable({ months }: Pick<UseReportAnswer, 'months'>) {
  const kinds = ['open', 'overdue', 'overdueUrgent'] as const
  return (
    <AsTable
      label={t('reports.workTitle')}
      head={[t('reports.work.day'), ...kinds.map((kind) => t(`reports.work.${kind}`))]}
      rows={months.map(({ work }) => [dateWords(work.day), ...kinds.map((kind) => countWords(work[kind]))])}
    />
  )
}

const TIMED: readonly Timed[] = ['signature', 'result', 'reply']

/** Median of each month, and how many it is of. */
export function TimesTable({ months }: Pick<UseReportAnswer, 'months'>) {
  return (
    <AsTable
      label={t('reports.timesTitle')}
      head={[
        t('reports.month'),
        ...TIMED.map(
          (of) =>
            `${capitalised(t(`reports.times.${of}`))}: ${t('reports.median').toLowerCase()} (${t('reports.completed').toLowerCase()})`,
        ),
      ]}
      rows={months.map(({ month, times }) => [
        monthWords(month),
        ...TIMED.map((of) => {
          const { count, median } = times[of]
          return median === undefined ? countWords(count) : `${durationWords(of, median)} (${countWords(count)})`
        }),
      ])}
    />
  )
}

/** What took how long, in sentences. */
export function TimesSaid({ total }: Pick<UseReportAnswer, 'total'>) {
  return (
    <ul>
      {TIMED.map((of) => (
        <li key={of}>{timeSentence(of, total)}</li>
      ))}
      <li>{t('reports.atOnce', { atOnce: countWords(total.signedAtOnce), signed: countWords(total.signed) })}</li>
    </ul>
  )
}

function timeSentence(of: Timed, { times }: UseReportAnswer['total']): string {
  const what = t(`reports.times.${of}`)
  const { count, median, nineInTen } = times[of]
  if (count === 'hidden') return t('reports.timesHidden', { what })
  if (median === undefined || nineInTen === undefined) return t('reports.timesNone', { what })
  const words = (amount: number) => durationWords(of, amount)
  return t('reports.timesSaid', { what, completed: String(count), median: words(median), nineInTen: words(nineInTen) })
}

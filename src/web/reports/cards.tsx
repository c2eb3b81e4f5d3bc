import { useQuery } from '@tanstack/react-query'
import { ruleName } from '../../fhir/rule-name.ts'
import type { CardReportAnswer } from '../../service/api/cds-hooks.ts'
import { send } from '../api.ts'
import { FailureNotice } from '../frame/errors.tsx'
import { standard } from '../protocol/adopted.ts'
import { useSession } from '../session/use-session.ts'
import { t } from '../strings/t.ts'
import { countWords } from './numbers.ts'
import { reasonWords, Scrolling } from './tables.tsx'

const FIGURES = ['shown', 'accepted', 'overridden', 'unanswered'] as const

/** What became of the cards that other records were shown: all of them, since feedback has no month of its own. */
export function Cards({ small }: { readonly small: 'show' | 'hide' }) {
  const mayRead = useSession().may.includes('GET /api/reports/cards')
  const path = `/api/reports/cards?small=${small}`
  const { data, error, refetch } = useQuery({
    queryKey: ['reports', path],
    queryFn: () => send<CardReportAnswer>('GET', path),
    placeholderData: (previous) => previous,
    enabled: mayRead,
  })
  if (!mayRead || (data?.rules.length === 0 && !error)) return null
  return (
    <section className="card">
      <h2>{t('reports.cardsTitle')}</h2>
      <p>{t('reports.cardsHelp')}</p>
      <FailureNotice error={error} onRetry={() => void refetch()} />
      {data ? <CardTable rules={data.rules} /> : error ? null : <p role="status">{t('app.loading')}</p>}
    </section>
  )
}

function CardTable({ rules }: Pick<CardReportAnswer, 'rules'>) {
  return (
    <Scrolling label={t('reports.cardsTitle')}>
      <table className="list">
        <thead>
          <tr>
            <th scope="col">{t('reports.rule')}</th>
            {FIGURES.map((figure) => (
              <th key={figure} scope="col" className="number">
                {t(`reports.cards.${figure}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rules.map((each) => (
            <tr key={`${each.rule} ${each.hook}`}>
              <th scope="row">
                <strong>{nameOf(each.rule)}</strong>
                <div className="muted rule-of">
                  <code>{each.rule}</code>
                  <code>{each.hook}</code>
                </div>
                {each.reasons.length > 0 ? (
                  <ul className="rule-reasons">
                    {each.reasons.map(({ code, count }) => (
                      <li key={code}>
                        {code === 'notGiven' ? t('reports.notGiven') : reasonWords(code)}: {countWords(count)}
                      </li>
                    ))}
                  </ul>
                ) : null}
              </th>
              {FIGURES.map((figure) => (
                <td key={figure} className="number">
                  {countWords(each[figure])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  )
}

/** A card may be of a rule that the adopted version no longer has. */
function nameOf(rule: string): string {
  const isThere = standard.decisions.some(({ rules }) => rules.some(({ id }) => id === rule))
  return isThere ? ruleName(standard, rule) : rule
}

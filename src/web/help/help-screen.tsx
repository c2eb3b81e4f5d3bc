import { Page } from '../frame/page.tsx'
import { UrgencyBadge } from '../frame/urgency-badge.tsx'
import { standard } from '../protocol/adopted.ts'
import { t } from '../strings/t.ts'

const TASKS = ['see', 'find', 'result', 'otherwise', 'wrong', 'twice', 'close'] as const

/** How to do what one comes to do, what the words mean, and what to do about a problem. */
export default function HelpScreen() {
  const grades = standard.decisions.find(({ kind }) => kind === 'urgency')?.outcomes ?? []
  return (
    <Page title={t('help.title')}>
      <section className="wide-text">
        <h2>{t('help.tasks')}</h2>
        {TASKS.map((task) => (
          <details key={task} className="card">
            <summary>{t(`help.${task}`)}</summary>
            <ol>
              {t(`help.${task}Steps`)
                .split('|')
                .map((step) => (
                  <li key={step}>{step}</li>
                ))}
            </ol>
          </details>
        ))}
        <h2>{t('help.keyboard')}</h2>
        <Keys />
        <h2>{t('help.words')}</h2>
        <p>{t('help.wordsLead')}</p>
        <dl className="card hashes">
          <dt>{t('help.levels')}</dt>
          <dd className="row">
            {grades.map(({ id }) => (
              <UrgencyBadge key={id} urgency={id} />
            ))}
          </dd>
          <dt>{t('help.notKnown')}</dt>
          <dd>{t('help.notKnownText')}</dd>
          <dt>{t('help.provisional')}</dt>
          <dd>{t('help.provisionalText')}</dd>
          <dt>{t('help.due')}</dt>
          <dd>{t('help.dueText')}</dd>
        </dl>
        <h2>{t('help.problem')}</h2>
        <p>{t('help.problemText')}</p>
        <p>{t('help.problemCare')}</p>
        <p className="muted">{t('help.version', { name: standard.name, version: standard.version })}</p>
      </section>
    </Page>
  )
}

/** Keys and what they do, in turn. */
function Keys() {
  const words = t('help.keys').split('|')
  const rows = words.flatMap((word, index) => (index % 2 === 0 ? [[word, words[index + 1] ?? ''] as const] : []))
  return (
    <dl className="card hashes">
      {rows.map(([key, does]) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  )
}

import { useEffect } from 'react'
import { useLocation } from 'react-router'
import { referenceTo } from '../../evaluate/decide.ts'
import type { Statement, StatementKind } from '../../language/statement.ts'
import { source, standard } from '../../protocol/protocol.ts'
import { Page } from '../frame/page.tsx'
import { t } from '../strings/t.ts'
import { capitalised } from '../strings/words.ts'
import { SourceAttributesCard } from './source-attributes.tsx'

const KINDS: readonly StatementKind[] = ['context', 'red flag', 'rule', 'knowledge', 'serious', 'reading', 'addition']

/** Every statement the app decides by: its text, what is made from it, the numbers, where guidance differs, the hashes. */
export default function EvidenceScreen() {
  const { hash } = useLocation()
  useEffect(() => {
    // The page is drawn after the browser looked for the place its address names.
    if (hash !== '') document.getElementById(hash.slice(1))?.scrollIntoView()
  }, [hash])
  return (
    <Page title={t('evidence.title')}>
      <p className="wide-text">{t('evidence.lead')}</p>
      <section className="card">
        <h2>{t('evidence.version', { name: standard.name, version: standard.version })}</h2>
        <dl className="hashes">
          <dt>{t('evidence.hashStandard')}</dt>
          <dd>
            <code>{referenceTo(standard).hash}</code>
          </dd>
          <dt>{t('evidence.hashSource')}</dt>
          <dd>
            <code>{referenceTo(source).hash}</code>
          </dd>
        </dl>
      </section>
      <SourceAttributesCard />
      <nav className="card" aria-label={t('evidence.contents')}>
        <ul className="contents">
          {standard.statements.map(({ id }) => (
            <li key={id}>
              <a href={`#${id}`}>{id}</a>
            </li>
          ))}
        </ul>
      </nav>
      {KINDS.map((kind) => (
        <section key={kind}>
          <h2>{t(`evidence.kinds.${kind}`)}</h2>
          {standard.statements
            .filter((statement) => statement.kind === kind)
            .map((statement) => (
              <StatementCard key={statement.id} statement={statement} />
            ))}
        </section>
      ))}
    </Page>
  )
}

function StatementCard({ statement }: { readonly statement: Statement }) {
  const { id, text, differences, references } = statement
  const findings = standard.findings.filter(({ serves }) => serves.includes(id)).map(({ label }) => label)
  return (
    <article className="card statement" id={id} aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>{id}</h3>
      <p>{text}</p>
      <Definitions id={id} />
      <Rules id={id} />
      <Parameters id={id} />
      {differences.length > 0 ? (
        <>
          <h4>{t('evidence.differs')}</h4>
          <ul>
            {differences.map((each) => (
              <li key={each.text}>
                {each.text} <span className="muted">({`${each.reference}; ${each.checked}`})</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {references.length > 0 ? (
        <p className="muted">
          {t('evidence.references')}: {references.join('; ')}
        </p>
      ) : null}
      {findings.length > 0 ? (
        <p className="muted">
          {t('evidence.findings')}: {findings.join(', ')}
        </p>
      ) : null}
    </article>
  )
}

function Definitions({ id }: { readonly id: string }) {
  const items = standard.conditions.flatMap((condition) =>
    condition.definitions
      .filter(({ statements }) => statements.includes(id))
      .map((definition) => ({ id: definition.id, text: `${capitalised(condition.label)}: ${definition.label}` })),
  )
  return <RuleList title={t('evidence.defines')} items={items} />
}

function Rules({ id }: { readonly id: string }) {
  const items = standard.decisions.flatMap((decision) =>
    decision.rules
      .filter(({ statements }) => statements.includes(id))
      .map((rule) => {
        const outcome = decision.outcomes.find((each) => each.id === rule.then)?.label
        return { id: rule.id, text: t('evidence.ruleLine', { decision: decision.label, outcome: outcome || '–' }) }
      }),
  )
  return <RuleList title={t('evidence.rules')} items={items} />
}

function RuleList({
  title,
  items,
}: {
  readonly title: string
  readonly items: readonly { readonly id: string; readonly text: string }[]
}) {
  if (items.length === 0) return null
  return (
    <>
      <h4>{title}</h4>
      <ul>
        {items.map(({ id, text }) => (
          <li key={id}>
            {text} <span className="muted">({t('evidence.ruleId', { id })})</span>
          </li>
        ))}
      </ul>
    </>
  )
}

function Parameters({ id }: { readonly id: string }) {
  const parameters = standard.parameters.filter(({ statement }) => statement === id)
  if (parameters.length === 0) return null
  return (
    <>
      <h4>{t('evidence.parameters')}</h4>
      <ul>
        {parameters.map(({ id: parameter, label, value, unit }) => (
          <li key={parameter}>
            {t('evidence.parameter', { label: capitalised(label), value, unit: unit === '1' ? '' : unit })}
          </li>
        ))}
      </ul>
    </>
  )
}

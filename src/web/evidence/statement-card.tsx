import type { Statement } from '../../language/statement.ts'
import { madeOf } from '../../weave/document-rules.ts'
import { amount } from '../../weave/english.ts'
import { definitionWords, ruleWords } from '../../weave/rule-words.ts'
import { RuleSentence } from '../decision/rule-sentence.tsx'
import { standard } from '../protocol/adopted.ts'
import { t } from '../strings/t.ts'
import { capitalised } from '../strings/words.ts'

/** One statement: its text, what is made from it in plain words, its numbers, where guidance differs, what it rests on. */
export function StatementCard({ statement }: { readonly statement: Statement }) {
  const { id, text, differences, references } = statement
  const { definitions, rules, citedBy, findings } = madeOf(id, standard)
  return (
    <article className="card statement" id={id} aria-labelledby={`${id}-title`}>
      <h4 id={`${id}-title`}>{id}</h4>
      <p>{text}</p>
      {definitions.length > 0 ? <h5>{t('evidence.defines')}</h5> : null}
      {definitions.map(({ condition, definition }) => (
        <RuleSentence key={definition.id} rule={definitionWords(condition.id, definition, standard)} />
      ))}
      {rules.length > 0 ? <h5>{t('evidence.rules')}</h5> : null}
      {rules.map(({ decision, rule }) => (
        <RuleSentence key={rule.id} rule={ruleWords(decision, rule, standard)} lead={decision.label} />
      ))}
      <Parameters id={id} />
      {differences.length > 0 ? (
        <>
          <h5>{t('evidence.differs')}</h5>
          <ul>
            {differences.map((each) => (
              <li key={each.text}>
                {each.text} <span className="muted">({`${each.reference}; ${each.checked}`})</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      <Facts title={t('evidence.references')} items={references} separator="; " />
      <Facts title={t('evidence.findings')} items={findings.map(({ label }) => label)} separator=", " />
      <Facts
        title={t('evidencePage.alsoCited')}
        items={citedBy.map((each) => `${each.statements[0] ?? ''} ${each.id}`)}
        separator=", "
      />
    </article>
  )
}

function Facts({
  title,
  items,
  separator,
}: {
  readonly title: string
  readonly items: readonly string[]
  readonly separator: string
}) {
  if (items.length === 0) return null
  return (
    <p className="muted">
      {title}: {items.join(separator)}
    </p>
  )
}

function Parameters({ id }: { readonly id: string }) {
  const parameters = standard.parameters.filter(({ statement }) => statement === id)
  if (parameters.length === 0) return null
  return (
    <>
      <h5>{t('evidence.parameters')}</h5>
      <ul>
        {parameters.map(({ id: parameter, label, value, unit }) => (
          <li key={parameter}>
            {capitalised(label)}: <strong>{amount(value, unit)}</strong>
          </li>
        ))}
      </ul>
    </>
  )
}

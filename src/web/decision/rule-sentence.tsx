import type { Phrase } from '../../weave/english.ts'
import { inline } from '../../weave/english.ts'
import type { RuleWords } from '../../weave/rule-words.ts'
import { t } from '../strings/t.ts'
import { capitalised } from '../strings/words.ts'

/** A rule in plain words: what it says, when, and unless what. */
export function RuleSentence({ rule, lead }: { readonly rule: RuleWords; readonly lead?: string }) {
  return (
    <>
      <p className="rule-sentence">
        {lead ? <strong>{lead}: </strong> : null}
        {lead ? rule.says : capitalised(rule.says)}
        {rule.when ? (
          <>
            {' '}
            {t('evidencePage.when')} <When phrase={rule.when} />
          </>
        ) : (
          `, ${t('evidencePage.byDefault')}`
        )}
        . <Cited rule={rule} />
      </p>
      {rule.unless.length > 0 ? (
        <details>
          <summary>{t('evidencePage.exceptions', { count: rule.unless.length })}</summary>
          <ul className="rule-unless">
            {rule.unless.map((exception) => (
              <li key={exception.id}>
                <strong>{t('evidencePage.unless')}</strong> {exception.when ? <When phrase={exception.when} /> : null}:{' '}
                {t('evidencePage.then')} {exception.says}. <Cited rule={exception} />
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  )
}

function When({ phrase }: { readonly phrase: Phrase }) {
  return <>{inline(phrase)}</>
}

function Cited({ rule: { id, statements } }: { readonly rule: Pick<RuleWords, 'id' | 'statements'> }) {
  return (
    <span className="muted">
      ({statements.join(', ')} <code>{id}</code>)
    </span>
  )
}

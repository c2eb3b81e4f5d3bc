import { Link } from 'react-router'
import type { Action, Because, DecisionResult, Differs, Step } from '../../evaluate/result.ts'
import type { ConditionData } from '../../language/condition.ts'
import { walk } from '../../language/condition.ts'
import type { Parameter } from '../../language/finding.ts'
import { amount } from '../../weave/english.ts'
import { ruleWordsOf } from '../../weave/rule-words.ts'
import { dateWords } from '../dates.ts'
import { standard } from '../protocol/adopted.ts'
import { t } from '../strings/t.ts'
import { capitalised } from '../strings/words.ts'
import { RuleSentence } from './rule-sentence.tsx'
import { alsoNote, type LayerDifference, levelOf, mergedEvidence, reasonsOf } from './view.ts'

/** A decision, and the step of it that the panel puts forward. */
interface OfStep {
  readonly result: DecisionResult
  readonly step: Step | undefined
}

/** The longest explanation: rule, statements, inputs with their dates, limits, differing guidance, what would change it. */
export function RuleInFull({ result, step }: OfStep) {
  const reasons = reasonsOf(step, result)
  const statements = [...new Set(reasons.flatMap((reason) => reason.statements))]
  const rules = [...new Set(reasons.flatMap(({ rule }) => rule.split(' + ')))].filter(Boolean)
  return (
    <details className="in-full">
      <summary>{t('decision.expand')}</summary>
      <h4>{t('decision.rule')}</h4>
      {rules.map((id) => (
        <Rule key={id} id={id} />
      ))}
      <h4>{t('decision.statements')}</h4>
      <StatementList ids={statements} />
      <h4>{t('decision.inputs')}</h4>
      <Inputs reasons={reasons} />
      <Limits rules={rules} />
      <h4>{t('decision.differs')}</h4>
      <Differences differs={reasons.flatMap(({ differs }) => differs)} />
      <h4>{t('decision.changes')}</h4>
      <Changes result={result} />
      <p className="muted hash">{t('decision.hash', { hash: result.protocol.hash })}</p>
    </details>
  )
}

/** A rule in plain words with its exceptions; by its name alone where this version has no such rule. */
function Rule({ id }: { readonly id: string }) {
  const rule = ruleWordsOf(id, standard)
  return rule ? (
    <RuleSentence rule={rule} />
  ) : (
    <p>
      <code>{id}</code>
    </p>
  )
}

/** Statements in full, each with its id. */
export function StatementList({ ids }: { readonly ids: readonly string[] }) {
  const statements = ids.flatMap((id) => standard.statements.filter((statement) => statement.id === id))
  return (
    <ul className="plain-list">
      {statements.map(({ id, text }) => (
        <li key={id}>
          <Link to={`/evidence#${id}`}>{id}</Link> {text}
        </li>
      ))}
    </ul>
  )
}

function Inputs({ reasons }: { readonly reasons: readonly Because[] }) {
  const evidence = mergedEvidence(reasons)
  return (
    <ul className="plain-list">
      {evidence.map(({ finding, label, value, observedOn }) => (
        <li key={finding}>
          {capitalised(label)}: <strong>{value}</strong>
          {observedOn ? `, ${dateWords(observedOn)}` : null}
        </li>
      ))}
    </ul>
  )
}

function Limits({ rules }: { readonly rules: readonly string[] }) {
  const limits = limitsOf(rules)
  if (limits.length === 0) return null
  return (
    <>
      <h4>{t('decision.limits')}</h4>
      <ul className="plain-list">
        {limits.map(({ id, label, value, unit, statement }) => (
          <li key={id}>
            {capitalised(label)}: <strong>{amount(value, unit)}</strong> ({statement})
          </li>
        ))}
      </ul>
    </>
  )
}

/**
 * The numbers that rules are decided by, through the conditions they name.
 *
 * @example limitsOf(['initialXray']).map(({ id }) => id) // ['currentResultDays', 'oneMonthDays', …]
 */
export function limitsOf(rules: readonly string[]): readonly Parameter[] {
  const ids = new Set<string>()
  const seen = new Set<string>()
  const gather = (when: ConditionData): void =>
    walk(when, (part) => {
      if (part.op === 'within') ids.add(part.days)
      if (part.op === 'compare')
        for (const name of 'parameter' in part.limit ? [part.limit.parameter] : [part.limit.plus, part.limit.times])
          if (name) ids.add(name)
      if (part.op !== 'defined' || seen.has(part.condition)) return
      seen.add(part.condition)
      const condition = standard.conditions.find(({ id }) => id === part.condition)
      for (const definition of condition?.definitions ?? []) gather(definition.when)
    })
  for (const decision of standard.decisions)
    for (const rule of decision.rules) if (rules.includes(rule.id)) gather(rule.when)
  return standard.parameters.filter(({ id }) => ids.has(id))
}

/** Where published guidance says something else, with its reference; never hidden, and said where there is none. */
export function Differences({ differs }: { readonly differs: readonly Differs[] }) {
  const unique = [...new Map(differs.map((each) => [`${each.statement} ${each.text}`, each])).values()]
  if (unique.length === 0) return <p className="muted">{t('decision.differsNone')}</p>
  return (
    <ul className="plain-list">
      {unique.map(({ statement, text, reference }) => (
        <li key={`${statement} ${text}`}>
          <strong>{statement}</strong> {text} <span className="muted">({reference})</span>
        </li>
      ))}
    </ul>
  )
}

const CHANGES_SHOWN = 12

function Changes({ result }: { readonly result: DecisionResult }) {
  // A change of urgency first; a long list explains nothing.
  const changes = [...result.changes].sort((a, b) => Number(b.urgency !== undefined) - Number(a.urgency !== undefined))
  if (changes.length === 0) return <p className="muted">{t('decision.changesNone')}</p>
  return (
    <ul className="plain-list">
      {changes.slice(0, CHANGES_SHOWN).map((change) => (
        <li key={turnedWords(change).join()}>
          {turnedWords(change).join(t('decision.changesAnd'))}
          {' → '}
          {changeWords(change)}
        </li>
      ))}
    </ul>
  )
}

/** What would be another, one entry a finding. */
function turnedWords({ also = [], ...first }: DecisionResult['changes'][number]): readonly string[] {
  return [first, ...also].map(({ label, to, from }) => t('decision.change', { label: capitalised(label), to, from }))
}

function changeWords(change: DecisionResult['changes'][number]): string {
  const urgency = change.urgency
    ? [t('decision.changesUrgency', { to: levelOf(standard, change.urgency.to).label })]
    : []
  const decisions = change.decisions.flatMap(({ decision, to }) => {
    const outcome = standard.decisions.find(({ id }) => id === decision)?.outcomes.find(({ id }) => id === to)
    return outcome ? [outcome.label] : []
  })
  return [...urgency, ...decisions].join('; ')
}

/** Everything beside the main step, collapsed: other actions with their stance, then advice and notes. */
export function AlsoNote({ result, step }: OfStep) {
  const others = alsoNote(step, result)
  const count = others.length + result.notes.length
  if (count === 0) return null
  return (
    <details className="also-note">
      <summary>{t('decision.alsoNote', { count })}</summary>
      <ul className="plain-list">
        {others.map((action) => (
          <li key={action.decision}>
            <ActionLine action={action} />
          </li>
        ))}
        {result.notes.map(({ id, label, statements }) => (
          <li key={id}>
            {capitalised(label)} <span className="muted">({statements.join(', ')})</span>
          </li>
        ))}
      </ul>
    </details>
  )
}

function ActionLine({ action }: { readonly action: Action }) {
  return (
    <>
      {action.kind === 'advice' ? null : <strong>{t(`decision.stances.${action.stance}`)}: </strong>}
      {action.label} <span className="muted">({action.statements.slice(0, 3).join(', ')})</span>
      {action.definite ? null : <span className="muted"> {t('decision.provisionalMark')}</span>}
    </>
  )
}

/** Where the source text alone would say otherwise. */
export function LayerDifferences({ differences }: { readonly differences: readonly LayerDifference[] }) {
  if (differences.length === 0) return null
  return (
    <details className="layers">
      <summary>{t('decision.layers', { count: differences.length })}</summary>
      <p>{t('decision.layersText')}</p>
      <ul className="plain-list">
        {differences.map(({ decision, label, there, here }) => (
          <li key={decision}>
            <strong>{label}:</strong> {there || t('decision.layerNone')}{' '}
            <span className="muted">({t('decision.layerHere', { here })})</span>
          </li>
        ))}
      </ul>
    </details>
  )
}

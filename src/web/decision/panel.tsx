import { Button } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import { Link } from 'react-router'
import type { DecisionResult, Flag, Step } from '../../evaluate/result.ts'
import { flagPhrase } from '../../weave/findings-text.ts'
import { dateWords } from '../dates.ts'
import { definitionOf } from '../findings/definition.ts'
import { goToQuestion } from '../findings/question.tsx'
import { Waiting } from '../frame/page.tsx'
import { UrgencyBadge } from '../frame/urgency-badge.tsx'
import { standard } from '../protocol/adopted.ts'
import { t } from '../strings/t.ts'
import type { LiveDecision } from './use-decision.ts'
import { type Act, isEmergency, levelOf, reasonsOf } from './view.ts'
import { AlsoNote, LayerDifferences, RuleInFull } from './why.tsx'

/** What can be done from the panel. What is not given is not offered. */
export interface PanelActions {
  /** Does the step, signing first. */
  readonly onAct?: (act: Act) => void
  /** The act needs a signature: it says so. */
  readonly signs?: boolean
  readonly onSignOnly?: () => void
  readonly onOverride?: () => void
  /** For those who may not sign: records the answers, for a clinician to sign. */
  readonly onSave?: () => void
  /** Why nothing can be signed now. */
  readonly barred?: string
  readonly busy?: boolean
}

/** Where the panel will stand, until something is decided. */
export function RoomForPanel() {
  return (
    <div className="panel-room">
      <Waiting />
    </div>
  )
}

/** The one recommendation panel: always in the same place and the same order, live, without a submit. */
export function DecisionPanel({
  live,
  step,
  act,
  actions,
  notes,
}: {
  readonly live: LiveDecision
  /** The step put forward: the first that is still to do. */
  readonly step: Step | undefined
  readonly act: Act
  readonly actions: PanelActions
  /** What the record adds: signed, ordered, decided otherwise. */
  readonly notes?: ReactNode
}) {
  const { result, faults } = live
  const { level } = levelOf(standard, result.urgency.level)
  return (
    <div className={`panel panel-${level}`} aria-busy={live.pending}>
      <UrgencyBadge urgency={result.urgency.level} {...(result.urgency.settled ? {} : { note: t('decision.soFar') })} />
      <p className="panel-headline" aria-live="polite">
        {headline(step)}
      </p>
      {result.status === 'outOfScope' ? <p>{t('decision.outOfScope')}</p> : null}
      <p>{findingsLine(result)}</p>
      {step && !step.definite && !isEmergency(standard, result) ? (
        <p className="muted">{t('decision.provisional')}</p>
      ) : null}
      <MissingLine result={result} />
      {faults.impossible.map(({ constraint }) => (
        <p key={constraint.id} className="fault" role="alert">
          {t('questions.impossible', { because: constraint.because })}
        </p>
      ))}
      {notes}
      <PanelButtons act={act} actions={actions} />
      <Why result={result} step={step} />
      <RuleInFull result={result} step={step} />
      <AlsoNote result={result} step={step} />
      <LayerDifferences differences={live.differences} />
    </div>
  )
}

/**
 * The headline: "Consider: …" and the step, or the next question.
 *
 * @example headline(result.next) // 'Consider: X-ray and ESR'
 */
export function headline(step: Step | undefined): string {
  if (!step) return t('decision.nothing')
  return step.finding === undefined
    ? t('decision.consider', { what: step.label })
    : t('decision.askNext', { question: step.label })
}

const flagWords = (flag: Flag): string => flagPhrase(flag, standard)

/**
 * The findings in one line: the red flags with what raised them, or that there is none (so far).
 *
 * @example findingsLine(result) // '2 red flags: constitutional symptoms (fever), history of cancer (in the past).'
 */
export function findingsLine(result: DecisionResult): string {
  const labels = [...new Set(result.redFlags.map(flagWords))]
  const flags =
    labels.length > 0
      ? t('decision.flags', { count: labels.length, labels: labels.join(', ') })
      : t(result.missing.length > 0 ? 'decision.noFlags' : 'decision.noFlagsAll')
  const shown = new Set(result.redFlags.flatMap(({ findings }) => findings.map(({ finding }) => finding)))
  const others = result.features.filter(({ findings }) => findings.some(({ finding }) => !shown.has(finding)))
  const features = [...new Set(others.map(flagWords))]
  return features.length > 0 ? `${flags} ${t('decision.features', { labels: features.join(', ') })}` : flags
}

const NAMED_AT_ONCE = 3

function MissingLine({ result }: { readonly result: DecisionResult }) {
  const { missing } = result
  if (missing.length === 0) return null
  const named = missing.slice(0, NAMED_AT_ONCE).map(({ label }) => label)
  const rest = missing.length - named.length
  const list = [named.join(', '), rest > 0 ? t('decision.missingMore', { count: rest }) : ''].filter(Boolean).join(' ')
  return (
    <div className="missing">
      <p>
        <strong>{t('decision.missing')}:</strong> {list}. {reach(missing)}
      </p>
      {rest > 0 ? (
        <details>
          <summary>{t('decision.missingAll', { count: missing.length })}</summary>
          <ul>
            {missing.map(({ finding, label }) => (
              <li key={finding}>
                <button type="button" className="link-button" onClick={() => goToQuestion(finding)}>
                  {label}
                </button>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  )
}

/**
 * Whether what is not known could move the urgency.
 *
 * @example reach([{ couldRaise: true, couldLower: false }]) // 'It could raise the urgency.'
 */
export function reach(missing: readonly { readonly couldRaise: boolean; readonly couldLower: boolean }[]): string {
  const raises = missing.some(({ couldRaise }) => couldRaise)
  const lowers = missing.some(({ couldLower }) => couldLower)
  if (raises && lowers) return t('decision.couldBoth')
  if (raises) return t('decision.couldRaise')
  return lowers ? t('decision.couldLower') : t('decision.couldNeither')
}

function PanelButtons({ act, actions }: { readonly act: Act; readonly actions: PanelActions }) {
  const { onAct, onSignOnly, onOverride, onSave, barred, busy, signs = false } = actions
  const barredId = useId()
  const isOff = barred !== undefined || busy === true
  return (
    <div className="panel-buttons">
      {act.is === 'ask' ? (
        <Button variant="filled" onClick={() => goToQuestion(act.finding)}>
          {t('decision.answerNext')}
        </Button>
      ) : onAct ? (
        <Button
          variant="filled"
          onClick={() => onAct(act)}
          disabled={isOff}
          aria-describedby={barred ? barredId : undefined}
        >
          {actWords(act, signs)}
        </Button>
      ) : null}
      {onSignOnly && act.is !== 'sign' ? (
        <Button variant="default" onClick={onSignOnly} disabled={isOff}>
          {t('decision.signOnly')}
        </Button>
      ) : null}
      {onOverride ? (
        <Button variant="default" onClick={onOverride} disabled={isOff}>
          {t('decision.somethingElse')}
        </Button>
      ) : null}
      {onSave ? (
        <>
          <Button variant="default" onClick={onSave} disabled={isOff}>
            {t('decision.saveAnswers')}
          </Button>
          <p className="muted">{t('decision.answersSaved')}</p>
        </>
      ) : null}
      {barred ? (
        <p className="muted" id={barredId}>
          {barred}
        </p>
      ) : null}
    </div>
  )
}

/**
 * The words of the one button; what it does is named by the protocol's own labels.
 *
 * @example actWords({ is: 'order', actions: [xray, esr] }, true) // 'Sign and order: X-ray, ESR'
 */
export function actWords(act: Act, signs: boolean): string {
  if (act.is === 'ask') return t('decision.answerNext')
  if (act.is === 'sign') return t('decision.sign')
  const what = act.actions.map(({ decision }) => decisionLabel(decision)).join(', ')
  const way = signs ? 'signing' : 'signed'
  if (act.is === 'treat') {
    const goesOn = act.actions.some(({ action, decision }) => action !== decision)
    return t(`decision.${way}.${goesOn ? 'continue' : 'treat'}`, { what })
  }
  return t(`decision.${way}.${act.is}`, { what })
}

/**
 * What the protocol calls a decision.
 *
 * @example decisionLabel('xray') // 'X-ray'
 */
export function decisionLabel(id: string): string {
  return standard.decisions.find((decision) => decision.id === id)?.label ?? id
}

/** The statement behind the step, with its id and the protocol's version; for a question, why it is asked. */
function Why({ result, step }: { readonly result: DecisionResult; readonly step: Step | undefined }) {
  const heading = useId()
  const { name, version } = result.protocol
  const date = dateWords(result.asOf)
  const asked = definitionOf(step?.finding ?? '')
  const statement = standard.statements.find(({ id }) => id === reasonsOf(step, result)[0]?.statements[0])
  if (!step || (!asked && !statement)) return null
  return (
    <section aria-labelledby={heading} className="why">
      <h3 id={heading}>{asked ? t('decision.whyAsked') : t('decision.why')}</h3>
      <blockquote>
        <p>{asked?.why ?? statement?.text}</p>
        <footer className="muted">
          {asked || !statement ? (
            t('decision.serves', { ids: asked?.serves.join(', ') ?? '', name, version, date })
          ) : (
            <>
              <Link to={`/evidence#${statement.id}`}>{t('decision.statement', { id: statement.id })}</Link>.{' '}
              {t('decision.source', { name, version, date })}
            </>
          )}
        </footer>
      </blockquote>
    </section>
  )
}

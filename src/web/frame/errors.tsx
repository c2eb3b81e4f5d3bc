import { Button } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import { Failure, isSignedOut, networkFailure } from '../api.ts'
import { askSessionAgain } from '../session/use-session.ts'
import { t } from '../strings/t.ts'

const forbidden = 403

/**
 * What an error means to the person: what happened, whether their data is safe, what now.
 *
 * @example failureWords(new Failure(0, 'network', undefined, undefined)) // 'The service does not answer. …'
 */
export function failureWords(error: unknown): string {
  if (!(error instanceof Failure)) return t('errors.notLoaded')
  if (error.code === networkFailure) return t('errors.network')
  if (isSignedOut(error) && error.code === 'PLB_SESSION_NEEDED') return t('errors.signInAgain')
  if (error.status === forbidden && error.code === 'PLB_SESSION_NOT_PERMITTED') return t('errors.notAllowed')
  const { title, detail, errors } = error.problem ?? {}
  const faults = (errors ?? []).map(({ message, allowed }) => [message, allowed].filter(Boolean).join(' '))
  return [title ?? t('errors.notLoaded'), detail, ...faults].filter(Boolean).join(' ')
}

/** Says a problem where the person looks, and takes the focus so that it is heard. */
export function Problem({
  children,
  title,
  onRetry,
  retryLabel,
  reference,
}: {
  readonly children: ReactNode
  /** "There is a problem" unless given. */
  readonly title?: string
  readonly onRetry?: () => void
  /** "Try again" unless given. */
  readonly retryLabel?: string
  readonly reference?: string
}) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [])
  return (
    <div className="error-summary" role="alert" tabIndex={-1} ref={box}>
      <h2>{title ?? t('errors.title')}</h2>
      <p>{children}</p>
      {reference ? <p className="muted">{t('errors.reference', { reference })}</p> : null}
      {onRetry ? (
        <Button variant="default" onClick={onRetry}>
          {retryLabel ?? t('errors.tryAgain')}
        </Button>
      ) : null}
    </div>
  )
}

/** The service answered, and its answer says what became of the change. */
function isAnswered(error: unknown): boolean {
  return error instanceof Failure && error.problem !== undefined
}

/** A failed request as a problem; nothing while there is none. */
export function FailureNotice({
  error,
  onRetry,
  saving,
}: {
  readonly error: unknown
  readonly onRetry?: () => void
  /** It was a change that failed: say that it was not saved. */
  readonly saving?: boolean
}) {
  useEffect(() => {
    if (isSignedOut(error) && error instanceof Failure && error.code === 'PLB_SESSION_NEEDED') void askSessionAgain()
  }, [error])
  if (!error) return null
  const reference = error instanceof Failure ? error.problem?.reference : undefined
  return (
    <Problem {...(onRetry ? { onRetry } : {})} {...(reference ? { reference } : {})}>
      {failureWords(error)} {saving && !isAnswered(error) ? t('errors.notSaved') : null}
    </Problem>
  )
}

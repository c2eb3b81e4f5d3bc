import { Component, type ReactNode } from 'react'
import { t } from '../strings/t.ts'
import { Problem } from './errors.tsx'
import { Page } from './page.tsx'

interface GuardProps {
  readonly children: ReactNode
}

interface GuardState {
  readonly hasStopped: boolean
}

/**
 * A screen that fails while it is drawn says so in its place, with the way around it still there: a blank page would look
 * as though nothing were wrong. Answers are kept elsewhere (the device, the service) and are not lost with the screen.
 */
export class CrashGuard extends Component<GuardProps, GuardState> {
  override state: GuardState = { hasStopped: false }

  static getDerivedStateFromError(): GuardState {
    return { hasStopped: true }
  }

  override render(): ReactNode {
    if (!this.state.hasStopped) return this.props.children
    return (
      <Page title={t('app.name')}>
        <Problem onRetry={() => window.location.reload()}>{t('errors.screenStopped')}</Problem>
      </Page>
    )
  }
}

import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { type ReactNode, useRef } from 'react'
import type { Step } from '../../evaluate/result.ts'
import { headline } from '../decision/panel.tsx'
import type { LiveDecision } from '../decision/use-decision.ts'
import { t } from '../strings/t.ts'
import { Waiting } from './page.tsx'
import { UrgencyBadge } from './urgency-badge.tsx'

/** From this width on the panel stands beside the questions. */
const WIDE = '(min-width: 60em)'

/** Questions left and the panel right, sticky; on a narrow screen a bar at the bottom that opens the panel. */
export function Workspace({
  live,
  step,
  panel,
  children,
}: {
  /** `undefined` until something is decided. */
  readonly live: LiveDecision | undefined
  readonly step: Step | undefined
  readonly panel: ReactNode
  readonly children: ReactNode
}) {
  const isWide = useMediaQuery(WIDE, false, { getInitialValueInEffect: false })
  return (
    <div className="workspace">
      <div className="workspace-questions">{children}</div>
      {isWide ? (
        <aside className="workspace-panel" aria-label={t('decision.panel')}>
          {panel}
        </aside>
      ) : (
        <BottomBar live={live} step={step} panel={panel} />
      )}
    </div>
  )
}

function BottomBar({
  live,
  step,
  panel,
}: {
  readonly live: LiveDecision | undefined
  readonly step: Step | undefined
  readonly panel: ReactNode
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  const close = (): void => dialog.current?.close()
  return (
    <aside aria-label={t('decision.panel')}>
      <div className="bottom-bar">
        <div className="bottom-words">
          {live ? (
            <>
              <UrgencyBadge
                urgency={live.result.urgency.level}
                {...(live.result.urgency.settled ? {} : { note: t('decision.soFar') })}
              />
              <span className="bottom-headline">{headline(step)}</span>
            </>
          ) : (
            <Waiting />
          )}
        </div>
        <Button variant="filled" disabled={!live} onClick={() => dialog.current?.showModal()}>
          {t('decision.seeWhy')}
        </Button>
      </div>
      <dialog ref={dialog} className="sheet" aria-label={t('decision.panel')}>
        <button type="button" className="link-button sheet-close" onClick={close}>
          {t('decision.backToQuestions')}
        </button>
        {panel}
      </dialog>
    </aside>
  )
}

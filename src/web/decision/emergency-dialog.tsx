import { Button } from '@mantine/core'
import type { DecisionResult } from '../../evaluate/result.ts'
import { Dialog } from '../frame/dialog.tsx'
import { UrgencyBadge } from '../frame/urgency-badge.tsx'
import { t } from '../strings/t.ts'
import { actWords, findingsLine } from './panel.tsx'
import { type Act, emergencyTexts } from './view.ts'

/** The emergency route interrupts with its fixed text, the same for every patient. */
export function EmergencyDialog({
  result,
  act,
  onAct,
  signs,
  onClose,
}: {
  readonly result: DecisionResult
  readonly act: Act
  readonly onAct: ((act: Act) => void) | undefined
  readonly signs: boolean
  readonly onClose: () => void
}) {
  return (
    <Dialog title={t('decision.emergencyTitle')} onClose={onClose} isAlert>
      <div className="stack emergency-texts">
        <div>
          <UrgencyBadge urgency={result.urgency.level} />
        </div>
        {emergencyTexts(result).map((text) => (
          <p key={text}>
            <strong>{text}</strong>
          </p>
        ))}
        <p>{findingsLine(result)}</p>
        <div className="row">
          {onAct && act.is !== 'ask' && act.is !== 'sign' ? (
            <Button variant="filled" onClick={() => onAct(act)}>
              {actWords(act, signs)}
            </Button>
          ) : null}
          <Button variant="default" onClick={onClose}>
            {t('decision.emergencySeen')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

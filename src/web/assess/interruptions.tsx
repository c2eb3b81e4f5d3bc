import { useState } from 'react'
import type { EpisodeView } from '../../service/api/episode.ts'
import { AmendDialog } from '../decision/amend-dialog.tsx'
import { splitAnswers } from '../decision/commands.ts'
import { EmergencyDialog } from '../decision/emergency-dialog.tsx'
import { OverrideDialog, overrideFields } from '../decision/override-dialog.tsx'
import type { LiveDecision } from '../decision/use-decision.ts'
import { type Act, isEmergency } from '../decision/view.ts'
import { forgetTyped, typedIn } from '../drafts/typed.ts'
import type { DraftAnswers } from '../drafts/use-draft.ts'
import { standard } from '../protocol/adopted.ts'
import type { Desk } from './desk.ts'

/** The three things that interrupt. */
export function Interruptions({
  desk,
  live,
  act,
  view,
  draft,
  isBarred,
}: {
  readonly desk: Desk
  readonly live: LiveDecision
  readonly act: Act
  readonly view: EpisodeView
  readonly draft: DraftAnswers
  readonly isBarred: boolean
}) {
  const alarm = isEmergency(standard, live.result) && desk.signs ? live.result.urgency.rule : ''
  const [seen, setSeen] = useState('')
  // Once it is no emergency any more, a new one interrupts again.
  if (alarm === '' && seen !== '') setSeen('')
  const cancel = (part: string, fields: readonly string[]): void => {
    forgetTyped(draft, part, fields)
    desk.setAsking(undefined)
  }
  if (desk.asking === 'override' && 'actions' in act) {
    // What was typed against one recommendation is never offered against another.
    const part = `override.${act.actions.map(({ decision }) => decision).join('+')}`
    return (
      <OverrideDialog
        actions={act.actions}
        urgency={live.result.urgency.level}
        levels={view.state.serviceLevels}
        asOf={view.asOf}
        busy={desk.busy}
        typed={typedIn(draft, part)}
        onSave={(said) => desk.otherwise(act, said)}
        onClose={() => desk.setAsking(undefined)}
        onCancel={() => cancel(part, overrideFields)}
      />
    )
  }
  if (desk.asking === 'amend')
    return (
      <AmendDialog
        amended={splitAnswers(draft.answers, view.state).amended}
        history={view.state}
        busy={desk.busy}
        reason={typedIn(draft, 'amend')('reason')}
        onSave={desk.amend}
        onClose={() => desk.setAsking(undefined)}
        onCancel={() => cancel('amend', ['reason'])}
      />
    )
  if (alarm === '' || alarm === seen) return null
  return (
    <EmergencyDialog
      result={live.result}
      act={act}
      signs={desk.signs}
      onAct={desk.maySign && !isBarred ? desk.act : undefined}
      onClose={() => setSeen(alarm)}
    />
  )
}

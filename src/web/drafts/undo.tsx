import { type ReactNode, useState } from 'react'
import { definitionOf } from '../findings/definition.ts'
import { t } from '../strings/t.ts'
import type { DraftAnswers } from './use-draft.ts'

/** The questions with undo and redo over them, by button and by the usual keys. */
export function Undoable({
  draft,
  children,
}: {
  readonly draft: Pick<DraftAnswers, 'has' | 'step'>
  readonly children: ReactNode
}) {
  const [said, setSaid] = useState('')
  const step = (direction: 'undo' | 'redo'): void => {
    const labels = draft.step(direction).map((id) => definitionOf(id)?.label ?? id)
    if (labels.length > 0) setSaid(t(`undo.${direction}Done`, { count: labels.length, label: labels.join(', ') }))
  }
  const direction = (event: React.KeyboardEvent): 'undo' | 'redo' | undefined => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return undefined
    const key = event.key.toLowerCase()
    if (key === 'y') return 'redo'
    if (key !== 'z') return undefined
    return event.shiftKey ? 'redo' : 'undo'
  }
  return (
    // The keys are those of the whole form; each control in it has its own role.
    // biome-ignore lint/a11y/noStaticElementInteractions: shortcuts only, the buttons do the same.
    <div
      onKeyDown={(event) => {
        const wanted = direction(event)
        // Inside a field of text the browser takes back what was typed there.
        if (!wanted || isText(event.target)) return
        event.preventDefault()
        step(wanted)
      }}
    >
      <div className="undo">
        <button type="button" className="link-button" disabled={!draft.has.undo} onClick={() => step('undo')}>
          {t('undo.undo')}
        </button>
        <button type="button" className="link-button" disabled={!draft.has.redo} onClick={() => step('redo')}>
          {t('undo.redo')}
        </button>
        <span className="muted" role="status">
          {said}
        </span>
      </div>
      {children}
    </div>
  )
}

function isText(target: EventTarget): boolean {
  return (
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && target.type !== 'radio' && target.type !== 'checkbox')
  )
}

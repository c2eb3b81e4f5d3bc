import { Button, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { EpisodeHistory } from '../../care/episode.ts'
import type { RecordedFindings } from '../../evaluate/situation.ts'
import type { Typed } from '../drafts/typed.ts'
import { definitionOf } from '../findings/definition.ts'
import { Dialog } from '../frame/dialog.tsx'
import { t } from '../strings/t.ts'
import { capitalised } from '../strings/words.ts'
import { valueWords } from './value-words.ts'

/** Changing what is signed interrupts: the old version is kept, and a reason is asked. */
export function AmendDialog({
  amended,
  history,
  reason,
  onSave,
  onClose,
  onCancel,
  busy,
}: {
  readonly amended: RecordedFindings
  readonly history: EpisodeHistory
  readonly reason: Typed
  readonly onSave: (reason: string) => void
  /** Closed to go on later: what was typed is kept. */
  readonly onClose: () => void
  /** Given up: what was typed is forgotten. */
  readonly onCancel: () => void
  readonly busy: boolean
}) {
  const [isTried, setTried] = useState(false)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (reason.text.trim() !== '') onSave(reason.text)
  }
  return (
    <Dialog title={t('amend.title')} onClose={onClose} isAlert>
      <form className="stack" onSubmit={submit}>
        <p>{t('amend.text')}</p>
        <ul>
          {Object.entries(amended).map(([id, { value }]) => (
            <li key={id}>
              {t('amend.was', {
                label: capitalised(definitionOf(id)?.label ?? id),
                from: valueWords(id, history.findings[id]?.value ?? ''),
                to: valueWords(id, value),
              })}
            </li>
          ))}
        </ul>
        <Textarea
          label={t('amend.reason')}
          value={reason.text}
          maxLength={1000}
          onChange={(event) => reason.change(event.currentTarget.value)}
          error={isTried && reason.text.trim() === '' ? t('amend.missing') : undefined}
        />
        <div className="row">
          <Button type="submit" variant="filled" disabled={busy}>
            {t('amend.save')}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {t('app.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

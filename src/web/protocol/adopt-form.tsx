import { Button, Checkbox, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Adoption, DifferenceAnswer } from '../../service/api/protocol.ts'
import { send } from '../api.ts'
import { FailureNotice } from '../frame/errors.tsx'
import { useSession } from '../session/use-session.ts'
import { t } from '../strings/t.ts'

const reasonCharactersAtMost = 1000

/** The act of the clinical lead, under the report that was read; everybody else is told whose act it is. */
export function AdoptForm({ answer, version }: { readonly answer: DifferenceAnswer; readonly version: string }) {
  const { may, person } = useSession()
  const [hasRead, setHasRead] = useState(false)
  const [reason, setReason] = useState('')
  // The same act if it has to be sent again.
  const [commandId] = useState(() => crypto.randomUUID())
  const adopt = useMutation({
    mutationFn: () =>
      send<Adoption>('POST', '/api/protocol/adoptions', {
        commandId,
        hash: answer.report.after.hash,
        reportHash: answer.reportHash,
        hasRead,
        reason,
      }),
    // From here on the page decides by a version that is no longer the adopted one.
    onSuccess: () => window.location.assign('/protocol/versions'),
  })
  if (!may.includes('POST /api/protocol/adoptions')) return <p className="card">{t('versions.notYourAct')}</p>
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    adopt.mutate()
  }
  return (
    <form className="card stack wide-text" onSubmit={submit}>
      <h3>{t('versions.adoptTitle', { version })}</h3>
      <FailureNotice error={adopt.error} saving />
      <p>{t('versions.adoptText')}</p>
      <dl className="hashes">
        <dt>{t('versions.reportHash')}</dt>
        <dd>
          <code>{answer.reportHash}</code>
        </dd>
        <dt>{t('versions.leadName')}</dt>
        <dd>{person.displayName}</dd>
      </dl>
      <Textarea
        label={t('versions.reason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        maxLength={reasonCharactersAtMost}
        autosize={false}
        rows={3}
        required
        withAsterisk={false}
      />
      <Checkbox
        size="md"
        label={t('versions.hasRead')}
        checked={hasRead}
        onChange={(event) => setHasRead(event.currentTarget.checked)}
      />
      <div>
        <Button
          type="submit"
          variant="filled"
          disabled={!hasRead || reason.trim() === '' || adopt.isPending || adopt.isSuccess}
        >
          {t('versions.adopt', { version })}
        </Button>
      </div>
    </form>
  )
}

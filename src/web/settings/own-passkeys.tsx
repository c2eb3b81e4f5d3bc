import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Passkeys } from '../../service/api/passkey.ts'
import { queries, send } from '../api.ts'
import { dateWords } from '../dates.ts'
import { FailureNotice } from '../frame/errors.tsx'
import { addPasskey } from '../session/passkey.ts'
import { useSessionAnswer } from '../session/use-session.ts'
import { t } from '../strings/t.ts'
import { CurrentPassword } from './current-password.tsx'

const key = ['passkeys']
const show = (after: Passkeys) => queries.setQueryData(key, after)

/** One's own passkeys: adding one, removing one, and asking for one after the password. */
export function OwnPasskeys() {
  const offered = useSessionAnswer().data?.passkeysOffered ?? false
  const { data, error, refetch } = useQuery({ queryKey: key, queryFn: () => send<Passkeys>('GET', '/api/passkeys') })
  const change = useMutation({
    mutationFn: (asked: { readonly remove: string } | { readonly isNeeded: boolean }) =>
      'remove' in asked
        ? send<Passkeys>('DELETE', `/api/passkeys/${asked.remove}`)
        : send<Passkeys>('PUT', '/api/passkeys/needed', asked),
    onSuccess: show,
  })
  const passkeys = data?.passkeys ?? []
  return (
    <section className="card stack" aria-label={t('passkey.title')}>
      <h3>{t('passkey.title')}</h3>
      <p className="muted">{t('passkey.help')}</p>
      <FailureNotice error={error} onRetry={() => void refetch()} />
      <FailureNotice error={change.error} saving />
      {data && passkeys.length === 0 ? <p>{t('passkey.none')}</p> : null}
      <ul className="plain-list stack">
        {passkeys.map(({ id, name, createdAt, lastUsedAt }) => (
          <li key={id} className="row">
            <div>
              <strong>{name}</strong>
              <br />
              <span className="muted">
                {t('passkey.made', {
                  made: dateWords(createdAt),
                  used: lastUsedAt === null ? t('passkey.never') : dateWords(lastUsedAt),
                })}
              </span>
            </div>
            <Button
              variant="default"
              disabled={change.isPending}
              onClick={() => change.mutate({ remove: id })}
              aria-label={t('passkey.removeOf', { name })}
            >
              {t('passkey.remove')}
            </Button>
          </li>
        ))}
      </ul>
      {passkeys.length > 0 ? (
        <div>
          <label className="check">
            <input
              type="checkbox"
              checked={data?.isNeeded ?? false}
              disabled={change.isPending}
              onChange={(event) => change.mutate({ isNeeded: event.currentTarget.checked })}
            />
            {t('passkey.needed')}
          </label>
          <p className="muted">{t('passkey.neededHelp')}</p>
        </div>
      ) : null}
      {offered ? <AddPasskey /> : <p className="muted">{t('passkey.notHere')}</p>}
    </section>
  )
}

function AddPasskey() {
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const add = useMutation({
    mutationFn: () => addPasskey(name, password),
    onSuccess: (after) => {
      setName('')
      setPassword('')
      show(after)
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    add.mutate()
  }
  return (
    <form className="stack" onSubmit={submit}>
      <FailureNotice error={add.error} saving />
      <TextInput
        label={t('passkey.name')}
        description={t('passkey.nameHelp')}
        value={name}
        maxLength={100}
        onChange={(event) => setName(event.currentTarget.value)}
        required
        withAsterisk={false}
      />
      <CurrentPassword value={password} onChange={setPassword} />
      <div className="row">
        <Button type="submit" variant="default" disabled={add.isPending}>
          {t('passkey.add')}
        </Button>
        <span role="status">{add.isSuccess ? t('passkey.added') : null}</span>
      </div>
    </form>
  )
}

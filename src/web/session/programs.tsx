import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { NewKeyAnswer, Program, ProgramKey } from '../../service/api/program.ts'
import { queries, send } from '../api.ts'
import { dateWords } from '../dates.ts'
import { FailureNotice } from '../frame/errors.tsx'
import { t } from '../strings/t.ts'

const key = ['programs']
const askAgain = () => queries.invalidateQueries({ queryKey: key })

/** Other systems that may come in, and their keys: making one, putting another in its place, revoking it. */
export function Programs() {
  const { data, error, refetch } = useQuery({ queryKey: key, queryFn: () => send<Program[]>('GET', '/api/programs') })
  const change = useMutation({
    mutationFn: (asked: { readonly id: string; readonly keyId?: string }): Promise<NewKeyAnswer | Program> =>
      asked.keyId === undefined
        ? send<NewKeyAnswer>('POST', `/api/programs/${asked.id}/keys`)
        : send<Program>('DELETE', `/api/programs/${asked.id}/keys/${asked.keyId}`),
    onSettled: askAgain,
  })
  const made = change.data && 'key' in change.data ? change.data : undefined
  return (
    <section className="after" aria-label={t('programs.title')}>
      <h2>{t('programs.title')}</h2>
      <p>{t('programs.lead')}</p>
      <FailureNotice error={error} onRetry={() => void refetch()} />
      <FailureNotice error={change.error} saving />
      {made ? <ShownKey made={made} /> : null}
      {data?.length === 0 ? <p className="empty">{t('programs.empty')}</p> : null}
      <ul className="cards wide-text">
        {(data ?? []).map(({ account, keys }) => (
          <li key={account.id}>
            <h3>{account.displayName}</h3>
            <p className="muted">
              {account.username}
              {account.status === 'disabled' ? `, ${t('accounts.statuses.disabled')}` : null}
            </p>
            {keys.length === 0 ? <p>{t('programs.noKey')}</p> : null}
            {keys.map((each) => (
              <p key={each.id} className="row row-middle">
                <span>{keyWords(each)}</span>
                <Button
                  variant="default"
                  disabled={change.isPending}
                  onClick={() => change.mutate({ id: account.id, keyId: each.id })}
                  aria-label={t('programs.revokeOf', { name: account.displayName, made: day(each.createdAt) })}
                >
                  {t('programs.revoke')}
                </Button>
              </p>
            ))}
            <Button
              variant="default"
              disabled={change.isPending}
              onClick={() => change.mutate({ id: account.id })}
              aria-label={t('programs.newKeyFor', { name: account.displayName })}
            >
              {t('programs.newKey')}
            </Button>
          </li>
        ))}
      </ul>
      <AddProgram />
    </section>
  )
}

const day = (instant: string): string => dateWords(instant.slice(0, 10))

function keyWords({ createdAt, expiresAt, lastUsedAt }: ProgramKey): string {
  const used = lastUsedAt === null ? t('programs.never') : day(lastUsedAt)
  return t('programs.key', { made: day(createdAt), ends: day(expiresAt), used })
}

function ShownKey({ made: { program, key: shown } }: { readonly made: NewKeyAnswer }) {
  const name = program.account.displayName
  return (
    <div role="status" className="card">
      <h3>{t('programs.keyTitle', { name })}</h3>
      <p>
        <code className="whole-key">{shown}</code>
      </p>
      <p>{t('programs.keyText', { name })}</p>
    </div>
  )
}

function AddProgram() {
  const [displayName, setDisplayName] = useState('')
  const [username, setUsername] = useState('')
  const add = useMutation({
    mutationFn: () => send<NewKeyAnswer>('POST', '/api/programs', { displayName, username }),
    onSuccess: () => {
      setDisplayName('')
      setUsername('')
      return askAgain()
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    add.mutate()
  }
  return (
    <form className="card stack wide-text" onSubmit={submit}>
      <h3>{t('programs.addTitle')}</h3>
      <FailureNotice error={add.error} saving />
      {add.data ? <ShownKey made={add.data} /> : null}
      <div className="row">
        <TextInput
          label={t('programs.displayName')}
          value={displayName}
          onChange={(event) => setDisplayName(event.currentTarget.value)}
          required
          withAsterisk={false}
        />
        <TextInput
          label={t('accounts.username')}
          description={t('session.usernameHelp')}
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value)}
          required
          withAsterisk={false}
        />
        <Button type="submit" variant="filled" disabled={add.isPending}>
          {t('programs.add')}
        </Button>
      </div>
    </form>
  )
}

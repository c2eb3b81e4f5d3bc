import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Account, InvitationAnswer } from '../../service/api/account.ts'
import type { Role } from '../../service/api/role.ts'
import { queries, send } from '../api.ts'
import { FailureNotice } from '../frame/errors.tsx'
import { Page } from '../frame/page.tsx'
import { t } from '../strings/t.ts'
import { Programs } from './programs.tsx'

type Invited = InvitationAnswer

const key = ['accounts']
const ROLES: readonly Role[] = ['clinician', 'nurse', 'administrator', 'auditor']

/** The administrator's list of people, and inviting one more. */
export default function AccountsScreen() {
  const { data, error, refetch } = useQuery({ queryKey: key, queryFn: () => send<Account[]>('GET', '/api/accounts') })
  const mark = useMutation({
    mutationFn: ({ id, clinicalLead }: Pick<Account, 'id' | 'clinicalLead'>) =>
      send<Account>('PATCH', `/api/accounts/${id}`, { clinicalLead }),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  })
  const people = (data ?? []).filter(({ role }) => role !== 'integration')
  return (
    <Page title={t('accounts.title')}>
      <FailureNotice error={mark.error} saving />
      <FailureNotice error={error} onRetry={() => void refetch()} />
      <p>{t('accounts.lead')}</p>
      <InviteForm />
      <section className="table-scroll after" aria-label={t('accounts.people')}>
        <table className="list">
          <caption>{t('accounts.people')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('accounts.name')}</th>
              <th scope="col">{t('accounts.username')}</th>
              <th scope="col">{t('accounts.role')}</th>
              <th scope="col">{t('accounts.status')}</th>
            </tr>
          </thead>
          <tbody>
            {people.map(({ id, displayName, username, role, clinicalLead, status }) => (
              <tr key={id}>
                <th scope="row">{displayName}</th>
                <td>{username}</td>
                <td>
                  {t(`roles.${role}`)}
                  {clinicalLead ? `, ${t('accounts.clinicalLead')}` : null}{' '}
                  {role === 'clinician' ? (
                    <button
                      type="button"
                      className="link-button"
                      disabled={mark.isPending}
                      onClick={() => mark.mutate({ id, clinicalLead: !clinicalLead })}
                    >
                      {clinicalLead ? t('accounts.endLead') : t('accounts.makeLead')}
                      <span className="hidden">: {displayName}</span>
                    </button>
                  ) : null}
                </td>
                <td>{t(`accounts.statuses.${status}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <Programs />
    </Page>
  )
}

function InviteForm() {
  const [displayName, setDisplayName] = useState('')
  const [username, setUsername] = useState('')
  const [role, setRole] = useState<Role>('clinician')
  const invite = useMutation({
    mutationFn: () => send<Invited>('POST', '/api/accounts', { displayName, username, role }),
    onSuccess: () => {
      setDisplayName('')
      setUsername('')
      return queries.invalidateQueries({ queryKey: key })
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    invite.mutate()
  }
  return (
    <form className="card stack wide-text" onSubmit={submit}>
      <h2>{t('accounts.inviteTitle')}</h2>
      <FailureNotice error={invite.error} />
      {invite.data ? (
        <div role="status">
          <h3>{t('accounts.codeTitle', { name: invite.data.account.displayName })}</h3>
          <p>
            <code>{invite.data.code}</code>
          </p>
          <p>{t('accounts.codeText', { name: invite.data.account.displayName })}</p>
        </div>
      ) : null}
      <div className="row">
        <TextInput
          label={t('accounts.displayName')}
          value={displayName}
          onChange={(event) => setDisplayName(event.currentTarget.value)}
          required
          withAsterisk={false}
        />
        <TextInput
          label={t('accounts.username')}
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value)}
          required
          withAsterisk={false}
        />
        <NativeSelect
          label={t('accounts.role')}
          value={role}
          data={ROLES.map((each) => ({ value: each, label: t(`roles.${each}`) }))}
          onChange={(event) => setRole(ROLES.find((each) => each === event.currentTarget.value) ?? 'clinician')}
        />
        <Button type="submit" variant="filled" disabled={invite.isPending}>
          {t('accounts.invite')}
        </Button>
      </div>
    </form>
  )
}

import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Contact, SettingsAnswer } from '../../service/api/settings.ts'
import { send } from '../api.ts'
import { FailureNotice } from '../frame/errors.tsx'
import { t } from '../strings/t.ts'
import { refreshSettings } from './use-settings.ts'

type Person = SettingsAnswer['people'][number]

/** Where each person is told of work; whoever has no address is counted. */
export function PeopleTable({ people }: { readonly people: readonly Person[] }) {
  const without = people.filter(({ email }) => email === null).length
  return (
    <section className="card wide-text" aria-labelledby="people">
      <h2 id="people">{t('settings.people')}</h2>
      <p>{t('settings.peopleLead')}</p>
      {without > 0 ? <p className="fault">{t('settings.without', { count: without })}</p> : null}
      {people.length === 0 ? <p className="empty">{t('settings.noPeople')}</p> : null}
      <ul className="cards">
        {people.map((person) => (
          <li key={person.accountId}>
            <PersonRow person={person} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function PersonRow({ person: { accountId, displayName, role, email } }: { readonly person: Person }) {
  const [address, setAddress] = useState(email ?? '')
  const save = useMutation({
    mutationFn: () =>
      send<Contact>('PUT', `/api/accounts/${accountId}/contact`, {
        email: address.trim() === '' ? null : address.trim(),
      }),
    onSuccess: refreshSettings,
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <form onSubmit={submit}>
      <FailureNotice error={save.error} saving />
      <div className="card-head">
        <span>
          <strong>{displayName}</strong> <span className="muted">{t(`roles.${role}`)}</span>
        </span>
        <span className="row">
          <input
            className="input"
            type="email"
            aria-label={t('settings.addressOf', { name: displayName })}
            value={address}
            maxLength={254}
            onChange={(event) => setAddress(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" disabled={save.isPending || address === (email ?? '')}>
            {t('settings.save')}
          </Button>
        </span>
      </div>
    </form>
  )
}

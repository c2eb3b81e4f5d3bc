import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Contact } from '../../service/api/settings.ts'
import { queries, send, sendForSession } from '../api.ts'
import { FailureNotice } from '../frame/errors.tsx'
import { SchemeSwitch } from '../frame/frame.tsx'
import { useLeave, useSession } from '../session/use-session.ts'
import { t } from '../strings/t.ts'
import { Bindings } from './bindings.tsx'
import { OwnOrganisation } from './own-organisation.tsx'
import { OwnPasskeys } from './own-passkeys.tsx'
import { OwnSessions } from './own-sessions.tsx'

/** What a person sets for themselves. */
export function OwnSettings() {
  const { may } = useSession()
  const isOwn = may.includes('PUT /api/contact')
  return (
    <div className="wide-text">
      <h2 id="own">{t('settings.own')}</h2>
      <section className="card">
        <h3>{t('settings.appearance')}</h3>
        <p className="muted">{t('settings.appearanceHelp')}</p>
        <SchemeSwitch />
      </section>
      {isOwn ? (
        <>
          <ContactForm />
          <PasswordForm />
          <OwnOrganisation />
          <OwnPasskeys />
          <OwnSessions />
          <Bindings />
          <Everywhere />
        </>
      ) : (
        <p className="empty">{t('settings.demo')}</p>
      )}
    </div>
  )
}

const contactKey = ['contact']

function ContactForm() {
  const { data } = useQuery({ queryKey: contactKey, queryFn: () => send<Contact>('GET', '/api/contact') })
  return data ? <ContactFields email={data.email} /> : null
}

function ContactFields({ email }: { readonly email: string | null }) {
  const [address, setAddress] = useState(email ?? '')
  const save = useMutation({
    mutationFn: () => send<Contact>('PUT', '/api/contact', { email: address.trim() === '' ? null : address.trim() }),
    onSuccess: () => queries.invalidateQueries({ queryKey: contactKey }),
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <form className="card stack" onSubmit={submit}>
      <h3>{t('settings.contactTitle')}</h3>
      <FailureNotice error={save.error} saving />
      <TextInput
        label={t('settings.email')}
        description={t('settings.emailHelp')}
        type="email"
        autoComplete="email"
        value={address}
        maxLength={254}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      <div className="row">
        <Button type="submit" variant="default" disabled={save.isPending}>
          {t('settings.save')}
        </Button>
        <span role="status">{save.isSuccess ? t('settings.saved') : null}</span>
      </div>
    </form>
  )
}

function PasswordForm() {
  const [currentPassword, setCurrent] = useState('')
  const [newPassword, setNew] = useState('')
  const change = useMutation({
    mutationFn: () => sendForSession('PUT', '/api/password', { currentPassword, newPassword }),
    onSuccess: () => {
      setCurrent('')
      setNew('')
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    change.mutate()
  }
  return (
    <form className="card stack" onSubmit={submit}>
      <h3>{t('settings.passwordTitle')}</h3>
      <FailureNotice error={change.error} saving />
      <PasswordInput
        label={t('settings.current')}
        autoComplete="current-password"
        value={currentPassword}
        onChange={(event) => setCurrent(event.currentTarget.value)}
        required
        withAsterisk={false}
      />
      <PasswordInput
        label={t('settings.next')}
        description={t('settings.nextHelp')}
        autoComplete="new-password"
        value={newPassword}
        onChange={(event) => setNew(event.currentTarget.value)}
        required
        withAsterisk={false}
      />
      <div className="row">
        <Button type="submit" variant="default" disabled={change.isPending}>
          {t('settings.changePassword')}
        </Button>
        <span role="status">{change.isSuccess ? t('settings.passwordChanged') : null}</span>
      </div>
    </form>
  )
}

function Everywhere() {
  const session = useSession()
  const leave = useLeave()
  const everywhere = useMutation({
    mutationFn: () => send<undefined>('DELETE', '/api/sessions'),
    // What this device keeps is deleted as by signing out here.
    onSuccess: () => leave.mutate(session),
  })
  return (
    <section className="card">
      <h3>{t('settings.everywhereTitle')}</h3>
      <p>{t('settings.everywhereHelp')}</p>
      <FailureNotice error={everywhere.error} />
      <Button variant="default" disabled={everywhere.isPending} onClick={() => everywhere.mutate()}>
        {t('settings.everywhere')}
      </Button>
    </section>
  )
}

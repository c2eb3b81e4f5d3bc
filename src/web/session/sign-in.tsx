import { Button, PasswordInput, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useState } from 'react'
import { Link, Navigate, Route, Routes, useNavigate } from 'react-router'
import type { SessionAnswer } from '../../service/api/session.ts'
import { Failure, sendForSession } from '../api.ts'
import { dateWords } from '../dates.ts'
import { FailureNotice } from '../frame/errors.tsx'
import { SchemeSwitch } from '../frame/frame.tsx'
import { Page } from '../frame/page.tsx'
import { t } from '../strings/t.ts'
import { OrganisationButton, OrganisationOutcome } from './organisation.tsx'
import { assertionHere } from './passkey.ts'
import { useEnter } from './use-session.ts'

/** What somebody who is not signed in can open. */
export function SignedOut({ answer }: { readonly answer: SessionAnswer }) {
  return (
    <>
      <header className="top">
        <div className="top-row">
          <span className="top-name">{t('app.name')}</span>
          <div className="top-end">
            <SchemeSwitch />
          </div>
        </div>
      </header>
      <Routes>
        <Route path="/setup" element={answer.setUpNeeded ? <SetUp /> : <Navigate to="/" replace />} />
        <Route path="/invitation" element={<Invitation />} />
        <Route path="*" element={<SignIn answer={answer} />} />
      </Routes>
    </>
  )
}

function SignIn({ answer }: { readonly answer: SessionAnswer }) {
  return (
    <Page title={answer.setUpNeeded ? t('app.name') : t('session.signIn')}>
      <div className="narrow stack">
        {answer.setUpNeeded ? (
          <section className="card">
            <h2>{t('session.setUpTitle')}</h2>
            <p>{t('session.setUpText')}</p>
            <Link to="/setup">{t('session.setUpHere')}</Link>
          </section>
        ) : (
          <>
            <OrganisationOutcome />
            <SignInForm answer={answer} />
          </>
        )}
        <KeptNote />
        {answer.demoOffered ? <DemoOffer /> : null}
      </div>
    </Page>
  )
}

/** Somebody's session ended before their answers reached the service: they are saved when that person is back. */
function KeptNote() {
  const [kept, setKept] = useState<{ readonly count: number; readonly until: string }>()
  useEffect(() => {
    void import('../offline/device.ts').then(({ unsentOfAnyone }) => unsentOfAnyone()).then(setKept, () => undefined)
  }, [])
  return kept ? (
    <p className="card" role="status">
      {t('offline.waiting', { count: kept.count, date: dateWords(kept.until) })}
    </p>
  ) : null
}

function SignInForm({ answer }: { readonly answer: SessionAnswer }) {
  const enter = useEnter('/api/session', withPasskeyWhereNeeded)
  const byPasskey = useEnter('/api/passkey-session', withPasskeyAlone)
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [onDemo, setOnDemo] = useState(false)
  const workspace = onDemo ? 'demo' : 'real'
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    byPasskey.reset()
    enter.mutate({ username, password, workspace })
  }
  return (
    <form className="card stack" onSubmit={submit}>
      <FailureNotice error={enter.error ?? byPasskey.error} />
      <TextInput
        label={t('session.username')}
        value={username}
        onChange={(event) => setUsername(event.currentTarget.value)}
        autoComplete="username"
        required
        withAsterisk={false}
      />
      <PasswordInput
        label={t('session.password')}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        autoComplete="current-password"
        required
        withAsterisk={false}
      />
      <label className="check">
        <input type="checkbox" checked={onDemo} onChange={(event) => setOnDemo(event.currentTarget.checked)} />
        {t('session.onDemo')}
      </label>
      <div className="row">
        <Button type="submit" variant="filled" disabled={enter.isPending}>
          {t('session.signIn')}
        </Button>
        {answer.passkeysOffered ? (
          <Button
            variant="default"
            disabled={byPasskey.isPending}
            onClick={() => {
              enter.reset()
              byPasskey.mutate({ workspace })
            }}
          >
            {t('passkey.signIn')}
          </Button>
        ) : null}
        {answer.organisation ? <OrganisationButton name={answer.organisation} workspace={workspace} /> : null}
        <Link to="/invitation">{t('session.invited')}</Link>
      </div>
    </form>
  )
}

/** Sends the password; where it alone does not let in, the passkey with it. */
async function withPasskeyWhereNeeded(path: string, body: unknown): Promise<SessionAnswer> {
  try {
    return await sendForSession('POST', path, body)
  } catch (error) {
    if (!(error instanceof Failure && error.code === 'PLB_SESSION_PASSKEY_NEEDED')) throw error
    return sendForSession('POST', path, { ...Object(body), passkey: await assertionHere() })
  }
}

const withPasskeyAlone = async (path: string, body: unknown): Promise<SessionAnswer> =>
  sendForSession('POST', path, { ...Object(body), assertion: await assertionHere() })

function DemoOffer() {
  const enter = useEnter('/api/demo-session')
  return (
    <section className="card stack">
      <FailureNotice error={enter.error} />
      <h2>{t('session.demoTitle')}</h2>
      <p>{t('session.demoText')}</p>
      <div>
        <Button variant="filled" disabled={enter.isPending} onClick={() => enter.mutate(undefined)}>
          {t('session.demo')}
        </Button>
      </div>
    </section>
  )
}

function SetUp() {
  const enter = useEnter('/api/setup')
  const navigate = useNavigate()
  const [code, setCode] = useState('')
  const [username, setUsername] = useState('')
  const [displayName, setDisplayName] = useState('')
  const [password, setPassword] = useState('')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    enter.mutate({ code, username, displayName, password }, { onSuccess: () => navigate('/accounts') })
  }
  return (
    <Page title={t('session.setUpTitle')}>
      <form className="narrow card stack" onSubmit={submit}>
        <FailureNotice error={enter.error} />
        <p>{t('session.setUpText')}</p>
        <CodeInput value={code} onChange={setCode} />
        <TextInput
          label={t('session.displayName')}
          value={displayName}
          onChange={(event) => setDisplayName(event.currentTarget.value)}
          autoComplete="name"
          required
          withAsterisk={false}
        />
        <TextInput
          label={t('session.username')}
          description={t('session.usernameHelp')}
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value)}
          autoComplete="username"
          required
          withAsterisk={false}
        />
        <NewPassword value={password} onChange={setPassword} />
        <div className="row">
          <Button type="submit" variant="filled" disabled={enter.isPending}>
            {t('session.create')}
          </Button>
          <Link to="/">{t('session.toSignIn')}</Link>
        </div>
      </form>
    </Page>
  )
}

function Invitation() {
  const enter = useEnter('/api/invitations')
  const navigate = useNavigate()
  const [code, setCode] = useState('')
  const [password, setPassword] = useState('')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    enter.mutate({ code, password }, { onSuccess: () => navigate('/') })
  }
  return (
    <Page title={t('session.invitationTitle')}>
      <form className="narrow card stack" onSubmit={submit}>
        <FailureNotice error={enter.error} />
        <p>{t('session.invitationText')}</p>
        <CodeInput value={code} onChange={setCode} />
        <NewPassword value={password} onChange={setPassword} />
        <div className="row">
          <Button type="submit" variant="filled" disabled={enter.isPending}>
            {t('session.accept')}
          </Button>
          <Link to="/">{t('session.toSignIn')}</Link>
        </div>
      </form>
    </Page>
  )
}

interface TextProps {
  readonly value: string
  readonly onChange: (value: string) => void
}

function CodeInput({ value, onChange }: TextProps) {
  return (
    <TextInput
      label={t('session.code')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoComplete="one-time-code"
      required
      withAsterisk={false}
    />
  )
}

function NewPassword({ value, onChange }: TextProps) {
  return (
    <PasswordInput
      label={t('session.newPassword')}
      description={t('session.passwordHelp')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoComplete="new-password"
      required
      withAsterisk={false}
    />
  )
}

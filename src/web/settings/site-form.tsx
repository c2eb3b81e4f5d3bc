import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { SettingsAnswer, SiteSettings, TestMessageAnswer } from '../../service/api/settings.ts'
import { send } from '../api.ts'
import { FailureNotice } from '../frame/errors.tsx'
import { t } from '../strings/t.ts'
import { Changes, LevelFields } from './level-fields.tsx'
import { refreshSettings } from './use-settings.ts'

type Messages = SiteSettings['messages']

const LEVELS = ['emergency', 'urgent', 'soon', 'routine'] as const
const HOURS = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, '0')}:00`,
}))
const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())

/** The site and its messages: what is chosen here, and plainly whether anybody is told. */
export function SiteForm({ answer }: { readonly answer: SettingsAnswer }) {
  const [draft, setDraft] = useState(answer.settings)
  const save = useMutation({
    mutationFn: () => send<SettingsAnswer>('PUT', '/api/settings', draft),
    onSuccess: refreshSettings,
  })
  const { inForce } = answer
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    save.mutate()
  }
  const setMessages = (over: Partial<Messages>): void =>
    setDraft((before) => ({ ...before, messages: { ...before.messages, ...over } }))
  return (
    <form className="card stack wide-text" onSubmit={submit}>
      <h2 id="site">{t('settings.site')}</h2>
      <FailureNotice error={save.error} saving />
      <TextInput
        label={t('settings.siteName')}
        description={t('settings.siteNameHelp')}
        value={draft.siteName}
        maxLength={80}
        onChange={({ currentTarget: { value } }) => setDraft((before) => ({ ...before, siteName: value }))}
      />
      <TextInput
        label={t('settings.timeZone')}
        description={t('settings.timeZoneHelp', { zone: inForce.timeZone })}
        placeholder={inForce.timeZone}
        value={draft.timeZone ?? ''}
        maxLength={60}
        onChange={({ currentTarget: { value } }) => setDraft((before) => ({ ...before, timeZone: orNull(value) }))}
      />
      <TextInput
        label={t('settings.publicAddress')}
        description={t('settings.publicAddressHelp', { address: inForce.publicAddress })}
        placeholder={inForce.publicAddress}
        value={draft.publicAddress ?? ''}
        maxLength={200}
        onChange={({ currentTarget: { value } }) => setDraft((before) => ({ ...before, publicAddress: orNull(value) }))}
      />
      <LevelFields
        levels={draft.serviceLevels}
        onChange={(serviceLevels) => setDraft((before) => ({ ...before, serviceLevels }))}
      />
      <Changes changes={answer.changes} />
      <h2 id="messages">{t('settings.messages')}</h2>
      <WhoIsTold answer={answer} />
      <MessageFields messages={draft.messages} answer={answer} onChange={setMessages} />
      <div className="row">
        <Button type="submit" variant="filled" disabled={save.isPending}>
          {t('settings.save')}
        </Button>
      </div>
      <TestMessage />
    </form>
  )
}

/** Whether anybody is told of work, as it is saved now. */
function WhoIsTold({ answer }: { readonly answer: SettingsAnswer }) {
  if (answer.isAnybodyTold)
    return (
      <p>
        <strong>{t('settings.toldTitle')}.</strong> {t('settings.told')}
      </p>
    )
  return (
    <div className="fault">
      <p>{t('settings.nobodyTitle')}</p>
      {answer.settings.messages.on ? t('settings.nobodyChannel') : t('settings.nobodyOff')}
    </div>
  )
}

function MessageFields({
  messages,
  answer,
  onChange,
}: {
  readonly messages: Messages
  readonly answer: SettingsAnswer
  readonly onChange: (over: Partial<Messages>) => void
}) {
  const { channels, webhookHosts, inForce } = answer
  const check = (name: 'on' | 'byEmail' | 'byWebhook', description?: string) => (
    <div>
      <label className="check">
        <input
          type="checkbox"
          checked={messages[name]}
          onChange={(event) => onChange({ [name]: event.currentTarget.checked })}
        />
        {t(`settings.${name}`)}
      </label>
      {description ? <div className="muted">{description}</div> : null}
    </div>
  )
  return (
    <>
      {check('on')}
      {check('byEmail', channels.email === 'ready' ? undefined : t('settings.notSetUp'))}
      {check(
        'byWebhook',
        channels.webhook === 'ready' ? t('settings.hosts', { hosts: webhookHosts.join(', ') }) : t('settings.notSetUp'),
      )}
      <TextInput
        label={t('settings.webhookUrl')}
        value={messages.webhookUrl ?? ''}
        maxLength={500}
        onChange={(event) => onChange({ webhookUrl: orNull(event.currentTarget.value) })}
      />
      <NativeSelect
        label={t('settings.digestHour')}
        description={t('settings.digestHourHelp', { zone: inForce.timeZone })}
        value={String(messages.digestHour)}
        data={HOURS}
        onChange={(event) => onChange({ digestHour: Number(event.currentTarget.value) })}
      />
      <TextInput
        label={t('settings.escalationEmail')}
        description={t('settings.escalationHelp')}
        type="email"
        value={messages.escalationEmail ?? ''}
        maxLength={254}
        onChange={(event) => onChange({ escalationEmail: orNull(event.currentTarget.value) })}
      />
      <EscalationFields messages={messages} onChange={onChange} />
    </>
  )
}

const daysAtMost = 60

function EscalationFields({
  messages: { escalation },
  onChange,
}: {
  readonly messages: Messages
  readonly onChange: (over: Partial<Messages>) => void
}) {
  const field = (level: (typeof LEVELS)[number], name: 'roleDays' | 'addressDays') => (
    <input
      className="input input-number"
      type="number"
      aria-label={t('settings.days', { to: t(`settings.${name}`), urgency: t(`settings.levels.${level}`) })}
      value={escalation[level][name]}
      min={0}
      max={daysAtMost}
      onChange={(event) => {
        const days = Number(event.currentTarget.value)
        onChange({ escalation: { ...escalation, [level]: { ...escalation[level], [name]: days } } })
      }}
    />
  )
  return (
    <table className="list escalation">
      <caption>{t('settings.escalation')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('settings.urgency')}</th>
          <th scope="col">{t('settings.roleDays')}</th>
          <th scope="col">{t('settings.addressDays')}</th>
        </tr>
      </thead>
      <tbody>
        {LEVELS.map((level) => (
          <tr key={level}>
            <th scope="row">{t(`settings.levels.${level}`)}</th>
            <td>{field(level, 'roleDays')}</td>
            <td>{field(level, 'addressDays')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Tries whether a message arrives, with what is saved. */
function TestMessage() {
  const test = useMutation({ mutationFn: () => send<TestMessageAnswer>('POST', '/api/settings/test-message') })
  return (
    <div>
      <p>{t('settings.testHelp')}</p>
      <Button variant="default" disabled={test.isPending} onClick={() => test.mutate()}>
        {t('settings.test')}
      </Button>
      <FailureNotice error={test.error} />
      <div role="status">
        {(test.data?.results ?? []).map(({ channel, problem }) => (
          <p key={channel}>
            {problem === null
              ? t('settings.testSent', { channel: t(`settings.channels.${channel}`) })
              : t('settings.testFailed', {
                  channel: t(`settings.channels.${channel}`),
                  problem: problemWords(problem),
                })}
          </p>
        ))}
      </div>
    </div>
  )
}

const PROBLEMS = [
  'PLB_MESSAGE_REFUSED',
  'PLB_MESSAGE_UNREACHABLE',
  'PLB_MESSAGE_TIMEOUT',
  'PLB_MESSAGE_SIGN_IN',
  'PLB_MESSAGE_WEBHOOK_HOST',
  'PLB_MESSAGE_NO_ADDRESS',
  'PLB_MESSAGE_NOT_CONFIGURED',
] as const

/**
 * Why a message was not sent, in words; a code that this app does not know stays as it is.
 *
 * @example problemWords('PLB_MESSAGE_TIMEOUT') // 'The server did not answer in time.'
 */
export function problemWords(code: string): string {
  const known = PROBLEMS.find((each) => each === code)
  return known ? t(`settings.problems.${known}`) : code
}

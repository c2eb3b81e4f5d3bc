import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { OutboxMessage, SettingsAnswer } from '../../service/api/settings.ts'
import { send } from '../api.ts'
import { dateWords, timeWords } from '../dates.ts'
import { FailureNotice } from '../frame/errors.tsx'
import { t } from '../strings/t.ts'
import { problemWords } from './site-form.tsx'
import { refreshSettings } from './use-settings.ts'

/** Messages on their way, those that were given up first. */
export function OutboxTable({ outbox }: { readonly outbox: SettingsAnswer['outbox'] }) {
  const { data } = useQuery({
    queryKey: ['messages'],
    queryFn: () => send<{ readonly messages: readonly OutboxMessage[] }>('GET', '/api/messages'),
    refetchInterval: 30_000,
  })
  const again = useMutation({
    mutationFn: (id: string) => send<undefined>('POST', `/api/messages/${id}/retry`),
    onSettled: refreshSettings,
  })
  const messages = data?.messages ?? []
  return (
    <section className="card wide-text" aria-labelledby="outbox">
      <h2 id="outbox">{t('settings.outbox')}</h2>
      <FailureNotice error={again.error} />
      <p className={outbox.dead > 0 ? 'fault' : undefined}>{t('settings.outboxLead', outbox)}</p>
      {messages.length === 0 ? <p className="empty">{t('settings.outboxEmpty')}</p> : null}
      <ul className="cards">
        {messages.map((message) => (
          <li key={message.id}>
            <div className="card-head">
              <strong>{t(`settings.kinds.${message.kind}`)}</strong>
              <span>
                {t(`settings.states.${message.state}`)}, {momentWords(message.sentAt ?? message.createdAt)}
              </span>
            </div>
            <div className="muted">
              {message.recipient === 'address' ? t('settings.toAddress') : message.recipient} ·{' '}
              {t(`settings.channels.${message.channel}`)}
            </div>
            {message.problem ? <div>{problemWords(message.problem)}</div> : null}
            {message.state === 'dead' ? (
              <Button variant="default" disabled={again.isPending} onClick={() => again.mutate(message.id)}>
                {t('settings.again')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  )
}

function momentWords(instant: string): string {
  return `${dateWords(instant)} ${timeWords(new Date(instant))}`
}

import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { OwnSession } from '../../service/api/session.ts'
import { queries, send } from '../api.ts'
import { momentWords } from '../dates.ts'
import { FailureNotice } from '../frame/errors.tsx'
import { t } from '../strings/t.ts'

const key = ['sessions']

/** Where a person is signed in, so that they see what they do not recognise and can end it. */
export function OwnSessions() {
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: () => send<OwnSession[]>('GET', '/api/sessions'),
  })
  const end = useMutation({
    mutationFn: (id: string) => send<undefined>('DELETE', `/api/sessions/${id}`),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  })
  return (
    <section className="card stack">
      <h3>{t('whereSignedIn.title')}</h3>
      <p className="muted">{t('whereSignedIn.help')}</p>
      <FailureNotice error={error} onRetry={() => void refetch()} />
      <FailureNotice error={end.error} saving />
      <p role="status" className={end.isSuccess ? undefined : 'hidden'}>
        {end.isSuccess ? t('whereSignedIn.ended') : null}
      </p>
      <ul className="plain-list stack">
        {(data ?? []).map((each) => (
          <li key={each.id} className="row">
            <div>
              <strong>{placeOf(each)}</strong>
              {each.isThis ? ` (${t('whereSignedIn.isThis')})` : null}
              <br />
              <span className="muted">
                {t('whereSignedIn.since', {
                  since: momentWords(each.startedAt),
                  used: momentWords(each.lastSeenAt),
                  by: t(`whereSignedIn.by.${each.by}`),
                })}
                {each.workspace === 'demo' ? ` ${t('whereSignedIn.onDemo')}` : null}
              </span>
            </div>
            {each.isThis ? null : (
              <Button
                variant="default"
                disabled={end.isPending}
                onClick={() => end.mutate(each.id)}
                aria-label={t('whereSignedIn.endOf', { device: placeOf(each), since: momentWords(each.startedAt) })}
              >
                {t('whereSignedIn.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

const placeOf = ({ device, address }: OwnSession): string =>
  t('whereSignedIn.device', { device: device === '' ? t('whereSignedIn.noDevice') : device, address })

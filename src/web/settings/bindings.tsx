import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { BindingLine } from '../../service/api/smart.ts'
import { queries, send } from '../api.ts'
import { dateWords } from '../dates.ts'
import { FailureNotice } from '../frame/errors.tsx'
import { useSession } from '../session/use-session.ts'
import { t } from '../strings/t.ts'

const key = ['bindings']

/** Users of other records that are people here: one's own; for the administrator everybody's. Ended ones stay in sight. */
export function Bindings() {
  const { may, person } = useSession()
  const isAdministrator = person.role === 'administrator'
  const { data, error } = useQuery({
    queryKey: key,
    queryFn: () => send<BindingLine[]>('GET', '/api/smart/bindings'),
    enabled: may.includes('GET /api/smart/bindings'),
  })
  if (!may.includes('GET /api/smart/bindings')) return null
  return (
    <section className="card stack">
      <h3>{t('bindings.title')}</h3>
      <FailureNotice error={error} />
      <p className="muted">{isAdministrator ? t('bindings.leadAll') : t('bindings.lead')}</p>
      {data?.length === 0 ? <p>{isAdministrator ? t('bindings.noneAll') : t('bindings.none')}</p> : null}
      {data && data.length > 0 ? (
        <ul className="plain-list">
          {data.map((line) => (
            <Line key={line.id} line={line} isNamed={isAdministrator} />
          ))}
        </ul>
      ) : null}
    </section>
  )
}

function Line({ line, isNamed }: { readonly line: BindingLine; readonly isNamed: boolean }) {
  const [isAsking, setAsking] = useState(false)
  const end = useMutation({
    mutationFn: () => send<undefined>('DELETE', `/api/smart/bindings/${line.id}`),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  })
  const words = {
    user: line.fhirUser,
    record: line.recordName,
    person: line.personName,
    date: dateWords(line.boundAt.slice(0, 10)),
  }
  return (
    <li className="stack">
      <div className="row">
        <span>
          {isNamed ? t('bindings.lineOf', words) : t('bindings.line', words)}
          {line.endedAt === null ? null : (
            <span className="muted">; {t('bindings.ended', { date: dateWords(line.endedAt.slice(0, 10)) })}</span>
          )}
        </span>
        {line.endedAt === null && !isAsking ? (
          <Button variant="default" size="sm" aria-label={t('bindings.endOf', words)} onClick={() => setAsking(true)}>
            {t('bindings.end')}
          </Button>
        ) : null}
      </div>
      {line.endedAt === null && isAsking ? (
        <div className="stack">
          <p>{t('bindings.sure', words)}</p>
          <FailureNotice error={end.error} />
          <div className="row">
            <Button variant="filled" loading={end.isPending} onClick={() => end.mutate()}>
              {t('bindings.yes')}
            </Button>
            <Button variant="default" onClick={() => setAsking(false)}>
              {t('bindings.no')}
            </Button>
          </div>
        </div>
      ) : null}
    </li>
  )
}

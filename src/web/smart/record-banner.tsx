import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { observedOf } from '../../care/findings.ts'
import type { EpisodeView } from '../../service/api/episode.ts'
import { queries } from '../api.ts'
import { FailureNotice } from '../frame/errors.tsx'
import { useSession } from '../session/use-session.ts'
import { t } from '../strings/t.ts'
import { waiting } from './from-record.tsx'
import { bindUser, closeRecord, type OpenedRecord, RecordContext, useOpenedRecord } from './opened.ts'

/** Which other record is open, and on whom; on the screens of anybody else a warning, and nothing of that record. */
export function RecordBanner({ view }: { readonly view: EpisodeView }) {
  const record = useOpenedRecord()
  if (!record) return null
  const { name, patientId, patientName, reading, unread } = record
  if (patientId !== view.patientId)
    return (
      <section className="fault record-banner no-print" role="alert">
        <p>{t('fromRecord.other', { name, patient: patientName })}</p>
        <div className="row">
          <Link className="button-link" to={`/patients/${patientId}`}>
            {t('fromRecord.toOther', { patient: patientName })}
          </Link>
          <Button variant="default" onClick={closeRecord}>
            {t('fromRecord.close')}
          </Button>
        </div>
      </section>
    )
  const count = waiting(reading, observedOf(view.state.findings))
  return (
    <section className="card stack record-banner no-print" aria-label={name}>
      <p>
        {t('fromRecord.open', { name })} {count > 0 ? t('fromRecord.count', { count }) : t('fromRecord.countNone')}
      </p>
      {unread.length > 0 ? <p className="fault">{t('fromRecord.unread', { types: unread.join(', ') })}</p> : null}
      <WhoUsesIt record={record} />
      <div className="row">
        <Link className="button-link" to="/smart/record">
          {t('fromRecord.details')}
        </Link>
        <Button variant="default" onClick={closeRecord}>
          {t('fromRecord.close')}
        </Button>
      </div>
    </section>
  )
}

/** That the user of the other record is not known to be the person here, and how to say so. */
export function WhoUsesIt({ record }: { readonly record: OpenedRecord }) {
  const { name, user = '', isBound, mayBind } = record
  const bind = useMutation({
    mutationFn: () => bindUser(record),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['bindings'] }),
  })
  const person = useSession().person.displayName
  if (isBound) return null
  return (
    <>
      <p className="fault">{t(mayBind ? 'fromRecord.notBound' : 'fromRecord.notSaid', { name, user, person })}</p>
      <FailureNotice error={bind.error} />
      {mayBind ? (
        <div className="row">
          <Button variant="default" loading={bind.isPending} onClick={() => bind.mutate()}>
            {t('fromRecord.bind')}
          </Button>
        </div>
      ) : null}
    </>
  )
}

/** A screen about one patient, under what another record says of that patient, and of nobody else. */
export function AboutHere({ view, children }: { readonly view: EpisodeView; readonly children: ReactNode }) {
  const record = useOpenedRecord()
  return (
    <RecordContext value={record?.patientId === view.patientId ? record : undefined}>
      <RecordBanner view={view} />
      {children}
    </RecordContext>
  )
}

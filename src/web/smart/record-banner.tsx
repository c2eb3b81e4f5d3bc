import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { observedOf } from '../../care/findings.ts'
import type { EpisodeView } from '../../service/api/episode.ts'
import { t } from '../strings/t.ts'
import { waiting } from './from-record.tsx'
import { closeRecord, RecordContext, useOpenedRecord } from './opened.ts'

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
    <section className="card record-banner no-print" aria-label={name}>
      <p>
        {t('fromRecord.open', { name })} {count > 0 ? t('fromRecord.count', { count }) : t('fromRecord.countNone')}
      </p>
      {unread.length > 0 ? <p className="fault">{t('fromRecord.unread', { types: unread.join(', ') })}</p> : null}
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

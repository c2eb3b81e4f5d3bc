import { Link } from 'react-router'
import { reasons } from '../../fhir/in/ledger.ts'
import { definitionOf } from '../findings/definition.ts'
import { Page } from '../frame/page.tsx'
import { t } from '../strings/t.ts'
import { valueWords, whereWords } from './from-record.tsx'
import { type OpenedRecord, useOpenedRecord } from './opened.ts'
import { WriteBack } from './write-back.tsx'

/** The other record that is open: everything that was read, what became of it, and what can be written there. */
export default function RecordScreen() {
  const record = useOpenedRecord()
  return (
    <Page title={record ? `${record.name}: ${record.patientName}` : t('record.title')}>
      {record ? (
        <>
          <p>
            <Link to={`/patients/${record.patientId}`}>{t('fromRecord.toOther', { patient: record.patientName })}</Link>
          </p>
          <WhatWasRead record={record} />
          <WriteBack record={record} />
        </>
      ) : (
        <p className="card">{t('record.none')}</p>
      )}
    </Page>
  )
}

function WhatWasRead({ record: { reading, unread } }: { readonly record: OpenedRecord }) {
  const { lines, medicines, allergies } = reading
  return (
    <section className="card">
      <h2>{t('record.read')}</h2>
      {unread.length > 0 ? <p className="fault">{t('fromRecord.unread', { types: unread.join(', ') })}</p> : null}
      {medicines.length > 0 ? <p>{t('record.medicines', { list: medicines.join('; ') })}</p> : null}
      {allergies.length > 0 ? <p>{t('record.allergies', { list: allergies.join('; ') })}</p> : null}
      <p>{lines.length === 0 ? t('record.nothing') : t('record.lead')}</p>
      <ul className="plain-list">
        {lines.map((line) => (
          <li key={`${line.resource} ${line.path} ${line.finding} ${line.reason}`}>
            {whereWords(line)}
            {line.finding === undefined ? null : (
              <>
                {' → '}
                <strong>
                  {definitionOf(line.finding)?.label ?? line.finding}
                  {line.value === undefined ? '' : `: ${valueWords(line.finding, line.value)}`}
                </strong>
              </>
            )}
            <div className="muted">{reasons[line.reason]}</div>
          </li>
        ))}
      </ul>
    </section>
  )
}

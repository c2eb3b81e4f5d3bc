import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { PatientList, PatientSummary } from '../../service/api/patient.ts'
import { send } from '../api.ts'
import { dateWords } from '../dates.ts'
import { FailureNotice } from '../frame/errors.tsx'
import { t } from '../strings/t.ts'
import { patientName } from './banner.tsx'

/** Searches another patient (by POST, as every search) and gives the one that is chosen. */
export function FindOther({
  label,
  choose,
  not,
  onChoose,
}: {
  readonly label: string
  /** The words of the button beside each patient found. */
  readonly choose: string
  /** The patient who is not offered. */
  readonly not?: string
  readonly onChoose: (patient: PatientSummary) => void
}) {
  const [text, setText] = useState('')
  const search = useMutation({ mutationFn: () => send<PatientList>('POST', '/api/patients/search', { text }) })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (text.trim() !== '') search.mutate()
  }
  const found = (search.data?.patients ?? []).filter(({ patientId }) => patientId !== not)
  return (
    <>
      <search>
        <form className="row" onSubmit={submit}>
          <TextInput
            label={label}
            description={t('patients.searchHelp')}
            value={text}
            autoComplete="off"
            maxLength={200}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" disabled={search.isPending}>
            {t('patients.search')}
          </Button>
        </form>
      </search>
      <FailureNotice error={search.error} />
      <div aria-live="polite">
        {search.data && found.length === 0 ? <p>{t('merge.none')}</p> : null}
        {search.data?.more ? <p>{t('merge.more')}</p> : null}
        <ul className="cards found-others">
          {found.map((each) => (
            <li key={each.patientId}>
              <div className="card-head">
                <span>
                  <strong>{patientName(each.patient)}</strong>
                  <span className="muted">
                    {' '}
                    {t('patient.born')} {dateWords(each.patient.birthDate)} · {t('patient.recordNumber')}{' '}
                    {each.patient.recordNumber}
                  </span>
                </span>
                <Button variant="default" onClick={() => onChoose(each)}>
                  {choose}
                  <span className="hidden">: {patientName(each.patient)}</span>
                </Button>
              </div>
            </li>
          ))}
        </ul>
      </div>
    </>
  )
}

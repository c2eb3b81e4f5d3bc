import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { PatientList } from '../../service/api/patient.ts'
import { send } from '../api.ts'
import { FailureNotice } from '../frame/errors.tsx'
import { Page } from '../frame/page.tsx'
import { useSession } from '../session/use-session.ts'
import { t } from '../strings/t.ts'
import { AddPatient } from './add-patient.tsx'
import { PatientCards } from './patient-cards.tsx'

/** Finding a patient (by POST: no address ever holds a name), the recent ones, and adding one. */
export default function PatientsScreen() {
  const [text, setText] = useState('')
  const [isAdding, setAdding] = useState(false)
  const mayAdd = useSession().may.includes('POST /api/patients')
  const recent = useQuery({ queryKey: ['patients'], queryFn: () => send<PatientList>('GET', '/api/patients') })
  const search = useMutation({ mutationFn: () => send<PatientList>('POST', '/api/patients/search', { text }) })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (text.trim() === '') search.reset()
    else search.mutate()
  }
  const found = search.data?.patients
  return (
    <Page title={t('patients.title')}>
      <FailureNotice error={search.error ?? recent.error} onRetry={() => void recent.refetch()} />
      <search>
        <form className="row card" onSubmit={submit}>
          <TextInput
            label={t('patients.searchLabel')}
            description={t('patients.searchHelp')}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            autoComplete="off"
            maxLength={200}
          />
          <Button type="submit" variant="default" disabled={search.isPending}>
            {t('patients.search')}
          </Button>
        </form>
      </search>
      {isAdding ? (
        <AddPatient onCancel={() => setAdding(false)} />
      ) : mayAdd ? (
        <p>
          <Button variant="filled" onClick={() => setAdding(true)}>
            {t('patients.add')}
          </Button>
        </p>
      ) : null}
      {found ? (
        <section aria-live="polite">
          <h2>{found.length === 0 ? t('patients.none') : t('patients.found', { count: found.length })}</h2>
          <PatientCards patients={found} />
        </section>
      ) : (
        <section>
          <h2>{t('patients.recent')}</h2>
          {recent.data?.patients.length === 0 ? <p className="empty">{t('patients.empty')}</p> : null}
          <PatientCards patients={recent.data?.patients ?? []} />
        </section>
      )}
    </Page>
  )
}

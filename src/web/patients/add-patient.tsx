import { Button, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useId, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import type { EnteredPatient, PatientList, PatientSummary, Registered } from '../../service/api/patient.ts'
import { Failure, queries, send } from '../api.ts'
import { DateField } from '../findings/date-field.tsx'
import { FailureNotice } from '../frame/errors.tsx'
import { t } from '../strings/t.ts'
import { capitalised } from '../strings/words.ts'
import { sexChoices } from './banner.tsx'
import { PatientCards } from './patient-cards.tsx'

type Fields = Record<'familyName' | 'givenName' | 'recordNumber' | 'allergies' | 'medicines', string>
const empty: Fields = { familyName: '', givenName: '', recordNumber: '', allergies: '', medicines: '' }

const possibleDuplicate = 'PLB_PATIENT_POSSIBLE_DUPLICATE'

/** Adding a patient; one who may be here already is shown first, and added only when the person says it is another. */
export function AddPatient({ onCancel }: { readonly onCancel: () => void }) {
  const [fields, setFields] = useState<Fields>(empty)
  const [birthDate, setBirthDate] = useState<string | undefined>()
  const [sex, setSex] = useState<EnteredPatient['sexAtBirth'] | ''>('')
  const [isTried, setTried] = useState(false)
  // One command for one patient, however often it is sent.
  const commandId = useRef(crypto.randomUUID())
  const navigate = useNavigate()
  const missing = missingOf(fields, birthDate, sex)
  const add = useMutation({
    mutationFn: (confirmedNew: boolean) =>
      send<Registered>('POST', '/api/patients', {
        commandId: commandId.current,
        confirmedNew,
        patient: enteredPatient(fields, birthDate ?? '', sex),
      }),
    onSuccess: ({ patientId }) => {
      void queries.invalidateQueries({ queryKey: ['patients'] })
      void queries.invalidateQueries({ queryKey: ['worklist'] })
      navigate(`/patients/${patientId}/assess`)
    },
  })
  const duplicates = useDuplicates(add.error, fields)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (missing.length === 0) add.mutate(false)
  }
  const field = (name: keyof Fields) => ({
    value: fields[name],
    onChange: (event: { readonly currentTarget: { readonly value: string } }) => {
      const { value } = event.currentTarget
      setFields((before) => ({ ...before, [name]: value }))
    },
  })
  const isDuplicate = add.error instanceof Failure && add.error.code === possibleDuplicate
  return (
    <form className="card stack wide-text" onSubmit={submit} noValidate>
      <h2>{t('addPatient.title')}</h2>
      {isDuplicate ? null : <FailureNotice error={add.error} saving />}
      {isTried && missing.length > 0 ? (
        <div className="fault" role="alert">
          {missing.map((name) => (
            <div key={name}>{t('addPatient.missing', { field: name })}</div>
          ))}
        </div>
      ) : null}
      <div className="form-grid">
        <TextInput label={t('addPatient.family')} maxLength={100} autoComplete="off" {...field('familyName')} />
        <TextInput label={t('addPatient.given')} maxLength={100} autoComplete="off" {...field('givenName')} />
        <DateField label={t('addPatient.birthDate')} value={birthDate ?? ''} onChange={setBirthDate} />
        <TextInput label={t('addPatient.recordNumber')} maxLength={40} autoComplete="off" {...field('recordNumber')} />
      </div>
      <SexField value={sex} onChange={setSex} />
      <Textarea
        label={t('addPatient.allergies')}
        description={t('addPatient.allergiesHelp')}
        maxLength={500}
        {...field('allergies')}
      />
      <Textarea
        label={t('addPatient.medicines')}
        description={t('addPatient.medicinesHelp')}
        maxLength={2000}
        {...field('medicines')}
      />
      {isDuplicate ? (
        <section className="fault" role="alert">
          <p>{t('addPatient.duplicates')}</p>
          <PatientCards patients={duplicates} />
          <Button variant="default" onClick={() => add.mutate(true)} disabled={add.isPending}>
            {t('addPatient.anyway')}
          </Button>
        </section>
      ) : null}
      <div className="row">
        <Button type="submit" variant="filled" disabled={add.isPending}>
          {t('addPatient.save')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('app.cancel')}
        </Button>
      </div>
    </form>
  )
}

/** The patients that the service found alike; where its answer does not carry them, those a search by name finds. */
function useDuplicates(error: unknown, fields: Fields): readonly PatientSummary[] {
  const [found, setFound] = useState<{ readonly of: unknown; readonly patients: readonly PatientSummary[] }>()
  if (!(error instanceof Failure) || error.code !== possibleDuplicate) return []
  const { answer } = error
  if (typeof answer === 'object' && answer !== null && 'patients' in answer)
    return (answer as { readonly patients: readonly PatientSummary[] }).patients
  if (found?.of !== error) {
    setFound({ of: error, patients: [] })
    const text = `${fields.familyName} ${fields.givenName}`
    void send<PatientList>('POST', '/api/patients/search', { text })
      .then(({ patients }) => setFound({ of: error, patients }))
      .catch(() => undefined)
  }
  return found?.patients ?? []
}

function enteredPatient(fields: Fields, birthDate: string, sex: EnteredPatient['sexAtBirth'] | ''): EnteredPatient {
  const { familyName, givenName, recordNumber, allergies, medicines } = fields
  const known = {
    ...(allergies.trim() === '' ? {} : { allergies }),
    ...(medicines.trim() === '' ? {} : { medicines }),
  }
  return { familyName, givenName, recordNumber, birthDate, sexAtBirth: sex === '' ? 'notKnown' : sex, ...known }
}

function missingOf(fields: Fields, birthDate: string | undefined, sex: string): readonly string[] {
  return [
    ...(fields.familyName.trim() === '' ? [t('addPatient.family')] : []),
    ...(fields.givenName.trim() === '' ? [t('addPatient.given')] : []),
    ...(birthDate === undefined ? [t('addPatient.birthDate')] : []),
    ...(fields.recordNumber.trim() === '' ? [t('addPatient.recordNumber')] : []),
    ...(sex === '' ? [t('patient.sex')] : []),
  ]
}

function SexField({
  value,
  onChange,
}: {
  readonly value: EnteredPatient['sexAtBirth'] | ''
  readonly onChange: (value: EnteredPatient['sexAtBirth']) => void
}) {
  const name = useId()
  const options = [...sexChoices(), { id: 'notKnown', label: t('patient.notKnown') }]
  return (
    <fieldset className="inline-choice">
      <legend>{t('patient.sex')}</legend>
      <div className="options">
        {options.map(({ id, label }) => (
          <label key={id} className={value === id ? 'option option-chosen' : 'option'}>
            <input
              type="radio"
              name={name}
              checked={value === id}
              onChange={() => onChange(id === 'female' || id === 'male' ? id : 'notKnown')}
            />
            <span>{capitalised(label)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

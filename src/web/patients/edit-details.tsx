import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { EnteredEvent, EpisodeView } from '../../service/api/episode.ts'
import type { EnteredPatient } from '../../service/api/patient.ts'
import { type CardTexts, WritingCard } from '../drafts/summary-draft.tsx'
import type { Typed } from '../drafts/typed.ts'
import { DateField } from '../findings/date-field.tsx'
import { FailureNotice } from '../frame/errors.tsx'
import { useSession } from '../session/use-session.ts'
import { t } from '../strings/t.ts'
import { capitalised } from '../strings/words.ts'
import { sexChoices } from './banner.tsx'
import { useRecord } from './use-patient.ts'

type Details = EpisodeView['patient']

const fields = [
  'allergies',
  'medicines',
  'familyName',
  'givenName',
  'birthDate',
  'sexAtBirth',
  'recordNumber',
  'reason',
] as const
type Field = (typeof fields)[number]

/** What is on record of a patient beside answers, to be put right or brought up to date: the old stays in the timeline. */
export function EditDetails({ view, patient }: { readonly view: EpisodeView; readonly patient: Details }) {
  const { mayRecord } = useSession()
  if (!mayRecord.includes('amended') || view.state.closed || view.state.voided) return null
  return (
    <WritingCard title={t('details.title')} part="details" fields={fields}>
      {(texts) => <DetailsForm view={view} patient={patient} texts={texts} />}
    </WritingCard>
  )
}

function DetailsForm({
  view,
  patient,
  texts,
}: {
  readonly view: EpisodeView
  readonly patient: Details
  readonly texts: CardTexts
}) {
  const recording = useRecord(view)
  const [isTried, setTried] = useState(false)
  const typed = (field: Field): Typed => over(texts.typed(field), field === 'reason' ? '' : (patient[field] ?? ''))
  const now = enteredPatient(typed)
  const isSame = fields.every((field) => field === 'reason' || typed(field).text === (patient[field] ?? ''))
  const missing = isSame ? t('details.same') : typed('reason').text.trim() === '' ? t('details.missing') : undefined
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (missing) return
    const amended: EnteredEvent = {
      type: 'amended',
      payload: { reason: typed('reason').text, findings: {}, patient: now },
    }
    recording.mutate(
      { commandId: crypto.randomUUID(), events: [amended] },
      { onSuccess: ({ sequence }) => texts.recorded(sequence) },
    )
  }
  const line = (field: Field, label: string, most: number) => (
    <TextInput label={label} maxLength={most} autoComplete="off" {...bound(typed(field))} />
  )
  return (
    <form className="stack" onSubmit={submit}>
      <FailureNotice error={recording.error} saving />
      <p>{t('details.lead')}</p>
      <Textarea label={t('addPatient.allergies')} maxLength={500} {...bound(typed('allergies'))} />
      <Textarea label={t('addPatient.medicines')} maxLength={2000} autosize {...bound(typed('medicines'))} />
      <div className="form-grid">
        {line('familyName', t('addPatient.family'), 100)}
        {line('givenName', t('addPatient.given'), 100)}
        <DateField
          label={t('addPatient.birthDate')}
          value={typed('birthDate').text}
          onChange={(day) => typed('birthDate').change(day ?? '')}
        />
        {line('recordNumber', t('addPatient.recordNumber'), 40)}
        <NativeSelect
          label={t('patient.sex')}
          data={[...sexChoices(), { id: 'notKnown', label: t('patient.notKnown') }].map(({ id, label }) => ({
            value: id,
            label: capitalised(label),
          }))}
          {...bound(typed('sexAtBirth'))}
        />
      </div>
      <Textarea label={t('details.reason')} maxLength={1000} {...bound(typed('reason'))} />
      {isTried && missing ? (
        <p className="fault" role="alert">
          {missing}
        </p>
      ) : null}
      <div>
        <Button type="submit" variant="default" disabled={recording.isPending}>
          {t('details.save')}
        </Button>
      </div>
    </form>
  )
}

function bound({ text, change }: Typed) {
  return {
    value: text,
    onChange: (event: { readonly currentTarget: { readonly value: string } }) => change(event.currentTarget.value),
  }
}

/** Kept where a text on record was emptied: a draft keeps no empty text. */
const emptied = ' '

/** What was typed over what is on record: nothing is kept while it is the same. */
function over({ text, change }: Typed, recorded: string): Typed {
  return {
    text: text === '' ? recorded : text === emptied ? '' : text,
    change: (typed) => change(typed === recorded ? '' : typed === '' ? emptied : typed),
  }
}

function enteredPatient(typed: (field: Field) => Typed): EnteredPatient {
  const sex = typed('sexAtBirth').text
  const [allergies, medicines] = [typed('allergies').text.trim(), typed('medicines').text.trim()]
  return {
    familyName: typed('familyName').text,
    givenName: typed('givenName').text,
    birthDate: typed('birthDate').text,
    recordNumber: typed('recordNumber').text,
    sexAtBirth: sex === 'female' || sex === 'male' ? sex : 'notKnown',
    ...(allergies === '' ? {} : { allergies }),
    ...(medicines === '' ? {} : { medicines }),
  }
}

import { Button, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useNavigate } from 'react-router'
import type { EpisodeView, PatientView } from '../../service/api/episode.ts'
import type { PatientSummary } from '../../service/api/patient.ts'
import { send } from '../api.ts'
import { dateWords } from '../dates.ts'
import { type CardTexts, SummaryDraft, Typing } from '../drafts/summary-draft.tsx'
import { FailureNotice } from '../frame/errors.tsx'
import { t } from '../strings/t.ts'
import { patientName, sexWords } from './banner.tsx'
import { EpisodeScreen } from './episode-screen.tsx'
import { FindOther } from './find-other.tsx'
import { refreshPatient, usePatient } from './use-patient.ts'

/** Two entries of one patient: compared side by side before they are put together. */
export default function MergeScreen() {
  return <EpisodeScreen title={t('merge.title')}>{(view) => <Merge view={view} />}</EpisodeScreen>
}

function Merge({ view }: { readonly view: EpisodeView }) {
  const [other, setOther] = useState<PatientSummary>()
  return (
    <div className="stack wide-text">
      <p>{t('merge.lead')}</p>
      {other ? (
        <SummaryDraft key={other.patientId} view={view} isNeeded>
          <Comparison view={view} otherId={other.patientId} />
        </SummaryDraft>
      ) : (
        <section className="card">
          <FindOther label={t('merge.search')} choose={t('merge.compare')} not={view.patientId} onChoose={setOther} />
        </section>
      )}
    </div>
  )
}

function Comparison({ view, otherId }: { readonly view: EpisodeView; readonly otherId: string }) {
  const [one, other] = [usePatient(view.patientId).data, usePatient(otherId).data]
  if (!one || !other) return <p role="status">{t('app.loading')}</p>
  const rows: readonly (readonly [string, (patient: PatientView) => string])[] = [
    [t('patients.name'), ({ patient }) => patientName(patient)],
    [t('patient.born'), ({ patient }) => dateWords(patient.birthDate)],
    [t('patient.sex'), ({ patient }) => sexWords(patient)],
    [t('patient.recordNumber'), ({ patient }) => patient.recordNumber],
    [t('patient.allergies'), ({ patient }) => patient.allergies ?? t('patient.notKnown')],
    [
      t('merge.episodes'),
      ({ episodes }) => episodes.map(({ state }) => dateWords(state.registered.recordedOn)).join(', '),
    ],
    [t('merge.last'), ({ timeline }) => dateWords(timeline[0]?.recordedOn ?? '')],
  ]
  return (
    <>
      <table className="list compare">
        <caption>{t('merge.compare')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('merge.field')}</th>
            <th scope="col">{t('merge.open')}</th>
            <th scope="col">{t('merge.other')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([label, inWords]) => (
            <Row key={label} label={label} one={inWords(one)} other={inWords(other)} />
          ))}
        </tbody>
      </table>
      <Typing part={`merge.${otherId}`} fields={['reason']}>
        {(texts) => <MergeForm one={one} other={other} texts={texts} sequence={view.sequence} />}
      </Typing>
    </>
  )
}

/** What differs is said in words, not by colour alone. */
function Row({ label, one, other }: { readonly label: string; readonly one: string; readonly other: string }) {
  const differs: ReactNode = one === other ? null : <span className="badge badge-soon">{t('merge.differs')}</span>
  return (
    <tr>
      <th scope="row">
        {label} {differs}
      </th>
      <td>{one}</td>
      <td>{other}</td>
    </tr>
  )
}

function MergeForm({
  one,
  other,
  texts,
  sequence,
}: {
  readonly one: PatientView
  readonly other: PatientView
  readonly texts: CardTexts
  /** Of the episode with whose draft the reason is kept. */
  readonly sequence: number
}) {
  const navigate = useNavigate()
  const [survivor, setSurvivor] = useState(one.patientId)
  const typed = texts.typed('reason')
  const reason = typed.text
  const [isTried, setTried] = useState(false)
  const [commandId] = useState(() => crypto.randomUUID())
  const into = survivor === one.patientId ? one : other
  const from = into === one ? other : one
  const merge = useMutation({
    mutationFn: () => {
      const [episode] = from.episodes
      return send<EpisodeView>('POST', `/api/episodes/${episode?.episodeId}/events`, {
        commandId,
        expectedSequence: episode?.sequence,
        events: [{ type: 'patientsMerged', payload: { intoPatientId: into.patientId, reason } }],
      })
    },
    onSuccess: async () => {
      texts.recorded(sequence)
      await Promise.all([refreshPatient(one.patientId), refreshPatient(other.patientId)])
      navigate(`/patients/${into.patientId}`)
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (reason.trim() !== '') merge.mutate()
  }
  return (
    <form className="card stack" onSubmit={submit}>
      <FailureNotice error={merge.error} saving />
      <p>{t('merge.careful')}</p>
      <fieldset className="reasons">
        <legend>{t('merge.survivor')}</legend>
        {[one, other].map(({ patientId, patient }) => (
          <label key={patientId} className="check">
            <input
              type="radio"
              name="survivor"
              checked={survivor === patientId}
              onChange={() => setSurvivor(patientId)}
            />
            {t('merge.stays', { name: patientName(patient), number: patient.recordNumber })}
          </label>
        ))}
      </fieldset>
      <p className="muted">{t('merge.keeps')}</p>
      <Textarea
        label={t('merge.reason')}
        value={reason}
        maxLength={1000}
        onChange={(event) => typed.change(event.currentTarget.value)}
        error={isTried && reason.trim() === '' ? t('merge.missing') : undefined}
      />
      <div className="row">
        <Button type="submit" variant="filled" disabled={merge.isPending}>
          {t('merge.save')}
        </Button>
      </div>
    </form>
  )
}

import { Button, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import type { EpisodeView } from '../../service/api/episode.ts'
import { standard } from '../../protocol/protocol.ts'
import { FailureNotice } from '../frame/errors.tsx'
import { UrgencyBadge } from '../frame/urgency-badge.tsx'
import { EpisodeScreen } from '../patients/episode-screen.tsx'
import { useRecord } from '../patients/use-patient.ts'
import { t } from '../strings/t.ts'
import { LetterText } from './letter-text.tsx'
import { useLetter } from './use-letter.ts'

/** The referral: to whom, the letter as it will be sent, and the signature that locks it. */
export default function ReferScreen() {
  return (
    <EpisodeScreen title={t('refer.title')}>
      {(view) =>
        view.state.signed.length === 0 || view.state.unsigned.length > 0 ? (
          <p className="card">
            {t('refer.needsSigned')}{' '}
            <Link to={`/patients/${view.patientId}/assess?episode=${view.episodeId}`}>{t('refer.toAssess')}</Link>
          </p>
        ) : (
          <Refer view={view} />
        )
      }
    </EpisodeScreen>
  )
}

/** Referrals that can be chosen: what the pathway asks for first, then every other it knows. */
function referralsOf(view: EpisodeView) {
  const { actions } = view.state.decision
  const all = standard.decisions.filter(({ kind }) => kind === 'referral')
  return all
    .map((decision) => {
      const action = actions.find((each) => each.decision === decision.id)
      const isAsked = action?.stance === 'recommended' || action?.stance === 'consider'
      return { id: decision.id, label: isAsked ? action.label : decision.label, isAsked }
    })
    .sort((a, b) => Number(b.isAsked) - Number(a.isAsked))
}

function Refer({ view }: { readonly view: EpisodeView }) {
  const [search, setSearch] = useSearchParams()
  const referrals = referralsOf(view)
  const chosen = referrals.find(({ id }) => id === search.get('decision')) ?? referrals[0]
  const [destination, setDestination] = useState('')
  const [note, setNote] = useState('')
  const recording = useRecord(view)
  const navigate = useNavigate()
  const decision = chosen?.id ?? ''
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const payload = {
      decision,
      ...(destination.trim() === '' ? {} : { destination }),
      ...(note.trim() === '' ? {} : { note }),
    }
    recording.mutate(
      { commandId: crypto.randomUUID(), events: [{ type: 'referred', payload }] },
      {
        onSuccess: ({ patientId, episodeId, state }) =>
          navigate(`/patients/${patientId}/letters/${state.referrals.at(-1)?.sequence ?? ''}?episode=${episodeId}`),
      },
    )
  }
  return (
    <form className="stack wide-text" onSubmit={submit}>
      <FailureNotice error={recording.error} saving />
      {referrals.some(({ isAsked }) => isAsked) ? null : <p className="card">{t('refer.none')}</p>}
      <section className="card stack">
        <div className="row">
          <span>{t('refer.urgency')}</span>
          <UrgencyBadge urgency={view.state.decision.urgency.level} />
        </div>
        <Destination
          value={decision}
          options={referrals}
          onChange={(id) => {
            const next = new URLSearchParams(search)
            next.set('decision', id)
            setSearch(next, { replace: true })
          }}
        />
        <TextInput
          label={t('refer.other')}
          value={destination}
          maxLength={200}
          onChange={(event) => setDestination(event.currentTarget.value)}
        />
        <Textarea
          label={t('refer.note')}
          autosize
          minRows={2}
          maxLength={4000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </section>
      <Preview view={view} decision={decision} />
      <div>
        <Button type="submit" variant="filled" disabled={recording.isPending}>
          {t('refer.sign')}
        </Button>
      </div>
    </form>
  )
}

function Destination({
  value,
  options,
  onChange,
}: {
  readonly value: string
  readonly options: ReturnType<typeof referralsOf>
  readonly onChange: (id: string) => void
}) {
  const id = useId()
  return (
    <div>
      <label htmlFor={id}>{t('refer.destination')}</label>
      <select id={id} className="input input-wide" value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}

function Preview({ view, decision }: { readonly view: EpisodeView; readonly decision: string }) {
  const { data, error } = useLetter(view.episodeId, { decision }, view.sequence)
  return (
    <section className="card">
      <h2>{t('refer.letter')}</h2>
      <p className="muted">{t('refer.letterHelp')}</p>
      <FailureNotice error={error} />
      {data ? <LetterText letter={data} /> : null}
    </section>
  )
}

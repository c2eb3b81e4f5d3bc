import { Button, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { EnteredEvent, EpisodeView } from '../../service/api/episode.ts'
import type { Registered } from '../../service/api/patient.ts'
import { send } from '../api.ts'
import { decisionLabel } from '../decision/panel.tsx'
import { DateField } from '../findings/date-field.tsx'
import { FailureNotice } from '../frame/errors.tsx'
import { useSession } from '../session/use-session.ts'
import { t } from '../strings/t.ts'
import { refreshPatient, useRecord } from './use-patient.ts'

/** What is recorded from the summary: replies to referrals, checks of plans, closing. Nothing closes by itself. */
export function EpisodeTasks({ view }: { readonly view: EpisodeView }) {
  const recording = useRecord(view)
  const session = useSession()
  const { state } = view
  if (!session.may.includes('POST /api/episodes/:episodeId/events')) return null
  const record = (event: EnteredEvent): void => recording.mutate({ commandId: crypto.randomUUID(), events: [event] })
  const waiting = state.referrals.filter(({ acknowledged }) => !acknowledged)
  const plans = state.overrides.filter(({ ended }) => !ended)
  return (
    <>
      <FailureNotice error={recording.error} saving />
      {waiting.map(({ sequence, destination, recordedOn }) => (
        <Acknowledge
          key={sequence}
          destination={destination}
          earliest={recordedOn}
          asOf={view.asOf}
          onSave={(acknowledgedOn) =>
            record({ type: 'referralAcknowledged', payload: { referral: sequence, acknowledgedOn } })
          }
        />
      ))}
      {plans.map(({ sequence, plan, decision }) => (
        <Note
          key={sequence}
          title={t('summary.checkPlan', { what: decisionLabel(decision) })}
          lead={plan}
          label={t('summary.checked')}
          button={t('summary.saveCheck')}
          onSave={(note) => record({ type: 'overrideChecked', payload: { override: sequence, note } })}
        />
      ))}
      {session.person.role === 'clinician' && !state.closed && !state.voided ? (
        <Close view={view} onSave={(payload) => record({ type: 'closed', payload })} />
      ) : null}
      {session.person.role === 'clinician' && !state.voided ? (
        <Note
          title={t('summary.voidEpisode')}
          lead={t('summary.voidHelp')}
          label={t('summary.voidReason')}
          button={t('summary.saveVoid')}
          onSave={(reason) => record({ type: 'voided', payload: { reason } })}
        />
      ) : null}
    </>
  )
}

function Acknowledge({
  destination,
  earliest,
  asOf,
  onSave,
}: {
  readonly destination: string
  readonly earliest: string
  readonly asOf: string
  readonly onSave: (acknowledgedOn: string) => void
}) {
  const [day, setDay] = useState<string | undefined>(asOf)
  return (
    <details className="card">
      <summary>{t('summary.acknowledge')}</summary>
      <p>{destination}</p>
      <DateField
        label={t('summary.acknowledgedOn')}
        value={day ?? ''}
        earliest={earliest}
        latest={asOf}
        onChange={setDay}
      />
      <Button variant="default" disabled={day === undefined} onClick={() => day && onSave(day)}>
        {t('summary.acknowledge')}
      </Button>
    </details>
  )
}

function Note({
  title,
  lead,
  label,
  button,
  onSave,
}: {
  readonly title: string
  readonly lead: string
  readonly label: string
  readonly button: string
  readonly onSave: (note: string) => void
}) {
  const [note, setNote] = useState('')
  return (
    <details className="card">
      <summary>{title}</summary>
      <p>{lead}</p>
      <div className="stack">
        <Textarea
          label={label}
          value={note}
          maxLength={1000}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <div>
          <Button variant="default" disabled={note.trim() === ''} onClick={() => onSave(note)}>
            {button}
          </Button>
        </div>
      </div>
    </details>
  )
}

type Closing = Extract<EnteredEvent, { readonly type: 'closed' }>['payload']

function Close({ view, onSave }: { readonly view: EpisodeView; readonly onSave: (closing: Closing) => void }) {
  const [reason, setReason] = useState('')
  const [open, setOpen] = useState('')
  const hasWork = view.state.worklist.length > 0
  const isComplete = reason.trim() !== '' && (!hasWork || open.trim() !== '')
  return (
    <details className="card">
      <summary>{t('summary.closeEpisode')}</summary>
      <p>{t('summary.closeHelp')}</p>
      <div className="stack">
        <Textarea
          label={t('summary.closeReason')}
          value={reason}
          maxLength={1000}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {hasWork ? (
          <Textarea
            label={t('summary.closeOpen')}
            description={t('summary.closeOpenHelp')}
            value={open}
            maxLength={1000}
            onChange={(event) => setOpen(event.currentTarget.value)}
          />
        ) : null}
        <div>
          <Button
            variant="default"
            disabled={!isComplete}
            onClick={() => onSave({ reason, ...(hasWork ? { openWorkReason: open } : {}) })}
          >
            {t('summary.closeEpisode')}
          </Button>
        </div>
      </div>
    </details>
  )
}

/** Another episode of the same patient; where one is open, it is said what the new one is for. */
export function NewEpisode({
  patientId,
  isAnotherOpen,
}: {
  readonly patientId: string
  readonly isAnotherOpen: boolean
}) {
  const navigate = useNavigate()
  const { may } = useSession()
  const begin = useMutation({
    mutationFn: () =>
      send<Registered>('POST', `/api/patients/${patientId}/episodes`, { commandId: crypto.randomUUID() }),
    onSuccess: async ({ episodeId }) => {
      await refreshPatient(patientId)
      navigate(`/patients/${patientId}/assess?episode=${episodeId}`)
    },
  })
  if (!may.includes('POST /api/patients/:patientId/episodes')) return null
  return (
    <>
      <FailureNotice error={begin.error} saving />
      {isAnotherOpen ? <p className="muted">{t('summary.newEpisodeHelp')}</p> : null}
      <Button variant="default" disabled={begin.isPending} onClick={() => begin.mutate()}>
        {t('summary.newEpisode')}
      </Button>
    </>
  )
}

import { Button, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { lastLetterOf } from '../../care/letters.ts'
import type { EnteredEvent, EpisodeView } from '../../service/api/episode.ts'
import type { Registered } from '../../service/api/patient.ts'
import { send } from '../api.ts'
import { decisionLabel } from '../decision/panel.tsx'
import { type CardTexts, WritingCard } from '../drafts/summary-draft.tsx'
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
  const record = (event: EnteredEvent, texts?: CardTexts): void =>
    recording.mutate(
      { commandId: crypto.randomUUID(), events: [event] },
      { onSuccess: ({ sequence }) => texts?.recorded(sequence) },
    )
  const waiting = state.voided
    ? []
    : state.referrals
        .filter(({ withdrawn }) => withdrawn === undefined)
        .map(lastLetterOf)
        .filter(({ acknowledged }) => acknowledged === undefined)
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
          part={`check.${sequence}`}
          title={t('summary.checkPlan', { what: decisionLabel(decision) })}
          lead={plan}
          label={t('summary.checked')}
          button={t('summary.saveCheck')}
          onSave={(note, texts) => record({ type: 'overrideChecked', payload: { override: sequence, note } }, texts)}
        />
      ))}
      {session.person.role === 'clinician' && !state.closed && !state.voided ? (
        <Close view={view} onSave={(payload, texts) => record({ type: 'closed', payload }, texts)} />
      ) : null}
      {session.person.role === 'clinician' && !state.voided ? (
        <Note
          part="void"
          title={t('summary.voidEpisode')}
          lead={t('summary.voidHelp')}
          label={t('summary.voidReason')}
          button={t('summary.saveVoid')}
          onSave={(reason, texts) => record({ type: 'voided', payload: { reason } }, texts)}
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
  part,
  title,
  lead,
  label,
  button,
  onSave,
}: {
  readonly part: string
  readonly title: string
  readonly lead: string
  readonly label: string
  readonly button: string
  readonly onSave: (note: string, texts: CardTexts) => void
}) {
  return (
    <WritingCard title={title} part={part} fields={['note']}>
      {(texts) => {
        const note = texts.typed('note')
        return (
          <>
            <p>{lead}</p>
            <div className="stack">
              <Textarea
                label={label}
                value={note.text}
                maxLength={1000}
                onChange={(event) => note.change(event.currentTarget.value)}
              />
              <div>
                <Button variant="default" disabled={note.text.trim() === ''} onClick={() => onSave(note.text, texts)}>
                  {button}
                </Button>
              </div>
            </div>
          </>
        )
      }}
    </WritingCard>
  )
}

type Closing = Extract<EnteredEvent, { readonly type: 'closed' }>['payload']

interface CloseProps {
  readonly view: EpisodeView
  readonly onSave: (closing: Closing, texts: CardTexts) => void
}

function Close(props: CloseProps) {
  return (
    <WritingCard title={t('summary.closeEpisode')} part="close" fields={['reason', 'open']}>
      {(texts) => <CloseForm {...props} texts={texts} />}
    </WritingCard>
  )
}

function CloseForm({ view, onSave, texts }: CloseProps & { readonly texts: CardTexts }) {
  const [reason, open] = [texts.typed('reason'), texts.typed('open')]
  // Closing tells nobody who holds a letter that is not right: that stays on the worklist.
  const hasWork = view.state.worklist.some(({ kind }) => kind !== 'letterOutdated')
  const isComplete = reason.text.trim() !== '' && (!hasWork || open.text.trim() !== '')
  return (
    <>
      <p>{t('summary.closeHelp')}</p>
      <div className="stack">
        <Textarea
          label={t('summary.closeReason')}
          value={reason.text}
          maxLength={1000}
          onChange={(event) => reason.change(event.currentTarget.value)}
        />
        {hasWork ? (
          <Textarea
            label={t('summary.closeOpen')}
            description={t('summary.closeOpenHelp')}
            value={open.text}
            maxLength={1000}
            onChange={(event) => open.change(event.currentTarget.value)}
          />
        ) : null}
        <div>
          <Button
            variant="default"
            disabled={!isComplete}
            onClick={() => onSave({ reason: reason.text, ...(hasWork ? { openWorkReason: open.text } : {}) }, texts)}
          >
            {t('summary.closeEpisode')}
          </Button>
        </div>
      </div>
    </>
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
    <section className="card" aria-label={t('summary.newEpisode')}>
      <FailureNotice error={begin.error} saving />
      {isAnotherOpen ? <p className="muted">{t('summary.newEpisodeHelp')}</p> : null}
      <Button variant="default" disabled={begin.isPending} onClick={() => begin.mutate()}>
        {t('summary.newEpisode')}
      </Button>
    </section>
  )
}

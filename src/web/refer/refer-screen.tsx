import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useId, useMemo } from 'react'
import { Link, useNavigate } from 'react-router'
import type { EpisodeView } from '../../service/api/episode.ts'
import type { LetterRequest } from '../../weave/letter-facts.ts'
import { Changes } from '../drafts/choose.tsx'
import type { DraftKeeper } from '../drafts/keeper.ts'
import { useDraft, useOpenDraft } from '../drafts/use-draft.ts'
import { FailureNotice } from '../frame/errors.tsx'
import { useOwnQuery } from '../frame/own-query.ts'
import { Waiting } from '../frame/page.tsx'
import { useTellSaving } from '../frame/save-state.tsx'
import { UrgencyBadge } from '../frame/urgency-badge.tsx'
import { useConsulting } from '../offline/consulting.ts'
import { EpisodeScreen } from '../patients/episode-screen.tsx'
import { useCommandId, useRecord } from '../patients/use-patient.ts'
import { standard } from '../protocol/adopted.ts'
import { useSession } from '../session/use-session.ts'
import { t } from '../strings/t.ts'
import { LetterField } from './letter-field.tsx'
import { LetterText } from './letter-text.tsx'
import { destinationOf, letterText, sectionsOf } from './letter-words.ts'

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
          <Opened key={view.episodeId} view={view} />
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

/** What is typed here is a draft until the letter is signed. */
function Opened({ view }: { readonly view: EpisodeView }) {
  useConsulting()
  const { keeper, error, retry } = useOpenDraft(view)
  if (keeper) return <Refer view={view} keeper={keeper} />
  return error ? <FailureNotice error={error} onRetry={retry} /> : <Waiting />
}

function Refer({ view, keeper }: { readonly view: EpisodeView; readonly keeper: DraftKeeper }) {
  const [search, change] = useOwnQuery()
  const referrals = referralsOf(view)
  const chosen = referrals.find(({ id }) => id === search.get('decision')) ?? referrals[0]
  const decision = chosen?.id ?? ''
  const draft = useDraft(keeper, view, 'refer')
  useTellSaving(draft.saving)
  const destination = draft.note('to') ?? destinationOf(view, decision)
  const reason = draft.note('reason') ?? ''
  const told = draft.note('told') ?? ''
  const commandIdOf = useCommandId()
  const recording = useRecord(view)
  const navigate = useNavigate()
  const request = { decision, destination, ...given('reason', reason), ...given('told', told) }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    recording.mutate(
      // The same letter, sent again after an answer that was lost, is recorded once.
      { commandId: commandIdOf(request), events: [{ type: 'referred', payload: request }] },
      {
        onSuccess: async ({ patientId, episodeId, sequence, state }) => {
          await draft.clear(sequence)
          navigate(`/patients/${patientId}/letters/${state.referrals.at(-1)?.sequence ?? ''}?episode=${episodeId}`)
        },
      },
    )
  }
  const choose = (id: string): void => {
    change('decision', id)
    draft.changeNote(undefined, 'to')
  }
  return (
    <form className="columns columns-letter" onSubmit={submit}>
      <div className="stack">
        <FailureNotice error={recording.error} saving />
        <Changes draft={draft} view={view} />
        {referrals.some(({ isAsked }) => isAsked) ? null : <p className="card">{t('refer.none')}</p>}
        <section className="card stack">
          <div className="row">
            <span>{t('refer.urgency')}</span>
            <UrgencyBadge urgency={view.state.decision.urgency.level} />
          </div>
          <Destination value={decision} options={referrals} onChange={choose} />
          <TextInput
            label={t('refer.to')}
            value={destination}
            maxLength={200}
            onChange={(event) => draft.changeNote(event.currentTarget.value, 'to')}
          />
          <LetterField
            label={t('refer.reason')}
            value={reason}
            onChange={(text) => draft.changeNote(text || undefined, 'reason')}
          />
          <LetterField
            label={t('refer.told')}
            value={told}
            onChange={(text) => draft.changeNote(text || undefined, 'told')}
          />
          <div>
            <Button type="submit" variant="filled" disabled={recording.isPending || destination.trim() === ''}>
              {t('refer.sign')}
            </Button>
          </div>
        </section>
      </div>
      <Preview view={view} request={request} />
    </form>
  )
}

function given<Key extends string>(key: Key, text: string): { readonly [K in Key]?: string } {
  return (text.trim() === '' ? {} : { [key]: text }) as { readonly [K in Key]?: string }
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
      <select
        id={id}
        className="input input-wide"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}

/** The letter as it will be locked, woven here as the service will weave it. */
function Preview({ view, request }: { readonly view: EpisodeView; readonly request: LetterRequest }) {
  const { person } = useSession()
  const letter = useMemo(() => sectionsOf(letterText(view, request, person)), [view, request, person])
  return (
    <section className="card" aria-label={t('refer.letter')}>
      <h2>{t('refer.letter')}</h2>
      <p className="muted">{t('refer.letterHelp')}</p>
      <LetterText sections={letter} level="h3" />
    </section>
  )
}

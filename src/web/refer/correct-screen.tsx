import { Button, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useMemo } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import { lastLetterOf, type OutdatedLetter, outdatedLetters } from '../../care/letters.ts'
import type { EpisodeView } from '../../service/api/episode.ts'
import { dateWords } from '../dates.ts'
import { type CardTexts, SummaryDraft, Typing } from '../drafts/summary-draft.tsx'
import { FailureNotice } from '../frame/errors.tsx'
import { UrgencyBadge } from '../frame/urgency-badge.tsx'
import { useConsulting } from '../offline/consulting.ts'
import { EpisodeScreen } from '../patients/episode-screen.tsx'
import { useCommandId, useRecord } from '../patients/use-patient.ts'
import { useSession } from '../session/use-session.ts'
import { t } from '../strings/t.ts'
import { LetterField } from './letter-field.tsx'
import { LetterText } from './letter-text.tsx'
import { changesOf, correctionText, sectionsOf } from './letter-words.ts'

const fields = ['way', 'to', 'reason', 'told', 'note'] as const

/** Putting right a letter that was sent: a corrected one, the withdrawal of the referral, or word that somebody was told. */
export default function CorrectScreen() {
  const { sequence = '' } = useParams()
  return (
    <EpisodeScreen title={t('correct.title')}>
      {(view) => {
        const letter = outdatedLetters(view.state).find(({ referral }) => referral.sequence === Number(sequence))
        const back = `/patients/${view.patientId}?episode=${view.episodeId}`
        return letter ? (
          <SummaryDraft key={view.episodeId} view={view} isNeeded>
            <Typing part={`correct.${sequence}`} fields={fields}>
              {(texts) => <Correct view={view} letter={letter} texts={texts} />}
            </Typing>
          </SummaryDraft>
        ) : (
          <p className="card">
            {t('correct.right')} <Link to={back}>{t('correct.back')}</Link>
          </p>
        )
      }}
    </EpisodeScreen>
  )
}

type Way = 'corrects' | 'withdraws' | 'told'

function Correct({
  view,
  letter,
  texts,
}: {
  readonly view: EpisodeView
  readonly letter: OutdatedLetter
  readonly texts: CardTexts
}) {
  useConsulting()
  const { state } = view
  const isVoided = state.voided !== undefined
  const way = wayOf(texts.typed('way').text, isVoided)
  const { destination: sentTo, recordedOn } = lastLetterOf(letter.referral)
  const to = texts.typed('to').text || sentTo
  const [reason, told, note] = [texts.typed('reason'), texts.typed('told'), texts.typed('note')]
  // A letter rests on what is signed; taking one back, or telling somebody, does not.
  const isUnsigned = way === 'corrects' && (state.unsigned.length > 0 || state.signed.length === 0)
  const request = { destination: to, ...given('reason', reason.text), ...given('told', told.text) }
  const submit = useSubmit({ view, letter, way, request, note: note.text, texts })
  return (
    <form className="columns columns-letter" onSubmit={submit.onSubmit}>
      <div className="stack">
        <FailureNotice error={submit.error} saving />
        <section className="card stack">
          <UrgencyBadge urgency={letter.urgency} />
          <p>{t('correct.lead', { to: sentTo, date: dateWords(recordedOn) })}</p>
          <ul>
            {changesOf(letter).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <Ways value={way} isVoided={isVoided} onChange={texts.typed('way').change} />
        </section>
        <section className="card stack">
          {way === 'told' ? (
            <Textarea
              label={t('correct.note')}
              description={t('correct.noteHelp')}
              autosize
              minRows={2}
              maxLength={1000}
              value={note.text}
              onChange={(event) => note.change(event.currentTarget.value)}
            />
          ) : (
            <>
              <TextInput
                label={t('refer.to')}
                value={to}
                maxLength={200}
                onChange={(event) => texts.typed('to').change(event.currentTarget.value)}
              />
              <LetterField
                label={way === 'withdraws' ? t('correct.why') : t('refer.reason')}
                value={reason.text}
                onChange={reason.change}
              />
              {way === 'corrects' ? (
                <LetterField label={t('refer.told')} value={told.text} onChange={told.change} />
              ) : null}
            </>
          )}
          {isUnsigned ? (
            <p className="fault">
              {t('refer.needsSigned')}{' '}
              <Link to={`/patients/${view.patientId}/assess?episode=${view.episodeId}`}>{t('refer.toAssess')}</Link>
            </p>
          ) : null}
          <div>
            <Button
              type="submit"
              variant="filled"
              disabled={submit.isBusy || isUnsigned || (way === 'told' && note.text.trim() === '')}
            >
              {t(`correct.save.${way}`)}
            </Button>
          </div>
        </section>
      </div>
      {way === 'told' ? null : (
        <Preview view={view} letter={letter} request={request} withdraws={way === 'withdraws'} />
      )}
    </form>
  )
}

function wayOf(text: string, isVoided: boolean): Way {
  if (text === 'told' || text === 'withdraws') return text
  return isVoided ? 'withdraws' : 'corrects'
}

interface Request {
  readonly destination: string
  readonly reason?: string
  readonly told?: string
}

function useSubmit({
  view,
  letter,
  way,
  request,
  note,
  texts,
}: {
  readonly view: EpisodeView
  readonly letter: OutdatedLetter
  readonly way: Way
  readonly request: Request
  readonly note: string
  readonly texts: CardTexts
}) {
  const recording = useRecord(view)
  const commandIdOf = useCommandId()
  const navigate = useNavigate()
  const referral = letter.referral.sequence
  const { destination, reason } = request
  const event = {
    corrects: { type: 'letterCorrected', payload: { referral, ...request } },
    withdraws: {
      type: 'letterCorrected',
      payload: { referral, withdraws: true, destination, ...(reason === undefined ? {} : { reason }) },
    },
    told: { type: 'recipientTold', payload: { referral, note } },
  } as const
  const onSubmit = (submitted: FormEvent): void => {
    submitted.preventDefault()
    const events = [event[way]]
    recording.mutate(
      { commandId: commandIdOf([view.episodeId, events]), events },
      {
        onSuccess: ({ patientId, episodeId, sequence }) => {
          texts.recorded(sequence)
          const here = `/patients/${patientId}`
          navigate(way === 'told' ? `${here}?episode=${episodeId}` : `${here}/letters/${sequence}?episode=${episodeId}`)
        },
      },
    )
  }
  return { onSubmit, error: recording.error, isBusy: recording.isPending }
}

function given(name: 'reason' | 'told', text: string): Partial<Record<'reason' | 'told', string>> {
  return text.trim() === '' ? {} : { [name]: text }
}

function Ways({
  value,
  isVoided,
  onChange,
}: {
  readonly value: Way
  readonly isVoided: boolean
  readonly onChange: (way: Way) => void
}) {
  const ways: readonly Way[] = isVoided ? ['withdraws', 'told'] : ['corrects', 'withdraws', 'told']
  return (
    <fieldset className="reasons">
      <legend>{t('correct.way')}</legend>
      {ways.map((way) => (
        <label key={way} className="check">
          <input type="radio" name="way" value={way} checked={value === way} onChange={() => onChange(way)} />
          {t(`correct.ways.${way}`)}
        </label>
      ))}
    </fieldset>
  )
}

/** The letter as it will be locked, woven here as the service will weave it. */
function Preview({
  view,
  letter,
  request,
  withdraws,
}: {
  readonly view: EpisodeView
  readonly letter: OutdatedLetter
  readonly request: Request
  readonly withdraws: boolean
}) {
  const { person } = useSession()
  const text = useMemo(
    () => sectionsOf(correctionText(view, letter, { ...request, ...(withdraws ? { withdraws } : {}) }, person)),
    [view, letter, request, withdraws, person],
  )
  return (
    <section className="card" aria-label={t('refer.letter')}>
      <h2>{t('refer.letter')}</h2>
      <p className="muted">{t('refer.letterHelp')}</p>
      <LetterText sections={text} level="h3" />
    </section>
  )
}

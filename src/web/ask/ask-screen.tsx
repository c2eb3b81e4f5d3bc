import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { EpisodeView } from '../../service/api/episode.ts'
import type { LinksAnswer, NewLinkAnswer, PatientLink } from '../../service/api/questionnaire.ts'
import { queries, send } from '../api.ts'
import { dateWords, timeWords } from '../dates.ts'
import { FailureNotice } from '../frame/errors.tsx'
import { EpisodeScreen } from '../patients/episode-screen.tsx'
import { useStaff } from '../patients/use-patient.ts'
import { useSession } from '../session/use-session.ts'
import { t } from '../strings/t.ts'
import { QrCode } from './qr-code.tsx'
import { sheets } from './sheets.ts'

const pathOf = (episodeId: string) => `/api/episodes/${episodeId}/questionnaires`
const keyOf = (episodeId: string) => ['questionnaires', episodeId]

/** Ask the patient before the visit: make a link, show and print it, stop it. */
export default function AskScreen() {
  return <EpisodeScreen title={t('ask.title')}>{(view) => <Ask key={view.episodeId} view={view} />}</EpisodeScreen>
}

const lives = [1, 24, 72] as const

/** An instant on the clock of this device. */
function momentWords(instant: string): string {
  const at = new Date(instant)
  const two = (part: number): string => String(part).padStart(2, '0')
  return `${dateWords(`${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`)} ${timeWords(at)}`
}

function Ask({ view }: { readonly view: EpisodeView }) {
  const { episodeId, state } = view
  const [hours, setHours] = useState<number>(24)
  const [made, setMade] = useState<NewLinkAnswer>()
  const { data, error } = useQuery({
    queryKey: keyOf(episodeId),
    queryFn: () => send<LinksAnswer>('GET', pathOf(episodeId)),
  })
  const refresh = () => queries.invalidateQueries({ queryKey: keyOf(episodeId) })
  const making = useMutation({
    mutationFn: () => send<NewLinkAnswer>('POST', pathOf(episodeId), { hours }),
    onSuccess: (answer) => {
      setMade(answer)
      void refresh()
    },
  })
  const stopping = useMutation({
    mutationFn: (id: string) => send<undefined>('DELETE', `${pathOf(episodeId)}/${id}`),
    onSuccess: (_, id) => {
      if (made?.link.id === id) setMade(undefined)
      void refresh()
    },
  })
  const mayMake = useSession().may.includes('POST /api/episodes/:episodeId/questionnaires')
  const languages = data?.languages ?? []
  if (error) return <FailureNotice error={error} />
  return (
    <>
      <div className="no-print">
        <p>{t('ask.lead')}</p>
        <FailureNotice error={making.error ?? stopping.error} saving />
        {data && languages.length === 0 ? <p className="card">{t('ask.notReviewed')}</p> : null}
        {mayMake && languages.length > 0 && !state.closed && !state.voided ? (
          <section className="card">
            <p>{t('ask.languages', { languages: languages.map(({ name }) => name).join(', ') })}</p>
            <div className="row">
              <div className="field">
                <label htmlFor="ask-hours">{t('ask.hours')}</label>
                <select
                  id="ask-hours"
                  className="input"
                  value={hours}
                  onChange={(event) => setHours(Number(event.currentTarget.value))}
                >
                  {lives.map((each) => (
                    <option key={each} value={each}>
                      {t('ask.life', { count: each })}
                    </option>
                  ))}
                </select>
              </div>
              <Button variant="filled" onClick={() => making.mutate()} loading={making.isPending}>
                {t('ask.make')}
              </Button>
            </div>
          </section>
        ) : null}
      </div>
      {made ? <Sheet made={made} languages={languages} /> : null}
      <Links links={data?.links ?? []} {...(mayMake ? { onStop: (id) => stopping.mutate(id) } : {})} />
    </>
  )
}

/** What is shown, or printed and given to the patient: no name, so that a lost sheet tells nothing. */
function Sheet({ made, languages }: { readonly made: NewLinkAnswer; readonly languages: LinksAnswer['languages'] }) {
  const [isCopied, setCopied] = useState(false)
  const address = new URL(made.path, window.location.origin).href
  const isHere = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(window.location.hostname)
  const copy = (): void => {
    void navigator.clipboard.writeText(address).then(() => setCopied(true))
  }
  return (
    <section className="card ask-sheet" aria-label={t('ask.sheet')}>
      {languages.map(({ language, direction, reviewed }) => (
        <div key={language} lang={language} dir={direction}>
          <p className="ask-lead">{sheets[language]?.sheet}</p>
          {reviewed ? null : <p className="muted">{sheets[language]?.watermark}</p>}
        </div>
      ))}
      <QrCode text={address} label={t('ask.qr')} />
      <p className="ask-address">
        <bdi>{address}</bdi>
      </p>
      <p>{t('ask.until', { time: momentWords(made.link.expiresAt) })}</p>
      <div className="no-print">
        <p>{t('ask.once')}</p>
        {isHere ? <p className="fault">{t('ask.here')}</p> : null}
        <div className="row">
          <Button variant="filled" onClick={() => window.print()}>
            {t('refer.print')}
          </Button>
          <Button variant="default" onClick={copy}>
            {t('ask.copy')}
          </Button>
          <span role="status">{isCopied ? t('refer.copied') : ''}</span>
        </div>
      </div>
    </section>
  )
}

function Links({ links, onStop }: { readonly links: readonly PatientLink[]; readonly onStop?: (id: string) => void }) {
  const staff = new Map((useStaff().data ?? []).map(({ id, displayName }) => [id, displayName]))
  return (
    <section className="card no-print">
      <h2>{t('ask.links')}</h2>
      {links.length === 0 ? <p className="muted">{t('ask.none')}</p> : null}
      <ul className="plain-list">
        {links.map(({ id, createdBy, createdAt, expiresAt, state }) => (
          <li key={id}>
            <div>
              {t('ask.madeBy', { time: momentWords(createdAt), name: staff.get(createdBy) ?? t('summary.someone') })}
            </div>
            <div className="row">
              <span>{t(`ask.states.${state}`, { time: momentWords(expiresAt) })}</span>
              {state === 'open' && onStop ? (
                <button type="button" className="link-button" onClick={() => onStop(id)}>
                  {t('ask.stop')}
                </button>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

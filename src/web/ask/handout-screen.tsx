import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { HandoutDocument } from '../../service/api/document.ts'
import type { EpisodeView } from '../../service/api/episode.ts'
import { send } from '../api.ts'
import { FailureNotice } from '../frame/errors.tsx'
import { useOwnQuery } from '../frame/own-query.ts'
import { EpisodeScreen } from '../patients/episode-screen.tsx'
import { t } from '../strings/t.ts'

/** What the patient takes home, in a language of the patient's: to print, or to copy. */
export default function HandoutScreen() {
  return (
    <EpisodeScreen title={t('handout.title')} hasOwnTitle>
      {(view) => <Handout view={view} />}
    </EpisodeScreen>
  )
}

function Handout({ view }: { readonly view: EpisodeView }) {
  const [search, choose] = useOwnQuery()
  const language = search.get('language') ?? 'en'
  const [isCopied, setCopied] = useState(false)
  const { data, error, refetch } = useQuery({
    queryKey: ['handout', view.episodeId, view.sequence, language],
    queryFn: () =>
      send<HandoutDocument>('GET', `/api/episodes/${view.episodeId}/handout?language=${encodeURIComponent(language)}`),
  })
  if (error) return <FailureNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <p role="status">{t('app.loading')}</p>
  const copy = (): void => {
    void navigator.clipboard.writeText(data.text).then(() => setCopied(true))
  }
  return (
    <>
      <div className="row no-print letter-tools">
        {data.languages.length > 1 ? (
          <div className="field">
            <label htmlFor="handout-language">{t('handout.language')}</label>
            <select
              id="handout-language"
              className="input"
              value={language}
              onChange={(event) => choose('language', event.currentTarget.value)}
            >
              {data.languages.map((each) => (
                <option key={each.language} value={each.language} lang={each.language}>
                  {each.name}
                </option>
              ))}
            </select>
          </div>
        ) : null}
        <Button variant="filled" onClick={() => window.print()}>
          {t('refer.print')}
        </Button>
        <Button variant="default" onClick={copy}>
          {t('refer.copy')}
        </Button>
        <span role="status">{isCopied ? t('refer.copied') : ''}</span>
      </div>
      <HandoutText handout={data} />
    </>
  )
}

/** The handout as it reads and prints, with what has to be said of it above, below and across. */
function HandoutText({ handout }: { readonly handout: HandoutDocument }) {
  const { language, direction, marks, parts } = handout
  return (
    <article className="letter handout" lang={language} dir={direction}>
      <Marks marks={marks} />
      <h1 className="handout-title">{handout.title}</h1>
      <p>
        <bdi>{handout.for}</bdi>
      </p>
      {parts.map(({ heading, lead, lines, isList }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a handout never change their places.
        <section key={index}>
          {heading ? <h2>{heading}</h2> : null}
          {lead ? <p>{lead}</p> : null}
          {isList ? (
            <ul className="letter-items">
              {lines.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          ) : (
            lines.map((line) => <p key={line}>{line}</p>)
          )}
        </section>
      ))}
      <Marks marks={marks} />
      {marks.length > 0 ? (
        <div className="watermark" aria-hidden="true">
          {marks[0]}
        </div>
      ) : null}
    </article>
  )
}

function Marks({ marks }: { readonly marks: readonly string[] }) {
  return marks.length === 0 ? null : (
    <div className="handout-marks">
      {marks.map((mark) => (
        <p key={mark} dir="auto">
          {mark}
        </p>
      ))}
    </div>
  )
}

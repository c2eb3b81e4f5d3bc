import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { lastLetterOf } from '../../care/letters.ts'
import type { EpisodeView } from '../../service/api/episode.ts'
import { dateWords } from '../dates.ts'
import { FailureNotice } from '../frame/errors.tsx'
import { Watermark } from '../frame/watermark.tsx'
import { EpisodeScreen } from '../patients/episode-screen.tsx'
import { t } from '../strings/t.ts'
import { LetterText } from './letter-text.tsx'
import { useLetter } from './use-letter.ts'

/** A letter as it was signed: to print, or to copy into a record that has no link to this one. */
export default function LetterScreen() {
  return <EpisodeScreen title={t('letter.title')}>{(view) => <Letter view={view} />}</EpisodeScreen>
}

function Letter({ view }: { readonly view: EpisodeView }) {
  const { sequence = '' } = useParams()
  const [isCopied, setCopied] = useState(false)
  const { data, error, refetch } = useLetter(view.episodeId, sequence)
  const referral = view.state.referrals.find((each) =>
    [each, ...each.corrections].some((sent) => sent.sequence === Number(sequence)),
  )
  const last = referral && lastLetterOf(referral)
  const sent = referral && [referral, ...referral.corrections].find((each) => each.sequence === Number(sequence))
  if (error) return <FailureNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <p role="status">{t('app.loading')}</p>
  const copy = (): void => {
    void navigator.clipboard.writeText(data.text).then(() => setCopied(true))
  }
  return (
    <>
      <div className="row no-print letter-tools">
        <Button variant="filled" onClick={() => window.print()}>
          {t('refer.print')}
        </Button>
        <Button variant="default" onClick={copy}>
          {t('refer.copy')}
        </Button>
        <span role="status">{isCopied ? t('refer.copied') : ''}</span>
        {sent ? <span className="muted">{t('refer.locked', { date: dateWords(sent.recordedOn) })}</span> : null}
      </div>
      {last && last.sequence !== Number(sequence) ? (
        <p className="fault no-print">
          {t('correct.replaced', { date: dateWords(last.recordedOn) })}{' '}
          <Link to={`/patients/${view.patientId}/letters/${last.sequence}?episode=${view.episodeId}`}>
            {t('correct.corrected', { date: dateWords(last.recordedOn) })}
          </Link>
        </p>
      ) : null}
      {view.patient.demo ? <Watermark /> : null}
      <LetterText sections={data.sections} level="h2" />
    </>
  )
}

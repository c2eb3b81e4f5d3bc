import { Link } from 'react-router'
import type { Referral } from '../../care/episode.ts'
import { lastLetterOf, type OutdatedLetter, outdatedLetters } from '../../care/letters.ts'
import type { EpisodeView } from '../../service/api/episode.ts'
import { dateWords } from '../dates.ts'
import { UrgencyBadge } from '../frame/urgency-badge.tsx'
import { changesOf } from '../refer/letter-words.ts'
import { useSession } from '../session/use-session.ts'
import { t } from '../strings/t.ts'

/** Above everything else: who holds a letter that is not right, what of it, and the way to put it right. */
export function OutdatedLetters({ view }: { readonly view: EpisodeView }) {
  return outdatedLetters(view.state).map((letter) => (
    <Outdated key={letter.referral.sequence} view={view} letter={letter} />
  ))
}

function Outdated({ view, letter }: { readonly view: EpisodeView; readonly letter: OutdatedLetter }) {
  const { mayRecord } = useSession()
  const { destination, recordedOn } = lastLetterOf(letter.referral)
  const title = t('correct.outdated', { date: dateWords(recordedOn), to: destination })
  return (
    <section className="card outdated-letter" aria-label={title}>
      <UrgencyBadge urgency={letter.urgency} />
      <h2>{title}</h2>
      <ul>
        {changesOf(letter).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {mayRecord.includes('letterCorrected') ? (
        <Link
          className="button-link button-link-main no-print"
          to={`/patients/${view.patientId}/letters/${letter.referral.sequence}/correct?episode=${view.episodeId}`}
        >
          {t('correct.open')}
        </Link>
      ) : null}
    </section>
  )
}

/** Every letter of an episode as it was sent, with what replaced it. */
export function Letters({ view }: { readonly view: EpisodeView }) {
  const { referrals } = view.state
  return (
    <section className="card">
      <h2>{t('summary.letters')}</h2>
      {referrals.length === 0 ? <p className="muted">{t('summary.lettersEmpty')}</p> : null}
      <ul className="plain-list">
        {referrals.map((referral) => (
          <li key={referral.sequence}>
            <Sent view={view} referral={referral} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Sent({ view, referral }: { readonly view: EpisodeView; readonly referral: Referral }) {
  const { sequence, recordedOn, destination, corrections, told } = referral
  const letters = [
    ...corrections.toReversed().map((each) => ({
      ...each,
      words: each.withdraws ? t('correct.withdrawn', dateOf(each)) : t('correct.corrected', dateOf(each)),
    })),
    { sequence, destination, words: t('summary.openLetter', { date: dateWords(recordedOn) }) },
  ]
  return (
    <>
      {letters.map((letter) => (
        <div key={letter.sequence}>
          <Link to={`/patients/${view.patientId}/letters/${letter.sequence}?episode=${view.episodeId}`}>
            {letter.words}
          </Link>
          <div className="muted">{letter.destination}</div>
        </div>
      ))}
      {told.map((each) => (
        <p key={each.sequence}>{t('correct.told', { date: dateWords(each.recordedOn), note: each.note })}</p>
      ))}
    </>
  )
}

function dateOf({ recordedOn }: { readonly recordedOn: string }): { readonly date: string } {
  return { date: dateWords(recordedOn) }
}

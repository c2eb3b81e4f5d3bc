import { useQuery } from '@tanstack/react-query'
import type { OpenEpisodesAnswer } from '../../service/api/protocol.ts'
import { send } from '../api.ts'
import { FailureNotice } from '../frame/errors.tsx'
import { useSession } from '../session/use-session.ts'
import { t } from '../strings/t.ts'

/** What a version would change for the clinic's own open episodes: counts, for whoever may read patients. */
export function OpenEpisodes({ hash, version }: { readonly hash: string; readonly version: string }) {
  const isAllowed = useSession().may.includes('GET /api/protocol/versions/:hash/open-episodes')
  const { data, error, refetch } = useQuery({
    queryKey: ['openEpisodesUnder', hash],
    queryFn: () => send<OpenEpisodesAnswer>('GET', `/api/protocol/versions/${encodeURIComponent(hash)}/open-episodes`),
    enabled: isAllowed,
  })
  if (!isAllowed) return null
  return (
    <section className="card" aria-labelledby="here-title">
      <h3 id="here-title">{t('versions.here')}</h3>
      <FailureNotice error={error} onRetry={() => void refetch()} />
      {data ? (
        <Counts counts={data} version={version} />
      ) : error ? null : (
        <p role="status">{t('versions.hereLooking')}</p>
      )}
    </section>
  )
}

function Counts({ counts, version }: { readonly counts: OpenEpisodesAnswer; readonly version: string }) {
  const { signed, changed, byAnswer } = counts
  const nothing = t('versions.nothingAsked')
  return (
    <>
      <p>{t('versions.hereOpen', { count: signed })}</p>
      {signed > 0 && changed === 0 ? <p>{t('versions.hereNobody', { version })}</p> : null}
      {changed > 0 ? <p>{t('versions.hereChanged', { count: changed, version })}</p> : null}
      <ul>
        {byAnswer.map(({ label, before, after, episodes }) => (
          <li key={`${label} ${before} ${after}`}>
            {t('versions.hereAnswer', { label, before: before || nothing, after: after || nothing, count: episodes })}
          </li>
        ))}
      </ul>
    </>
  )
}

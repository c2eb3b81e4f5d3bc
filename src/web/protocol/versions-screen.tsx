import { useQuery } from '@tanstack/react-query'
import { Link, useSearchParams } from 'react-router'
import type { Adoption, DifferenceAnswer, ProtocolVersions } from '../../service/api/protocol.ts'
import { isAway, send } from '../api.ts'
import { dateWords } from '../dates.ts'
import { FailureNotice, Problem } from '../frame/errors.tsx'
import { Page } from '../frame/page.tsx'
import { t } from '../strings/t.ts'
import { AdoptForm } from './adopt-form.tsx'
import { heldHash, standard } from './adopted.ts'
import { DifferenceReport } from './difference-report.tsx'
import { OpenEpisodes } from './open-episodes.tsx'

/** Which version decides here, what this build brings, what another would do differently, and every adoption so far. */
export default function VersionsScreen() {
  const [search] = useSearchParams()
  const { data, error, refetch } = useQuery({
    queryKey: ['versions'],
    queryFn: () => send<ProtocolVersions>('GET', '/api/protocol/versions'),
  })
  const compared = search.get('with')
  const read = search.get('read')
  return (
    <Page title={t('versions.title')}>
      {isAway(error) ? (
        <Away onRetry={() => void refetch()} />
      ) : (
        <FailureNotice error={error} onRetry={() => void refetch()} />
      )}
      <p className="wide-text">{t('versions.lead')}</p>
      {data ? (
        <>
          <Standing versions={data} compared={compared} />
          {compared ? <Compared versions={data} hash={compared} /> : null}
          {read ? <Read adoption={data.history.find(({ sequence }) => String(sequence) === read)} /> : null}
          <History versions={data} />
        </>
      ) : error ? null : (
        <p role="status">{t('app.loading')}</p>
      )}
    </Page>
  )
}

/** Without a network: which version decides on this device, and that the rest is the service's. */
function Away({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <Problem onRetry={onRetry} title={t('versions.awayTitle')}>
      {t('versions.away', { version: standard.version, hash: heldHash().slice(0, 12) })}
    </Problem>
  )
}

/** The first digits of a hash: enough to tell versions apart, as git does. */
function Hash({ of }: { readonly of: string }) {
  return <code title={of}>{of.slice(0, 12)}</code>
}

function Standing({ versions, compared }: { readonly versions: ProtocolVersions; readonly compared: string | null }) {
  const { adopted, available } = versions
  const isSame = available.hash === adopted.hash
  return (
    <div className="columns">
      <section className="card">
        <h2>{t('versions.adopted', { version: adopted.version })}</h2>
        <p>
          {t('versions.contentHash')} <Hash of={adopted.hash} />
        </p>
        <p>{adoptedWords(adopted)}</p>
        {adopted.reason === '' ? null : <p>{t('versions.because', { reason: adopted.reason })}</p>}
      </section>
      <section className="card">
        <h2>{isSame ? t('versions.nothingNew') : t('versions.available', { version: available.version })}</h2>
        {isSame ? (
          <p>{t('versions.sameAsAdopted')}</p>
        ) : (
          <>
            <p>
              {t('versions.contentHash')} <Hash of={available.hash} />
            </p>
            <p>{t('versions.notYet')}</p>
            {compared === available.hash ? null : (
              <Link className="button-link button-link-main" to={`?with=${available.hash}`}>
                {t('versions.read')}
              </Link>
            )}
          </>
        )}
      </section>
    </div>
  )
}

function adoptedWords({ adoptedOn, by, previousHash }: Adoption): string {
  return previousHash === undefined
    ? t('versions.adoptedFirst', { date: dateWords(adoptedOn) })
    : t('versions.adoptedBy', { date: dateWords(adoptedOn), name: by.displayName })
}

function Compared({ versions, hash }: { readonly versions: ProtocolVersions; readonly hash: string }) {
  const { adopted, available, history } = versions
  const version = hash === available.hash ? available.version : history.find((each) => each.hash === hash)?.version
  const isNew = hash !== adopted.hash
  const { data, error, refetch } = useQuery({
    queryKey: ['difference', adopted.hash, hash],
    queryFn: () => send<DifferenceAnswer>('GET', `/api/protocol/versions/${encodeURIComponent(hash)}/difference`),
    enabled: isNew,
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (!isNew) return null
  return (
    <section aria-labelledby="difference-title">
      <h2 id="difference-title">{t('versions.differenceTo', { version: version ?? hash.slice(0, 12) })}</h2>
      <FailureNotice error={error} onRetry={() => void refetch()} />
      {data ? (
        <>
          <DifferenceReport report={data.report} />
          <OpenEpisodes hash={hash} version={version ?? hash.slice(0, 12)} />
          <AdoptForm answer={data} version={version ?? ''} />
        </>
      ) : error ? null : (
        <p role="status">{t('versions.comparing')}</p>
      )}
    </section>
  )
}

/** The report that was read for an adoption, as it was read. */
function Read({ adoption }: { readonly adoption: Adoption | undefined }) {
  const path = `/api/protocol/adoptions/${adoption?.sequence ?? 0}/difference`
  const { data, error, refetch } = useQuery({
    queryKey: ['differenceRead', adoption?.sequence ?? 0],
    queryFn: () => send<DifferenceAnswer>('GET', path),
    enabled: adoption?.reportHash !== undefined,
  })
  if (adoption?.reportHash === undefined) return null
  return (
    <section aria-labelledby="read-title">
      <h2 id="read-title">
        {t('versions.readFor', { version: adoption.version, date: dateWords(adoption.adoptedOn) })}
      </h2>
      <FailureNotice error={error} onRetry={() => void refetch()} />
      {data ? <DifferenceReport report={data.report} /> : null}
    </section>
  )
}

function History({ versions: { adopted, history } }: { readonly versions: ProtocolVersions }) {
  const newest = new Map(history.map(({ hash, sequence }) => [hash, sequence] as const).reverse())
  return (
    <section className="card">
      <h2>{t('versions.history')}</h2>
      <ol className="plain-list adoptions" reversed>
        {history.map((each) => (
          <li key={each.sequence}>
            <strong>{t('versions.version', { version: each.version })}</strong> <Hash of={each.hash} />
            <div>{adoptedWords(each)}</div>
            {each.reason === '' ? null : <div>{t('versions.because', { reason: each.reason })}</div>}
            <div className="row">
              {each.reportHash === undefined ? null : (
                <Link to={`?read=${each.sequence}`}>
                  {t('versions.whatWasRead')}
                  <span className="hidden">: {t('versions.version', { version: each.version })}</span>
                </Link>
              )}
              {each.hash !== adopted.hash && newest.get(each.hash) === each.sequence ? (
                <Link to={`?with=${each.hash}`}>
                  {t('versions.compare')}
                  <span className="hidden">: {t('versions.version', { version: each.version })}</span>
                </Link>
              ) : null}
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}

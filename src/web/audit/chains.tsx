import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { AuditChains, AuditCheck } from '../../service/api/audit.ts'
import { send } from '../api.ts'
import { momentWords } from '../dates.ts'
import { FailureNotice, Problem } from '../frame/errors.tsx'
import { t } from '../strings/t.ts'

/** Whether anything is missing or changed: a check on request, and when the ends were last noted outside. */
export function Chains() {
  const { data, error, refetch } = useQuery({
    queryKey: ['audit-chains'],
    queryFn: () => send<AuditChains>('GET', '/api/audit/chains'),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
  const check = useMutation({
    mutationFn: () => send<AuditCheck>('POST', '/api/audit/check', {}),
    onSuccess: () => refetch(),
  })
  return (
    <section className="card">
      <h2>{t('audit.chain')}</h2>
      <p className="wide-text">{t('audit.chainHelp')}</p>
      <FailureNotice error={error ?? check.error} onRetry={() => void refetch()} />
      {data ? <p>{anchoredWords(data)}</p> : null}
      <Button variant="default" disabled={check.isPending} onClick={() => check.mutate()}>
        {t(check.isPending ? 'audit.checking' : 'audit.check')}
      </Button>
      <div aria-live="polite">{check.data ? <Checked {...check.data} /> : null}</div>
      {data ? (
        <details>
          <summary>{t('audit.ends')}</summary>
          <ul>
            {data.ends.map(({ store, position, hash }) => (
              <li key={store}>
                {store} {position} <code className="break">{hash.match(/.{1,16}/g)?.join(' ')}</code>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  )
}

function Checked({ checkedAt, chains }: AuditCheck) {
  const broken = chains.filter(({ firstBroken }) => firstBroken !== null)
  const entries = (store: string): number => chains.find((chain) => chain.store === store)?.entries ?? 0
  if (broken.length === 0)
    return <p>{t('audit.whole', { at: momentWords(checkedAt), audit: entries('audit'), record: entries('record') })}</p>
  return broken.map(({ store, firstBroken }) => (
    <Problem key={store}>
      {t('audit.broken', { position: firstBroken ?? 0, store: t(`audit.stores.${store}`) })}
    </Problem>
  ))
}

function anchoredWords({ places, last }: AuditChains): string {
  if (places.length === 0) return t('audit.nowhere')
  if (last === null) return t('audit.notYet')
  const names = (of: readonly ('file' | 'webhook')[]): string =>
    of.map((place) => t(`audit.places.${place}`)).join(', ')
  const at = momentWords(last.at)
  return last.failed.length > 0
    ? t('audit.notAnchored', { at, places: names(last.failed) })
    : t('audit.anchored', { at, places: names(last.reached) })
}

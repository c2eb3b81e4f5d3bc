import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import type { LaunchServer } from '../../service/api/smart.ts'
import { send, signedInAs } from '../api.ts'
import { FailureNotice, Problem } from '../frame/errors.tsx'
import { Loading, Page } from '../frame/page.tsx'
import { useSession } from '../session/use-session.ts'
import { t } from '../strings/t.ts'
import { beginLaunch, LaunchRefused, serverOf } from './client.ts'

/** The other records that are set up; a demo session and a role that opens no patients are told so instead. */
export function WithServers({ children }: { readonly children: (servers: readonly LaunchServer[]) => ReactNode }) {
  const session = useSession()
  const may = session.may.includes('GET /api/smart/servers')
  const { data, error, refetch } = useQuery({
    queryKey: ['smart-servers'],
    queryFn: () => send<LaunchServer[]>('GET', '/api/smart/servers'),
    enabled: may,
    staleTime: 300_000,
  })
  if (!may)
    return (
      <Page title={t('launch.title')}>
        <p className="card">{session.workspace === 'demo' ? t('launch.notDemo') : t('launch.notAllowed')}</p>
      </Page>
    )
  if (error)
    return (
      <Page title={t('launch.title')}>
        <FailureNotice error={error} onRetry={() => void refetch()} />
      </Page>
    )
  return data ? children(data) : <Loading />
}

/** Where another record launches the app, and where a launch begins from here. */
export default function LaunchScreen() {
  return <WithServers>{(servers) => <Launch servers={servers} />}</WithServers>
}

function Launch({ servers }: { readonly servers: readonly LaunchServer[] }) {
  // Read once, and taken from the address: the library would let an address overrule what is configured.
  const [asked] = useState(() => new URLSearchParams(location.search))
  const iss = asked.get('iss')
  const server = iss === null ? undefined : serverOf(servers, iss)
  if (server) return <Going server={server} launch={asked.get('launch') ?? undefined} />
  if (iss !== null)
    return (
      <Page title={t('launch.title')}>
        <Problem>{t('launch.notConfigured')}</Problem>
      </Page>
    )
  return <Choose servers={servers} />
}

function Going({ server, launch }: { readonly server: LaunchServer; readonly launch: string | undefined }) {
  const [failure, setFailure] = useState<unknown>()
  useEffect(() => {
    history.replaceState(history.state, '', '/smart/launch')
    let isLeft = false
    beginLaunch(server, launch, signedInAs())
      .then((url) => (isLeft ? undefined : location.assign(url)))
      .catch((error: unknown) => (isLeft ? undefined : setFailure(error ?? true)))
    return () => {
      isLeft = true
    }
  }, [server, launch])
  return (
    <Page title={t('launch.title')}>
      {failure === undefined ? (
        <p role="status">{t('launch.going', { name: server.name })}</p>
      ) : (
        <Problem>{refusalWords(failure)}</Problem>
      )}
    </Page>
  )
}

function Choose({ servers }: { readonly servers: readonly LaunchServer[] }) {
  const [chosen, setChosen] = useState<LaunchServer>()
  if (chosen) return <Going server={chosen} launch={undefined} />
  return (
    <Page title={t('launch.title')}>
      {servers.length === 0 ? <p className="card">{t('launch.none')}</p> : <p>{t('launch.choose')}</p>}
      <ul className="plain-list">
        {servers.map((server) => (
          <li key={server.iss}>
            <Button variant="default" onClick={() => setChosen(server)}>
              {t('launch.open', { name: server.name })}
            </Button>
          </li>
        ))}
      </ul>
    </Page>
  )
}

/**
 * Why a launch did not come about, in words; the library's own texts quote addresses, and are not shown.
 *
 * @example refusalWords(new LaunchRefused('noPatient')) // 'The record did not say which patient …'
 */
export function refusalWords(error: unknown): string {
  return error instanceof LaunchRefused ? t(`launch.${error.why}`) : t('launch.failed')
}

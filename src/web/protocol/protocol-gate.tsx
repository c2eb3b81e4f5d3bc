import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useDeferredValue, useSyncExternalStore } from 'react'
import { adoptedHash, onAdoptedHash } from '../api.ts'
import { FailureNotice } from '../frame/errors.tsx'
import { firstScreen } from '../frame/first-screen.ts'
import { Page, Starting } from '../frame/page.tsx'
import { useSession } from '../session/use-session.ts'
import { t } from '../strings/t.ts'
import { heldHash, loadProtocol } from './adopted.ts'

/** Loads the adopted protocol before any screen that decides by it. */
export function ProtocolGate({ children }: { readonly children: ReactNode }) {
  const { protocol } = useSession()
  const { data, error, refetch } = useQuery({
    queryKey: ['protocol'],
    queryFn: async () => {
      const hash = await loadProtocol(protocol.hash)
      // Drawn before its code is there, a screen would come a third of a second later (lazyScreen).
      await firstScreen()
      return hash
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
  // What comes with data is drawn at once, as a whole; what comes a moment later is drawn in parts, and presses come between.
  const isHeld = useDeferredValue(data !== undefined, false)
  if (isHeld) return children
  if (!error) return <Starting />
  return (
    <Page title={t('app.name')}>
      <FailureNotice error={error} onRetry={() => void refetch()} />
    </Page>
  )
}

/** Whether the service has adopted another version since this page was loaded. */
export function useIsBehind(): boolean {
  const adopted = useSyncExternalStore(onAdoptedHash, adoptedHash)
  return adopted !== '' && heldHash() !== '' && adopted !== heldHash()
}

/** Said above every screen of a page that decides by a version that is no longer the adopted one. */
export function ProtocolBehind() {
  const isBehind = useIsBehind()
  if (!isBehind) return null
  return (
    <section className="error-summary behind" role="alert" aria-labelledby="behind-title">
      <h2 id="behind-title">{t('versions.behindTitle')}</h2>
      <p>{t('versions.behind')}</p>
      <button type="button" className="button-link button-link-main" onClick={() => window.location.reload()}>
        {t('versions.reload')}
      </button>
    </section>
  )
}

import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import { draftPath } from '../drafts/screens.ts'
import { patientName } from '../patients/banner.tsx'
import { type Session, useSession } from '../session/use-session.ts'
import { t } from '../strings/t.ts'
import { useConnected } from './connection.ts'
import { isAnyoneConsulting, useIsConsulting } from './consulting.ts'
import { byEpisode, countUnsent, type KeptDraft, ownerOf } from './kept.ts'
import { loadNewVersion, useNewVersion } from './new-version.ts'
import { whenStill } from './still.ts'

/** What the person signed in has on this device; `undefined` until that is known. */
export function useKept({ workspace, person }: Session): readonly KeptDraft[] | undefined {
  const [rows, setRows] = useState<readonly KeptDraft[]>()
  const { id } = person
  useEffect(() => {
    let end = (): void => undefined
    let isLeft = false
    void whenStill().then(async () => {
      const { watchDrafts } = await import('./device.ts')
      if (!isLeft) end = watchDrafts(ownerOf({ workspace, person: { id } }), setRows)
    })
    return () => {
      isLeft = true
      end()
    }
  }, [workspace, id])
  return rows
}

/** Below the header: no network, and what is on this device and not yet on the server. Announced when it changes. */
export function ConnectionNote() {
  const isConnected = useConnected()
  const count = countUnsent(useKept(useSession()) ?? [])
  const words = [isConnected ? '' : t('offline.noNetwork'), count > 0 ? t('offline.unsent', { count }) : '']
  const text = words.filter(Boolean).join(' ')
  // While it is saved within the second there is nothing to say.
  const isShown = useLasting(text !== '', isConnected ? LASTING_MILLISECONDS : 0)
  return <div role="status">{isShown && text !== '' ? <p className="connection-note">{text}</p> : null}</div>
}

const LASTING_MILLISECONDS = 3_000

/** Whether something has been so for a time. */
function useLasting(isSo: boolean, milliseconds: number): boolean {
  const [lasts, setLasts] = useState(false)
  useEffect(() => {
    if (!isSo) return setLasts(false)
    const timer = setTimeout(() => setLasts(true), milliseconds)
    return () => clearTimeout(timer)
  }, [isSo, milliseconds])
  return lasts
}

/** Drafts on this device, to open them without a network: the worklist is the service's. */
export function KeptOnDevice() {
  const isConnected = useConnected()
  const rows = byEpisode(useKept(useSession()) ?? []).filter(({ unsent }) => unsent > 0 || !isConnected)
  if (rows.length === 0) return null
  return (
    <section className="card">
      <h2>{t('offline.onDevice')}</h2>
      <ul className="plain-list">
        {rows.map(({ episodeId, view, unsent, screen }) => (
          <li key={episodeId}>
            <Link to={draftPath(view.patientId, episodeId, screen)}>
              {patientName(view.patient)}: {t(`offline.screens.${screen}`)}
            </Link>{' '}
            <span className="muted">
              {unsent > 0 ? t('offline.notOnServer', { count: unsent }) : t('offline.saved')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** A newer version is ready: said between consultations, loaded when the person says so. */
export function NewVersionNote() {
  const isReady = useNewVersion()
  const isConsulting = useIsConsulting()
  const [isElsewhere, setElsewhere] = useState(false)
  const load = async (): Promise<void> => {
    if (await isAnyoneConsulting()) setElsewhere(true)
    else await loadNewVersion()
  }
  return (
    <div role="status">
      {isReady && !isConsulting ? (
        <p className="connection-note">
          {isElsewhere ? t('update.elsewhere') : t('update.ready')}{' '}
          <Button variant="default" size="compact-md" onClick={() => void load()}>
            {t('update.load')}
          </Button>
        </p>
      ) : null}
    </div>
  )
}

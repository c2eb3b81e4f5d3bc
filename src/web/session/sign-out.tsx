import { Button } from '@mantine/core'
import { useState } from 'react'
import { Dialog } from '../frame/dialog.tsx'
import { countUnsent, ownerOf } from '../offline/kept.ts'
import { t } from '../strings/t.ts'
import { useLeave, useSession } from './use-session.ts'

/** Signing out deletes what this device keeps: what the service does not have is said before. */
export function SignOut() {
  const session = useSession()
  const leave = useLeave()
  const [unsent, setUnsent] = useState(0)
  const ask = async (): Promise<void> => {
    const count = await countKept(session).catch(() => 0)
    if (count > 0) setUnsent(count)
    else leave.mutate(session)
  }
  return (
    <>
      <button type="button" className="link-button" disabled={leave.isPending} onClick={() => void ask()}>
        {t('app.signOut')}
      </button>
      {unsent > 0 ? (
        <Dialog title={t('offline.signOutTitle')} onClose={() => setUnsent(0)} isAlert>
          <p>{t('offline.signOutText', { count: unsent })}</p>
          <div className="row">
            <Button variant="filled" onClick={() => setUnsent(0)}>
              {t('offline.stay')}
            </Button>
            <Button variant="default" disabled={leave.isPending} onClick={() => leave.mutate(session)}>
              {t('offline.signOutDelete')}
            </Button>
          </div>
        </Dialog>
      ) : null}
    </>
  )
}

/** What is left on this device only, after one more try to save it. */
async function countKept(session: ReturnType<typeof useSession>): Promise<number> {
  const [{ saveOpen }, { keptDrafts }] = await Promise.all([
    import('../offline/when-back.ts'),
    import('../offline/device.ts'),
  ])
  await saveOpen()
  return countUnsent(await keptDrafts(ownerOf(session)))
}

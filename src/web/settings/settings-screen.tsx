import { Page } from '../frame/page.tsx'
import { useSession } from '../session/use-session.ts'
import { t } from '../strings/t.ts'
import { OutboxTable } from './outbox-table.tsx'
import { OwnSettings } from './own-settings.tsx'
import { PeopleTable } from './people-table.tsx'
import { SiteForm } from './site-form.tsx'
import { useSettings } from './use-settings.ts'

/** One's own settings; for the administrator also those of the site, and what becomes of messages. */
export default function SettingsScreen() {
  const isAdministrator = useSession().may.includes('PUT /api/settings')
  return (
    <Page title={t('settings.title')}>
      {isAdministrator ? <SiteSettings /> : null}
      <OwnSettings />
    </Page>
  )
}

function SiteSettings() {
  const { data } = useSettings()
  if (!data) return <p role="status">{t('app.loading')}</p>
  return (
    <>
      {/* Begun anew when what is saved changes, so that no field shows what is not so. */}
      <SiteForm key={JSON.stringify(data.settings)} answer={data} />
      <PeopleTable people={data.people} />
      <OutboxTable outbox={data.outbox} />
    </>
  )
}

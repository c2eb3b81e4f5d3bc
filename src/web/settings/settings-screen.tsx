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
      {isAdministrator ? (
        <>
          <Contents />
          <SiteSettings />
        </>
      ) : null}
      <OwnSettings />
    </Page>
  )
}

/** The page is long, and whoever comes wants one part of it. */
function Contents() {
  return (
    <nav className="after" aria-label={t('settings.contents')}>
      <ul className="contents">
        {(['site', 'serviceLevels', 'messages', 'people', 'outbox', 'own'] as const).map((part) => (
          <li key={part}>
            <a href={`#${part}`}>{t(`settings.${part}`)}</a>
          </li>
        ))}
      </ul>
    </nav>
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

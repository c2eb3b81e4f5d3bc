import { Link } from 'react-router'
import { t } from '../strings/t.ts'
import { Page } from './page.tsx'

/** An address that leads nowhere. */
export function NotFound() {
  return (
    <Page title={t('app.notFound')}>
      <Link to="/">{t('app.toWorklist')}</Link>
    </Page>
  )
}

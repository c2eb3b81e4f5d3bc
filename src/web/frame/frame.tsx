import { useMantineColorScheme } from '@mantine/core'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { NavLink, Outlet, useLocation } from 'react-router'
import { ConnectionNote, NewVersionNote } from '../offline/notes.tsx'
import { ProtocolBehind } from '../protocol/protocol-gate.tsx'
import { SignOut } from '../session/sign-out.tsx'
import { useSession } from '../session/use-session.ts'
import { t } from '../strings/t.ts'
import { CrashGuard } from './crash-guard.tsx'
import { SaveNote, SavingContext, useSavingValue } from './save-state.tsx'

/** What stands around every screen behind the sign-in: name, ways, whether data is demo data, whether it is saved. */
export function Frame() {
  const { pathname } = useLocation()
  const saving = useSavingValue()
  const session = useSession()
  useFreshStart()
  const isDemo = session.workspace === 'demo'
  return (
    <SavingContext value={saving}>
      <a href="#main" className="skip">
        {t('app.skip')}
      </a>
      <header className="top">
        <div className="top-row">
          <span className="top-name">{t('app.name')}</span>
          <div className="top-marks">
            {isDemo ? <span className="demo-ribbon">{t('app.demo')}</span> : null}
            <SaveNote />
          </div>
          <Menu>
            <Ways />
            <div className="top-end">
              <span className="muted">{session.person.displayName}</span>
              <SignOut />
            </div>
          </Menu>
        </div>
      </header>
      <ConnectionNote />
      <NewVersionNote />
      {isDemo ? <p className="print-only">{t('app.demoPrint')}</p> : null}
      <ProtocolBehind />
      <CrashGuard key={pathname}>
        <Outlet />
      </CrashGuard>
    </SavingContext>
  )
}

/** The ways that the person may go. */
function Ways() {
  const { person, may } = useSession()
  return (
    <nav aria-label={t('app.menu')}>
      <ul className="top-nav">
        {may.includes('GET /api/worklist') ? (
          <>
            <li>
              <NavLink to="/" end>
                {t('app.worklist')}
              </NavLink>
            </li>
            <li>
              <NavLink to="/patients">{t('app.patients')}</NavLink>
            </li>
          </>
        ) : null}
        {person.role === 'administrator' ? (
          <li>
            <NavLink to="/accounts">{t('accounts.title')}</NavLink>
          </li>
        ) : null}
        {may.includes('POST /api/audit/search') ? (
          <li>
            <NavLink to="/audit">{t('audit.title')}</NavLink>
          </li>
        ) : null}
        {may.includes('GET /api/reports/use') ? (
          <li>
            <NavLink to="/reports">{t('app.reports')}</NavLink>
          </li>
        ) : null}
        {may.includes('POST /api/protocol/adoptions') ? (
          <li>
            <NavLink to="/protocol/versions">{t('app.versions')}</NavLink>
          </li>
        ) : null}
        <li>
          <NavLink to="/evidence">{t('app.evidence')}</NavLink>
        </li>
        <li>
          <NavLink to="/settings">{t('app.settings')}</NavLink>
        </li>
        <li>
          <NavLink to="/help">{t('app.help')}</NavLink>
        </li>
      </ul>
    </nav>
  )
}

/** The ways and what else the header offers: in its row on a wide screen, behind one button on a narrow one. */
function Menu({ children }: { readonly children: ReactNode }) {
  const { key } = useLocation()
  // What is chosen from it closes it: that is another place in the history.
  const [openOn, setOpenOn] = useState<string>()
  const isOpen = openOn === key
  const id = useId()
  return (
    <>
      <button
        type="button"
        className="top-menu"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpenOn(isOpen ? undefined : key)}
      >
        {t('app.menuButton')}
      </button>
      <div id={id} className={isOpen ? 'top-fold top-fold-open' : 'top-fold'}>
        {children}
      </div>
    </>
  )
}

/** A new screen begins at its top, and is heard: the focus goes to it, as a full page load would do. */
function useFreshStart(): void {
  const { pathname, hash } = useLocation()
  const before = useRef(pathname)
  useEffect(() => {
    if (before.current === pathname) return
    before.current = pathname
    if (hash !== '') return
    window.scrollTo(0, 0)
    document.getElementById('main')?.focus({ preventScroll: true })
  }, [pathname, hash])
}

const SCHEMES = ['auto', 'light', 'dark'] as const

/** Light, dark, or as the device prefers. */
export function SchemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const id = useId()
  return (
    <span>
      <label htmlFor={id} className="hidden">
        {t('app.scheme')}
      </label>
      <select
        id={id}
        className="input"
        value={colorScheme}
        onChange={(event) => setColorScheme(SCHEMES.find((each) => each === event.currentTarget.value) ?? 'auto')}
      >
        {SCHEMES.map((scheme) => (
          <option key={scheme} value={scheme}>
            {t(`app.schemes.${scheme}`)}
          </option>
        ))}
      </select>
    </span>
  )
}

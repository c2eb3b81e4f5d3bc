import type { ReactNode } from 'react'
import { t } from '../strings/t.ts'
import { useTitle } from './title.ts'

/** A screen: its heading is the page's only first-level one, and its title. */
export function Page({
  title,
  banner,
  children,
  isTitleHidden,
  hasOwnTitle,
}: {
  readonly title: string
  /** The patient banner, above everything that scrolls. */
  readonly banner?: ReactNode
  readonly children: ReactNode
  readonly isTitleHidden?: boolean
  /** What it shows has a first-level heading of its own: a document in another language. */
  readonly hasOwnTitle?: boolean
}) {
  useTitle(title)
  return (
    <>
      {banner}
      <main className="main" id="main" tabIndex={-1}>
        {hasOwnTitle ? null : <h1 className={isTitleHidden ? 'hidden' : undefined}>{title}</h1>}
        {children}
      </main>
    </>
  )
}

/** Before it is known who is signed in, and what decides: as the page itself stands before its code is there (index.html). */
export function Starting() {
  return (
    <>
      <header className="top">
        <div className="top-row">
          <span className="top-name">{t('app.name')}</span>
        </div>
      </header>
      <Loading />
    </>
  )
}

/** While a screen is fetched. */
export function Loading() {
  return (
    <main className="main" id="main">
      <Waiting />
    </main>
  )
}

/** While a part of a screen is fetched: the screen has its own landmarks already. */
export function Waiting() {
  return <p role="status">{t('app.loading')}</p>
}

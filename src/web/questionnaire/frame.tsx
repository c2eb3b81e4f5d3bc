import { type ReactNode, useEffect, useRef } from 'react'
import type { Questionnaire } from '../../service/api/questionnaire.ts'
import { type Spoken, wordsIn } from './words.ts'

/** One page: its heading takes the focus, so that it is heard and read from its top. */
export function PatientPage({
  spoken,
  heading,
  marks,
  children,
}: {
  readonly spoken: Spoken
  readonly heading: string
  readonly marks?: ReactNode
  readonly children: ReactNode
}) {
  const { language, words } = spoken
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.documentElement.lang = language
    document.documentElement.dir = words.direction
    document.title = words.title
  }, [language, words])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another heading is another page.
  useEffect(() => {
    window.scrollTo(0, 0)
    title.current?.focus({ preventScroll: true })
  }, [heading])
  return (
    <>
      {marks}
      <main>
        <h1 ref={title} tabIndex={-1}>
          {heading}
        </h1>
        {children}
      </main>
    </>
  )
}

/** Said on every page of an invented patient or of a text that nobody has reviewed: in its language and in English. */
export function Marks({
  spoken,
  demo,
  reviewed,
}: {
  readonly spoken: Spoken
  readonly demo: boolean
  readonly reviewed: boolean
}) {
  const english = wordsIn('en')
  const both = spoken.language === 'en' ? [spoken] : [spoken, english]
  if (!demo && reviewed) return null
  return (
    <header className="marks">
      {both.map(({ language, words }) => (
        <p key={language} lang={language} dir={words.direction}>
          {[demo ? words.demo : '', reviewed ? '' : words.watermark].filter(Boolean).join('. ').replace('..', '.')}
        </p>
      ))}
    </header>
  )
}

/** The danger signs: the same for everybody, whatever is answered. */
export function Safety({ safety }: { readonly safety: NonNullable<Questionnaire['text']>['safety'] }) {
  return (
    <section className="safety" aria-labelledby="safety-title">
      <h2 id="safety-title">{safety.title}</h2>
      <p>{safety.lead}</p>
      <ul>
        {safety.signs.map((sign) => (
          <li key={sign}>{sign}</li>
        ))}
      </ul>
      <p>{safety.close}</p>
    </section>
  )
}

/** What went wrong, and what now; takes the focus so that it is heard. */
export function Fault({ children, title }: { readonly children: ReactNode; readonly title: string }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [])
  return (
    <div className="fault" role="alert" tabIndex={-1} ref={box}>
      <h2>{title}</h2>
      <p>{children}</p>
    </div>
  )
}

import { TextInput } from '@mantine/core'
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { Link, useLocation } from 'react-router'
import { referenceTo } from '../../evaluate/decide.ts'
import type { Statement, StatementKind } from '../../language/statement.ts'
import { Page } from '../frame/page.tsx'
import { source, standard } from '../protocol/adopted.ts'
import { useSession } from '../session/use-session.ts'
import { t } from '../strings/t.ts'
import { PathwayMap } from './pathway-map.tsx'
import { Proofs, Questions } from './proofs.tsx'
import { statementsWith } from './search.ts'
import { SourceAttributesCard } from './source-attributes.tsx'
import { StatementCard } from './statement-card.tsx'

const KINDS: readonly StatementKind[] = ['context', 'red flag', 'rule', 'knowledge', 'serious', 'reading', 'addition']

/** Everything the app decides by: the map, every statement with its rules in words, what is proved, what is asked. */
export default function EvidenceScreen() {
  const { hash } = useLocation()
  // Kept on the page, not in the address: nobody's name gets there by being typed into the wrong field.
  const [words, setWords] = useState('')
  const sought = useDeferredValue(words)
  const found = useMemo(() => statementsWith(sought, standard), [sought])
  useShownPlace(hash, found, () => setWords(''))
  return (
    <Page title={t('evidence.title')}>
      <p className="wide-text">{t('evidence.lead')}</p>
      <OnThisPage />
      <Version />
      <PathwayMap />
      <section id="statements" aria-labelledby="statements-title">
        <h2 id="statements-title">{t('evidencePage.statements')}</h2>
        <div className="card no-print">
          <TextInput
            type="search"
            label={t('evidencePage.search')}
            description={t('evidencePage.searchHelp', { id: 'C4' })}
            value={words}
            autoComplete="off"
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          <p role="status" className="muted">
            {found.length === 0
              ? t('evidencePage.none')
              : t('evidencePage.found', { count: found.length, all: standard.statements.length })}
          </p>
          {words === '' ? null : (
            <button type="button" className="link-button" onClick={() => setWords('')}>
              {t('evidencePage.clear')}
            </button>
          )}
          <nav aria-label={t('evidence.contents')}>
            <ul className="contents">
              {found.map(({ id }) => (
                <li key={id}>
                  <a href={`#${id}`}>{id}</a>
                </li>
              ))}
            </ul>
          </nav>
        </div>
        {KINDS.map((kind) => {
          const own = found.filter((statement) => statement.kind === kind)
          return own.length === 0 ? null : (
            <section key={kind}>
              <h3>{t(`evidence.kinds.${kind}`)}</h3>
              {own.map((statement) => (
                <StatementCard key={statement.id} statement={statement} />
              ))}
            </section>
          )
        })}
      </section>
      <Proofs />
      <Questions />
      <SourceAttributesCard />
    </Page>
  )
}

/**
 * Brings the place that the address names into sight: the page is drawn after the browser looked for it, and a statement
 * that the search had left out is first shown again.
 */
function useShownPlace(hash: string, found: readonly Statement[], showAll: () => void): void {
  const sought = useRef('')
  const show = useRef(showAll)
  show.current = showAll
  useEffect(() => {
    sought.current = decodeURIComponent(hash.slice(1))
    if (sought.current !== '') show.current()
  }, [hash])
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time other statements are drawn, the place may be there.
  useEffect(() => {
    const place = sought.current === '' ? null : document.getElementById(sought.current)
    if (!place) return
    sought.current = ''
    place.scrollIntoView()
  }, [hash, found])
}

function OnThisPage() {
  const parts = [
    ['map', t('evidencePage.map.title')],
    ['statements', t('evidencePage.statements')],
    ['proofs', t('evidencePage.proofs.title')],
    ['questions', t('evidencePage.questions.title')],
    ['source-attributes', t('evidence.sourceAttributes')],
  ] as const
  return (
    <nav className="card no-print" aria-label={t('evidencePage.onThisPage')}>
      <ul className="contents">
        {parts.map(([id, title]) => (
          <li key={id}>
            <a href={`#${id}`}>{title}</a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function Version() {
  const mayCompare = useSession().may.includes('GET /api/protocol/versions')
  return (
    <section className="card">
      <h2>{t('evidence.version', { name: standard.name, version: standard.version })}</h2>
      <dl className="hashes">
        <dt>{t('evidence.hashStandard')}</dt>
        <dd>
          <code>{referenceTo(standard).hash}</code>
        </dd>
        <dt>{t('evidence.hashSource')}</dt>
        <dd>
          <code>{referenceTo(source).hash}</code>
        </dd>
      </dl>
      {mayCompare ? <Link to="/protocol/versions">{t('evidence.versions')}</Link> : null}
    </section>
  )
}

import type { ProtocolDifference } from '../../service/api/protocol.ts'
import { t } from '../strings/t.ts'

type Change = ProtocolDifference['changes'][number]
type Group = Change['groups'][number]
type Written = ProtocolDifference['written'][number]
type Share = ProtocolDifference['treated']['complete']

/** What another version would do differently: exact counts, the patients who show it, and what is written otherwise. */
export function DifferenceReport({ report }: { readonly report: ProtocolDifference }) {
  const { before, after, treated, told, changes, written } = report
  return (
    <>
      <section className="card">
        <p>
          {t('versions.fromTo', { before: before.version, after: after.version })}{' '}
          <code>{before.hash.slice(0, 12)}</code>
          {' → '}
          <code>{after.hash.slice(0, 12)}</code>
        </p>
        {changes.length === 0 ? (
          <p>
            <strong>{t('versions.nobody')}</strong>
          </p>
        ) : null}
        <dl className="counts">
          <dt>{t('versions.treated')}</dt>
          <dd>
            <ShareLine share={treated.complete} of={t('versions.complete')} />
            <ShareLine share={treated.withUnknowns} of={t('versions.withUnknowns')} />
          </dd>
          <dt>{t('versions.told')}</dt>
          <dd>
            <ShareLine share={told.complete} of={t('versions.complete')} />
            <ShareLine share={told.withUnknowns} of={t('versions.withUnknowns')} />
          </dd>
        </dl>
        <p className="muted">{t('versions.counted')}</p>
      </section>
      {changes.length > 0 ? (
        <section className="card">
          <h3>{t('versions.patients')}</h3>
          <p className="muted">{t('versions.smallest')}</p>
          {changes.map((change) => (
            <ChangePart key={`${change.decision} ${change.before} ${change.after}`} change={change} />
          ))}
        </section>
      ) : null}
      {written.length > 0 ? (
        <section className="card">
          <h3>{t('versions.written')}</h3>
          <ul className="plain-list">
            {written.map((each) => (
              <li key={`${each.what} ${each.id}`}>
                <WrittenPart written={each} />
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  )
}

/** In words, and exactly. */
function ShareLine({ share, of }: { readonly share: Share; readonly of: string }) {
  const exact = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, '\u202f')
  return (
    <div>
      {t('versions.share', { share: share.share, of })}{' '}
      <span className="muted exact">{t('versions.exact', { cases: exact(share.cases), of: exact(share.of) })}</span>
    </div>
  )
}

function ChangePart({ change }: { readonly change: Change }) {
  const { label, before, after, complete, withUnknowns, groups } = change
  return (
    <section className="change">
      <h4>
        {label}: {before} → {after}
      </h4>
      <ShareLine share={complete} of={t('versions.complete')} />
      <ShareLine share={withUnknowns} of={t('versions.withUnknowns')} />
      {groups.length === 0 ? <p>{t('versions.onlyUnknowns')}</p> : null}
      {groups.map((group) => (
        <GroupPart key={JSON.stringify([group.rulesBefore, group.rulesAfter])} group={group} />
      ))}
    </section>
  )
}

function GroupPart({ group }: { readonly group: Group }) {
  const { rulesBefore, rulesAfter, statementsBefore, statementsAfter, patients, count } = group
  const said = (statements: readonly string[], rules: readonly string[]): string =>
    [statements.join(', '), rules.length > 0 ? `(${rules.join(' + ')})` : ''].filter(Boolean).join(' ') ||
    t('versions.noRule')
  return (
    <>
      <p className="by">
        {t('versions.by', { before: said(statementsBefore, rulesBefore), after: said(statementsAfter, rulesAfter) })}
      </p>
      <ul className="plain-list side-list">
        {patients.map((each) => (
          <li key={`${each.patient} ${JSON.stringify(each.others)}`}>
            <p>{each.patient}</p>
            <Sides before={each.before} after={each.after} />
            {each.others.length > 0 ? (
              <p className="muted">
                {t('versions.also')}{' '}
                {each.others.map(({ label, before, after }) => `${label}: ${before} → ${after}`).join('; ')}
              </p>
            ) : null}
          </li>
        ))}
      </ul>
      {count > patients.length ? (
        <p className="muted">{t('versions.more', { count: count - patients.length })}</p>
      ) : null}
    </>
  )
}

/** The two answers, or the two texts, beside each other; one above the other where there is no room. */
function Sides({ before, after }: { readonly before: string | undefined; readonly after: string | undefined }) {
  return (
    <dl className="sides">
      <div>
        <dt>{t('versions.before')}</dt>
        <dd>{before ?? t('versions.notThere')}</dd>
      </div>
      <div>
        <dt>{t('versions.after')}</dt>
        <dd>{after ?? t('versions.notThere')}</dd>
      </div>
    </dl>
  )
}

function WrittenPart({ written: { what, id, change, texts } }: { readonly written: Written }) {
  return (
    <details>
      <summary>
        {t(`versions.changes.${change}`)} {t(`versions.parts.${what}`)} <strong>{id}</strong>
      </summary>
      {texts.length === 0 ? <p className="muted">{t('versions.noText')}</p> : null}
      {texts.map(({ member, before, after }) => (
        <div key={member}>
          <p className="by">{member}</p>
          <Sides before={before} after={after} />
        </div>
      ))}
    </details>
  )
}

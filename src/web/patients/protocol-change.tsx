import type { ProtocolChange } from '../../care/episode.ts'
import { dateWords } from '../dates.ts'
import { t } from '../strings/t.ts'

/** What the adopted version of the protocol changes for an open episode: said until a clinician has signed again. */
export function ProtocolChangeNotice({ change }: { readonly change: ProtocolChange | undefined }) {
  if (!change) return null
  const { changes, refused, signedOn, signedUnder, adopted, adoptedOn } = change
  return (
    <section className="card protocol-change" aria-labelledby="protocol-change-title">
      <h2 id="protocol-change-title">{t('versions.changedTitle')}</h2>
      <p>
        {t('versions.changedText', {
          signedOn: dateWords(signedOn),
          signedUnder: signedUnder.version,
          adopted: adopted.version,
          adoptedOn: dateWords(adoptedOn),
        })}
      </p>
      {refused.length > 0 ? <p>{t('versions.changedRefused')}</p> : null}
      <ul className="plain-list side-list">
        {changes.map(({ decision, label, before, after, day }) => (
          <li key={decision}>
            <strong>{label}</strong>
            {day === 'today' ? <span className="muted"> {t('versions.changedToday')}</span> : null}
            <dl className="sides">
              <div>
                <dt>{day === 'signed' ? t('versions.signed') : t('versions.versionSigned')}</dt>
                <dd>{answerWords(before)}</dd>
              </div>
              <div>
                <dt>{t('versions.now')}</dt>
                <dd>{answerWords(after)}</dd>
              </div>
            </dl>
          </li>
        ))}
      </ul>
      <p>{t('versions.changedNow')}</p>
    </section>
  )
}

type Answer = ProtocolChange['changes'][number]['before']

function answerWords({ says, statements }: Answer): string {
  if (says === '') return t('versions.nothingAsked')
  return statements.length > 0 ? t('versions.says', { says, statements: statements.join(', ') }) : says
}

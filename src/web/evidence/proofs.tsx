import { referenceTo } from '../../evaluate/decide.ts'
import type { ProvedGuarantee } from '../../language/proved.ts'
import { proved } from '../../protocol/proved.ts'
import { questions } from '../../protocol/questions.ts'
import { Shape } from '../frame/shape.tsx'
import { standard } from '../protocol/adopted.ts'
import { t } from '../strings/t.ts'

/** Each guarantee with its status, as it was worked out when the protocol was built. */
export function Proofs() {
  const { cases, guarantees, protocolHash } = proved
  return (
    <section className="card" id="proofs" aria-labelledby="proofs-title">
      <h2 id="proofs-title">{t('evidencePage.proofs.title')}</h2>
      {protocolHash === referenceTo(standard).hash ? null : (
        <p className="fault">{t('evidencePage.proofs.otherVersion')}</p>
      )}
      <p className="wide-text">{t('evidencePage.proofs.lead', cases)}</p>
      <ul className="plain-list guarantees">
        {guarantees.map((guarantee) => (
          <li key={guarantee.name}>
            <Status guarantee={guarantee} /> <strong>{guarantee.id}</strong> {guarantee.sentence}
            {guarantee.fails || guarantee.because ? (
              <ul>
                {guarantee.fails ? (
                  <li>
                    {t('evidencePage.proofs.fails')}: {guarantee.fails}.
                  </li>
                ) : null}
                {guarantee.because ? (
                  <li>
                    {t('evidencePage.proofs.because')}: {guarantee.because}
                  </li>
                ) : null}
              </ul>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Status({ guarantee: { layers, isProposed } }: { readonly guarantee: ProvedGuarantee }) {
  const failing = layers.filter(({ isProved }) => !isProved)
  if (failing.length === 0)
    return (
      <span className="badge badge-done">
        <Shape of="tick" />
        {t(isProposed ? 'evidencePage.proofs.provedProposed' : 'evidencePage.proofs.proved')}
      </span>
    )
  return (
    <span className="badge badge-soon">
      <Shape of="triangle" />
      {failing.length === layers.length
        ? t('evidencePage.proofs.refuted')
        : t('evidencePage.proofs.refutedIn', { layers: failing.map(({ layer }) => layer).join(', ') })}
    </span>
  )
}

/** What the text leaves open, with the reading that stands for now; and on what a layer is silent. */
export function Questions() {
  const { silent } = proved
  return (
    <section className="card" id="questions" aria-labelledby="questions-title">
      <h2 id="questions-title">{t('evidencePage.questions.title')}</h2>
      <p className="wide-text">{t('evidencePage.questions.lead')}</p>
      <ol className="asked">
        {questions.map(({ id, statements, question, implemented }) => (
          <li key={id}>
            <strong>{statements.join(', ')}</strong> {question}
            <p className="muted">
              {t('evidencePage.questions.now')}: {implemented}
            </p>
          </li>
        ))}
      </ol>
      {silent.length > 0 ? (
        <details>
          <summary>{t('evidencePage.questions.silent', { count: silent.length })}</summary>
          <p>{t('evidencePage.questions.silentLead')}</p>
          <ol>
            {silent.map(({ layer, yes, no, cases }) => (
              <li key={`${layer} ${yes.join()} ${no.join()}`}>
                {yes.length > 0 ? `${t('evidencePage.questions.yes', { labels: yes.join('; ') })}. ` : ''}
                {no.length > 0 ? `${t('evidencePage.questions.no', { labels: no.join('; ') })}. ` : ''}
                <span className="muted">{t('evidencePage.questions.inLayer', { layer, cases })}</span>
              </li>
            ))}
          </ol>
        </details>
      ) : null}
    </section>
  )
}

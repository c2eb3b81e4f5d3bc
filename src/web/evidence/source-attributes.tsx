import { useMemo } from 'react'
import { sourceAttributes } from '../../protocol/source-attributes.ts'
import {
  type AnsweredAttribute,
  answeredAttributes,
  citationWords,
  findingWords,
} from '../../weave/source-attributes.ts'
import { standard } from '../protocol/adopted.ts'
import { t } from '../strings/t.ts'

/** The thirteen source attributes that a user may ask of decision support, with what the rules themselves say. */
export function SourceAttributesCard() {
  const attributes = useMemo(() => answeredAttributes(standard, sourceAttributes), [])
  return (
    <section className="card" aria-labelledby="source-attributes">
      <h2 id="source-attributes">{t('evidence.sourceAttributes')}</h2>
      <p className="wide-text">{t('evidence.sourceAttributesLead', { regulation: sourceAttributes.regulation })}</p>
      <ol className="attributes">
        {attributes.map((attribute) => (
          <Attribute key={attribute.number} attribute={attribute} />
        ))}
      </ol>
    </section>
  )
}

function Attribute({ attribute }: { readonly attribute: AnsweredAttribute }) {
  const { name, answer, isUsed, findings = [], citations = [] } = attribute
  // For data the first paragraph says whether it is used; here a mark says it, in words as well as in form.
  const paragraphs = isUsed === undefined ? answer : answer.slice(1)
  return (
    <li>
      <h3>{name}</h3>
      {isUsed === undefined ? null : (
        <p>
          <strong>{t(isUsed ? 'evidence.used' : 'evidence.notUsed')}</strong>
        </p>
      )}
      {paragraphs.map((each) => (
        <p key={each} className="wide-text">
          {each}
        </p>
      ))}
      {findings.length > 0 ? (
        <ul>
          {findings.map((each) => (
            <li key={each.id}>{findingWords(each)}</li>
          ))}
        </ul>
      ) : null}
      {citations.length > 0 ? (
        <details>
          <summary>{t('evidence.citations', { count: citations.length })}</summary>
          <ul>
            {citations.map((each) => (
              <li key={citationWords(each)}>{citationWords(each)}</li>
            ))}
          </ul>
        </details>
      ) : null}
    </li>
  )
}

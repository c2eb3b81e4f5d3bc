import { existsSync, readFileSync } from 'node:fs'
import { referenceTo } from '../../evaluate/decide.ts'
import { type Artefact, artefactsOf } from '../../fhir/artefacts/artefacts.ts'
import { cqlLibrary } from '../../fhir/artefacts/cql-library.ts'
import type { Logic } from '../../fhir/artefacts/library.ts'
import { defaultBase } from '../../fhir/artefacts/names.ts'
import type { PatientText } from '../../fhir/artefacts/patient-words.ts'
import type { Protocol } from '../../language/protocol.ts'
import { loadTexts, type Texts } from '../content/texts.ts'

/** Beside the program: the CQL of the build's own protocol, and the ELM that was made of it. */
const folder = new URL('../../../docs/fhir/', import.meta.url)

/**
 * A protocol's logic in CQL, and in ELM where the build has the ELM of this very CQL. Another version of the protocol (one
 * that was adopted before an update) has its CQL alone: ELM of other rules is never put beside it.
 *
 * @example logicOf(standard).cql.includes('library BackPainStandard') // true
 */
export function logicOf(protocol: Protocol): Logic {
  const { name, layer } = protocol
  const cql = cqlLibrary(protocol, defaultBase)
  const file = (ending: string): URL => new URL(`${name}-${layer}.${ending}`, folder)
  if (!existsSync(file('cql')) || !existsSync(file('elm.json'))) return { cql }
  const isOfThis = withoutNotice(readFileSync(file('cql'), 'utf8')) === withoutNotice(cql)
  return isOfThis ? { cql, elm: readFileSync(file('elm.json'), 'utf8') } : { cql }
}

/** The first line says how the text came about, which is not part of the logic. */
const withoutNotice = (cql: string): string => cql.slice(cql.indexOf('\n'))

const patientText = ({ language, review, marks, form, content }: Texts['questionnaires'][number]): PatientText => ({
  language,
  ...(review ? {} : { unreviewed: marks.unreviewed }),
  title: form.title,
  intro: form.intro,
  safety: content.safety,
  questions: content.questions,
  answers: { present: form.yes, absent: form.no, notKnown: form.unsure, notDone: form.notDone },
  noNumber: form.needNumber,
  noDay: form.needAnswer,
})

/**
 * Everything that is exported of a protocol, under its base where one is given. Of the texts for patients those that the
 * program ships, as far as they are reviewed in themselves; a site's own reviews come with its texts.
 *
 * @example exportedOf(standard).find(({ id }) => id === 'back-pain-clinician').resourceType // 'Questionnaire'
 */
export function exportedOf(protocol: Protocol, base?: string, texts = loadTexts()): readonly Artefact[] {
  return artefactsOf(protocol, referenceTo(protocol).hash, logicOf(protocol), {
    ...(base === undefined ? {} : { base }),
    texts: texts.questionnaires.map(patientText),
  })
}

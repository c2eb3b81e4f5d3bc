import type { Coding, Extension, QuestionnaireItem } from '@medplum/fhirtypes'
import type { FindingDefinition } from '../../language/finding.ts'

/** What a patient is asked, and the safety text that everybody gets, in one language. */
export interface PatientText {
  /** BCP 47. */
  readonly language: string
  /** Said above a text that nobody has reviewed; of one that somebody has it is left out. */
  readonly unreviewed?: string
  readonly title: string
  readonly intro: string
  readonly safety: {
    readonly title: string
    readonly lead: string
    readonly signs: readonly string[]
    readonly close: string
  }
  /** By finding id. */
  readonly questions: Readonly<
    Record<
      string,
      { readonly question: string; readonly why: string; readonly values?: Readonly<Record<string, string>> }
    >
  >
  /** What every question may be answered with, by code: `present`, `absent`, `notKnown`, `notDone`. */
  readonly answers: Readonly<Record<string, string>>
  readonly noNumber: string
  readonly noDay: string
}

/** A text, and the same in other languages. */
export interface Said {
  readonly text: string
  readonly elsewhere: readonly { readonly language: string; readonly text: string }[]
}

/**
 * A text in the first language, and in every other that has it.
 *
 * @example saidBy(texts, ({ title }) => title, 'Questions').elsewhere.map(({ language }) => language) // ['ar', 'es', 'uk']
 */
export function saidBy(
  [own, ...others]: readonly PatientText[],
  of: (text: PatientText) => string | undefined,
  otherwise: string,
): Said {
  return {
    text: (own && of(own)) ?? otherwise,
    elsewhere: others.flatMap((each) => {
      const text = of(each)
      return text === undefined ? [] : [{ language: each.language, text }]
    }),
  }
}

const translation = ({ language, text }: Said['elsewhere'][number]): Extension => ({
  url: 'http://hl7.org/fhir/StructureDefinition/translation',
  extension: [
    { url: 'lang', valueCode: language },
    { url: 'content', valueString: text },
  ],
})

/**
 * A member with a text, and its translations beside it, as FHIR's JSON has extensions of a text: under an underscore.
 *
 * @example textMember('text', { text: 'Fever?', elsewhere: [] }) // { text: 'Fever?' }
 */
export function textMember<Name extends string>(name: Name, { text, elsewhere }: Said): { [Key in Name]: string } {
  const beside = elsewhere.length > 0 ? { [`_${name}`]: { extension: elsewhere.map(translation) } } : {}
  return { [name]: text, ...beside } as { [Key in Name]: string }
}

/**
 * A code as it is offered.
 *
 * @example offeredCoding(system, 'fever', { text: 'Fever', elsewhere: [] }).display // 'Fever'
 */
export function offeredCoding(system: string, code: string, display: Said): Coding {
  return { system, code, ...textMember('display', display) }
}

/** The words of a value for patients; nothing where a choice has none. */
const valueIn = (text: PatientText, finding: FindingDefinition, code: string): string | undefined =>
  text.questions[finding.id]?.values?.[code] ??
  (finding.kind === 'choice' && isValue(finding, code) ? undefined : text.answers[code])

const isValue = (finding: Extract<FindingDefinition, { readonly kind: 'choice' }>, code: string): boolean =>
  finding.values.some(({ id }) => id === code)

/**
 * How a value of a finding is offered to a patient.
 *
 * @example valueSaid(texts, fever, 'present', 'Present').text // 'Yes'
 */
export function valueSaid(
  texts: readonly PatientText[],
  finding: FindingDefinition,
  code: string,
  otherwise: string,
): Said {
  return saidBy(texts, (text) => valueIn(text, finding, code), otherwise)
}

/**
 * What stands above the questions: who reads the answers (and, in each language whose text nobody has reviewed, that), and
 * when not to wait, in its fixed words.
 *
 * @example noticesOf(texts).map(({ linkId }) => linkId) // ['about', 'safety']
 */
export function noticesOf(texts: readonly PatientText[]): QuestionnaireItem[] {
  if (texts.length === 0) return []
  const display = (linkId: string, of: (text: PatientText) => string | undefined): QuestionnaireItem => ({
    linkId,
    type: 'display',
    ...textMember('text', saidBy(texts, of, '')),
  })
  const signs = texts[0]?.safety.signs ?? []
  return [
    display('about', ({ unreviewed, intro }) => (unreviewed === undefined ? intro : `${unreviewed} ${intro}`)),
    {
      linkId: 'safety',
      type: 'group',
      ...textMember(
        'text',
        saidBy(texts, ({ safety }) => safety.title, ''),
      ),
      item: [
        display('safety.lead', ({ safety }) => safety.lead),
        ...signs.map((_, index) => display(`safety.sign-${index + 1}`, ({ safety }) => safety.signs[index])),
        display('safety.close', ({ safety }) => safety.close),
      ],
    },
  ]
}

import type { Extension } from '@medplum/fhirtypes'

type Json = Readonly<Record<string, unknown>>

/** A text that is translated, and where it stands. */
interface Worded {
  readonly path: string
  readonly translations: readonly Extension[]
}

const TRANSLATION = 'http://hl7.org/fhir/StructureDefinition/translation'

/**
 * What is wrong with the translations of a form, which no validator compares: a text that one language lacks and another
 * has, one that has a language twice, a translation without a language or without words.
 *
 * @example lintWords({ title: 'A', _title: { extension: [{ url: '…/translation', extension: [] }] } })
 *   // ['title has a translation that does not say its language']
 */
export function lintWords(form: unknown): readonly string[] {
  const texts = wordedIn(form as Json, '')
  const languages = new Set(texts.flatMap(({ translations }) => translations.flatMap(languageOf)))
  return texts.flatMap(({ path, translations }) => {
    const said = translations.flatMap(languageOf)
    return [
      ...translations
        .filter((each) => languageOf(each).length === 0)
        .map(() => `${path} has a translation that does not say its language`),
      ...translations.filter((each) => !wordsOf(each)).map(() => `${path} has a translation without words`),
      ...[...new Set(said.filter((each, index) => said.indexOf(each) !== index))].map(
        (each) => `${path} is translated into ${each} twice`,
      ),
      ...[...languages].filter((each) => !said.includes(each)).map((each) => `${path} is not translated into ${each}`),
    ]
  })
}

/** The texts that people read: titles, questions, options. */
const READ = ['title', 'text', 'display']

function wordedIn(value: unknown, path: string): readonly Worded[] {
  if (Array.isArray(value)) return value.flatMap((each, index) => wordedIn(each, `${path}[${index}]`))
  if (typeof value !== 'object' || value === null) return []
  const members = Object.entries(value as Json)
  const own = members.flatMap(([name, text]): readonly Worded[] => {
    if (!READ.includes(name) || typeof text !== 'string') return []
    const beside = (value as Json)[`_${name}`] as { readonly extension?: readonly Extension[] } | undefined
    const translations = (beside?.extension ?? []).filter(({ url }) => url === TRANSLATION)
    return [{ path: path === '' ? name : `${path}.${name}`, translations }]
  })
  // Codes of findings and conditions are for programs: nobody reads their displays.
  const inner = members.filter(([name]) => name === 'item' || name === 'answerOption' || name === 'valueCoding')
  return [...own, ...inner.flatMap(([name, each]) => wordedIn(each, path === '' ? name : `${path}.${name}`))]
}

const partOf = ({ extension }: Extension, url: string): Extension | undefined =>
  extension?.find((each) => each.url === url)

const languageOf = (translation: Extension): readonly string[] => {
  const language = partOf(translation, 'lang')?.valueCode
  return language === undefined ? [] : [language]
}

const wordsOf = (translation: Extension): boolean => (partOf(translation, 'content')?.valueString ?? '').trim() !== ''

import ar from '../../../content/ar/interface.json'
import en from '../../../content/en/interface.json'
import es from '../../../content/es/interface.json'
import uk from '../../../content/uk/interface.json'

/** The texts of the page by their key, in one language; what a patient is asked comes from the service. */
export type Words = Omit<typeof en, 'direction' | 'questions_one' | 'questions_other'> & { readonly direction: string }

const all: Readonly<Record<string, Words>> = { en, ar, es, uk }

/** A language and its words. */
export interface Spoken {
  readonly language: string
  readonly words: Words
}

/**
 * The words of a language; English where there are none.
 *
 * @example wordsIn('uk').words.next // 'Далі'
 */
export function wordsIn(language: string): Spoken {
  const words = all[language]
  return words ? { language, words } : { language: 'en', words: en }
}

/**
 * The first of the reader's languages that there are words for.
 *
 * @example firstOf(['fr-CH', 'es-MX']).language // 'es'
 */
export function firstOf(preferred: readonly string[]): Spoken {
  const language = preferred.map((each) => each.split('-')[0] ?? '').find((each) => Object.hasOwn(all, each))
  return wordsIn(language ?? 'en')
}

/**
 * A text with its gaps filled.
 *
 * @example filled('Question {{number}} of {{count}}', { number: 2, count: 9 }) // 'Question 2 of 9'
 */
export function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''))
}

/**
 * How many questions there are, in the plural form of the language.
 *
 * @example questionsWords(wordsIn('en'), 45) // 'There are 45 questions. Each page has one.'
 */
export function questionsWords({ language, words }: Spoken, count: number): string {
  const forms: Readonly<Record<string, unknown>> = { ...words }
  const form = forms[`questions_${new Intl.PluralRules(language).select(count)}`] ?? forms.questions_other
  return filled(String(form ?? ''), { count })
}

/** The digits of the texts, in every language. */
const latin = { numberingSystem: 'latn' } as const

/**
 * A day and a time as they are written in the language, on the clock of the device.
 *
 * @example timeWords(wordsIn('en'), '2026-03-15T09:00:00Z')
 */
export function timeWords({ language }: Spoken, instant: string): string {
  return new Intl.DateTimeFormat(language, { ...latin, dateStyle: 'long', timeStyle: 'short' }).format(
    new Date(instant),
  )
}

/**
 * A day as it is written in the language.
 *
 * @example dayWords(wordsIn('es'), '2026-03-15') // '15 de marzo de 2026'
 */
export function dayWords({ language }: Spoken, day: string): string {
  const form = { ...latin, dateStyle: 'long', timeZone: 'UTC' } as const
  return new Intl.DateTimeFormat(language, form).format(new Date(`${day}T00:00:00Z`))
}

/** Units that Intl knows by another name. */
const intlUnits: Readonly<Record<string, string>> = {
  d: 'day',
  wk: 'week',
  mo: 'month',
  a: 'year',
  Cel: 'celsius',
  '[degF]': 'fahrenheit',
}

/**
 * An amount with its unit, in the plural form of the language.
 *
 * @example amountWords(wordsIn('uk'), 6, 'wk') // '6 тижнів'
 */
export function amountWords({ language }: Spoken, amount: number, unit: string): string {
  const name = intlUnits[unit]
  if (name === undefined) return new Intl.NumberFormat(language, latin).format(amount)
  return new Intl.NumberFormat(language, { ...latin, style: 'unit', unit: name, unitDisplay: 'long' }).format(amount)
}

import { en } from './en.ts'

/** What stands in a text in the place of `{{name}}`; nothing, where it is not known. `count` chooses the plural. */
export type TextValues = Readonly<Record<string, string | number | undefined>>

/** A name without what marks a plural. */
type Stem<Name extends string> = Name extends `${infer Bare}_one` | `${infer Bare}_other` ? Bare : Name

type KeysOf<Texts> = {
  [Name in keyof Texts & string]: Texts[Name] extends string ? Stem<Name> : `${Name}.${KeysOf<Texts[Name]>}`
}[keyof Texts & string]

/** The key of every text: its path, plurals without their ending. */
export type TextKey = KeysOf<typeof en>

const plurals = new Intl.PluralRules('en')

/** The texts by their paths: a screen asks for some hundreds. */
const texts = new Map(pathsOf(en, ''))

function* pathsOf(branch: object, path: string): Generator<readonly [path: string, text: string]> {
  for (const [name, value] of Object.entries(branch) as [string, string | object][])
    if (typeof value === 'string') yield [path + name, value]
    else yield* pathsOf(value, `${path}${name}.`)
}

/**
 * A text of the interface by its key; clinical words are never among them, they come from the protocol.
 *
 * @example t('ask.life', { count: 1 }) // '1 hour'
 */
export function t(key: TextKey, values: TextValues = {}): string {
  const { count } = values
  const plural = typeof count === 'number' ? texts.get(`${key}_${plurals.select(count)}`) : undefined
  const text = plural ?? texts.get(key) ?? key
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''))
}

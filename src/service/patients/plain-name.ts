/** Letters that Unicode does not take apart into a letter and a mark. */
const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
  ŧ: 't',
}

/**
 * A text as it is compared: lower case, without marks.
 *
 * @example plain('Šárka NÚÑEZ-Łuczak') // 'sarka nunez-luczak'
 */
export function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßæœøłđðþħıŧ]/g, (letter) => letters[letter] ?? letter)
}

/** Letters that are also written as two, where a keyboard lacks them. */
const twoLetters: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', å: 'aa' }

/**
 * A text with the letters that are also written as two written so: `Müller` is on many a list as `Mueller`.
 *
 * @example spelledOut('Søren Müller') // 'soeren mueller'
 */
export function spelledOut(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[äöüøå]/g, (letter) => twoLetters[letter] ?? letter)
}

/**
 * The words of a name as they are compared.
 *
 * @example wordsIn("O'Brien, Máire") // ['o', 'brien', 'maire']
 */
export const wordsIn = (text: string): string[] => plain(text).match(/[\p{L}\p{N}]+/gu) ?? []

/**
 * A record number as it is compared: without spaces and dashes.
 *
 * @example compact('RN-00 42') // 'rn0042'
 */
export const compact = (text: string): string => wordsIn(text).join('')

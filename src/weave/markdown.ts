import { oneLine } from './plain-text.ts'

/**
 * A text inside Markdown: on one line, and nothing in it is read as a mark, a tag or a table's border.
 *
 * @example inMarkdown('a | <b>') // 'a \\| \\<b>'
 */
export function inMarkdown(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_[\]<|]/g, (mark) => `\\${mark}`)
    .replace(/^([#>+-]|\d+[.)])(?=\s)/, '\\$1')
}

/**
 * A name as code: what a program calls it.
 *
 * @example inCode('longPain') // '`longPain`'
 */
export function inCode(text: string): string {
  return `\`${oneLine(text).replace(/[`|]/g, '')}\``
}

/**
 * A link to a place of the same document.
 *
 * @example linkTo('finding', 'fever', 'fever') // '[fever](#finding-fever)'
 */
export function linkTo(place: 'finding' | 'condition' | 'decision' | 'case', id: string, words: string): string {
  return `[${inMarkdown(words)}](#${anchorId(place, id)})`
}

/**
 * The place that such a link leads to.
 *
 * @example placeFor('finding', 'fever') // '<a id="finding-fever"></a>'
 */
export function placeFor(place: 'finding' | 'condition' | 'decision' | 'case', id: string): string {
  return `<a id="${anchorId(place, id)}"></a>`
}

function anchorId(place: string, id: string): string {
  return `${place}-${id.replace(/[^\w-]/g, '-')}`
}

/**
 * A link to a statement, whose heading is its id.
 *
 * @example statementLink('B4') // '[B4](#b4)'
 */
export function statementLink(id: string): string {
  return `[${inMarkdown(id)}](#${id.toLowerCase().replace(/[^\w-]/g, '')})`
}

/**
 * A table; its cells are Markdown already.
 *
 * @example table(['a'], [['b']]) // '| a |\n|---|\n| b |'
 */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => (cell === '' ? '–' : cell)).join(' | ')} |`
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}

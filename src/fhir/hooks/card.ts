import type { JsonObject } from '../json.ts'

/*
 * What a CDS Hooks 2.0 service answers. Nothing in it may be null or empty but `cards` itself, so that a member which has
 * nothing to say is left out.
 */

/** A code of a list, with its name where people read it. */
export interface CardCoding {
  readonly system: string
  readonly code: string
  readonly display?: string
}

/** One change of the orders at hand. All of a suggestion are taken together. */
export type CardAction =
  | { readonly type: 'create' | 'update'; readonly description: string; readonly resource: JsonObject }
  | { readonly type: 'delete'; readonly description: string; readonly resourceId: string }

/** What can be done at one stroke. */
export interface Suggestion {
  readonly label: string
  readonly uuid: string
  readonly isRecommended?: boolean
  readonly actions: readonly CardAction[]
}

/** A page to open; `smart` ones are launched with the context of the record. */
export type CardLink =
  | { readonly label: string; readonly url: string; readonly type: 'absolute' }
  | { readonly label: string; readonly url: string; readonly type: 'smart'; readonly appContext?: string }

/** How urgent a card is. */
export type Indicator = 'info' | 'warning' | 'critical'

/** One card. */
export interface Card {
  readonly uuid: string
  /** Under 140 characters. */
  readonly summary: string
  /** GitHub Flavored Markdown. */
  readonly detail: string
  readonly indicator: Indicator
  readonly source: { readonly label: string; readonly url: string; readonly topic: CardCoding }
  readonly suggestions?: readonly Suggestion[]
  readonly selectionBehavior?: 'any' | 'at-most-one'
  readonly overrideReasons?: readonly CardCoding[]
  readonly links: readonly CardLink[]
}

/** The longest summary; the specification wants fewer than 140 characters. */
const longestSummary = 139

/**
 * A summary that is short enough, cut between words.
 *
 * @example shortSummary('MRI is not advised') // 'MRI is not advised'
 */
export function shortSummary(text: string): string {
  if (text.length <= longestSummary) return text
  const cut = text.slice(0, longestSummary - 1)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), longestSummary - 40)).replace(/[\s,;:]+$/, '')}…`
}

/**
 * Text for Markdown in which nothing is read as markup: what a record holds must not become a link or an image, nor an
 * address by itself.
 *
 * @example plainMarkdown('[x](y)') // '\\[x\\](y)'
 */
export function plainMarkdown(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replace(/&/g, '&amp;')
    .replace(/[\\`*_[\]<>|#~!]/g, (sign) => `\\${sign}`)
    .replace(/:\/\//g, ':\\//')
    .replace(/www\./gi, (start) => `${start.slice(0, 3)}\\.`)
}

/**
 * A value without what the specification forbids: null, empty text, empty lists and objects, at any depth.
 *
 * @example withoutEmpty({ a: [], b: { c: null }, d: 'x' }) // { d: 'x' }
 */
export function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) {
    const kept = value.map(withoutEmpty).filter((each) => each !== undefined)
    return kept.length > 0 ? kept : undefined
  }
  if (typeof value === 'object' && value !== null) {
    const kept = Object.entries(value).flatMap(([key, each]) => {
      const inner = withoutEmpty(each)
      return inner === undefined ? [] : [[key, inner] as const]
    })
    return kept.length > 0 ? Object.fromEntries(kept) : undefined
  }
  return value === null || value === '' ? undefined : value
}

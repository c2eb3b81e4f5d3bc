import type { DraftAnswers } from './use-draft.ts'

/** A text that is kept with the draft while it is typed: what there is of it, and how it is changed. */
export interface Typed {
  readonly text: string
  readonly change: (text: string) => void
}

/** What a dialog or a card asks in words is kept as the answers are: it outlives the tab. */
export type TypedIn = (field: string) => Typed

/**
 * The texts of a part of a screen, each under a name of its own.
 *
 * @example typedIn(draft, 'override.xray')('plan').text // 'Wait for the film of last week'
 */
export function typedIn(draft: Pick<DraftAnswers, 'note' | 'changeNote'>, part: string): TypedIn {
  return (field) => ({
    text: draft.note(`${part}.${field}`) ?? '',
    change: (text) => draft.changeNote(text === '' ? undefined : text, `${part}.${field}`),
  })
}

/**
 * Forgets texts of a part of a screen: given up, or recorded.
 *
 * @example forgetTyped(draft, 'amend', ['reason'])
 */
export function forgetTyped(draft: Pick<DraftAnswers, 'changeNote'>, part: string, fields: readonly string[]): void {
  for (const field of fields) draft.changeNote(undefined, `${part}.${field}`)
}

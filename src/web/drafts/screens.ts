import { type DraftContent, isAboutAnswer, NOTES, screenOfNote } from './merge.ts'

/** Screens on which answers or texts are kept until they are recorded, in the order of the pathway. */
export const draftScreens = ['assess', 'results', 'review', 'refer', 'summary'] as const

/** A screen on which something is kept. */
export type DraftScreen = (typeof draftScreens)[number]

/**
 * What of a draft belongs to one screen: its answers, and the texts typed on it.
 *
 * @example partOf({ notes: { 'refer.told': { value: 'All clear' } } }, 'refer').notes // { 'refer.told': … }
 */
export function partOf(content: DraftContent, screen: DraftScreen): DraftContent {
  const { [screen]: answers = {}, [NOTES]: notes = {} } = content
  const texts = Object.entries(notes).filter(([id]) => screenOfNote(id) === screen)
  return { answers, notes: Object.fromEntries(texts) }
}

/**
 * The screens on which a draft has something, and how much.
 *
 * @example draftedOn({ assess: { smoker: { value: 'absent' } } }) // [{ screen: 'assess', count: 1 }]
 */
export function draftedOn(content: DraftContent): readonly { readonly screen: DraftScreen; readonly count: number }[] {
  return draftScreens.flatMap((screen) => {
    const { answers = {}, notes = {} } = partOf(content, screen)
    const texts = Object.keys(notes).filter((id) => !isAboutAnswer(NOTES, id))
    const count = Object.keys(answers).length + texts.length
    return count > 0 ? [{ screen, count }] : []
  })
}

/**
 * Where one goes on with what is kept on a screen.
 *
 * @example draftPath('6f1c', '9a20', 'assess') // '/patients/6f1c/assess?episode=9a20'
 */
export function draftPath(patientId: string, episodeId: string, screen: DraftScreen): string {
  return `/patients/${patientId}${screen === 'summary' ? '' : `/${screen}`}?episode=${episodeId}`
}

import type { Recorded, RecordedFindings } from '../../evaluate/situation.ts'
import type { Draft } from '../../service/api/draft.ts'

/** Unsigned answers by screen, then by finding. */
export type DraftContent = Readonly<Record<string, RecordedFindings>>

/** The screen under whose name the text typed on each screen is kept, as answers: `results`, `refer.told`. */
export const NOTES = 'notes'

/**
 * The screen on which a text is typed.
 *
 * @example screenOfNote('refer.told') // 'refer'
 */
export const screenOfNote = (note: string): string => note.split('.')[0] ?? note

/** A note that only says how an answer came about (`assess.from.fever`, `assess.together.fever`): no entry of its own. */
export const isAboutAnswer = (screen: string, id: string): boolean =>
  screen === NOTES && /^\w+\.(from|together)\./.test(id)

/** One question with two answers, of which one has to be chosen. */
export interface Contested {
  readonly screen: string
  readonly id: string
  readonly mine: Recorded
  readonly theirs: Recorded
}

/** Two drafts as one, and where only a person can say which holds. */
export interface Merged {
  /** Of a contested answer: mine, until it is chosen. */
  readonly content: DraftContent
  readonly contested: readonly Contested[]
}

/**
 * Puts together what was answered here and elsewhere since both were the same. An answer is never lost without asking:
 * one beats none, and two different ones are contested.
 *
 * @param base What both began with.
 * @example mergeDrafts({}, { assess: { smoker: yes } }, { assess: { smoker: no } }).contested.length // 1
 */
export function mergeDrafts(base: DraftContent, mine: DraftContent, theirs: DraftContent): Merged {
  const contested: Contested[] = []
  const content: Record<string, RecordedFindings> = {}
  for (const screen of keysOf(base, mine, theirs)) {
    const sides = [base[screen] ?? {}, mine[screen] ?? {}, theirs[screen] ?? {}] as const
    const answers: Record<string, Recorded> = {}
    for (const id of keysOf(...sides)) {
      const [before, here, there] = sides.map((side) => side[id])
      const answer = choose(before, here, there)
      if (answer) answers[id] = answer
      if (answer && answer === here && there && isChanged(before, here) && isChanged(before, there)) {
        if (here.value !== there.value) contested.push({ screen, id, mine: here, theirs: there })
      }
    }
    if (Object.keys(answers).length > 0) content[screen] = answers
  }
  return { content, contested }
}

/** The answer that was given since; where both sides gave one, mine; where one cleared it and the other gave one, that. */
function choose(
  before: Recorded | undefined,
  here: Recorded | undefined,
  there: Recorded | undefined,
): Recorded | undefined {
  if (!isChanged(before, here)) return there
  if (!isChanged(before, there)) return here
  return here ?? there
}

function isChanged(before: Recorded | undefined, after: Recorded | undefined): boolean {
  return before?.value !== after?.value || before?.observedOn !== after?.observedOn
}

function keysOf(...sides: readonly object[]): readonly string[] {
  return [...new Set(sides.flatMap((side) => Object.keys(side)))]
}

/**
 * How many answers differ: given, changed or cleared.
 *
 * @example countChanges({}, { assess: { smoker: { value: 'absent' } } }) // 1
 */
export function countChanges(before: DraftContent, after: DraftContent): number {
  return keysOf(before, after).flatMap((screen) => {
    const [old, now] = [before[screen] ?? {}, after[screen] ?? {}]
    return keysOf(old, now).filter((id) => !isAboutAnswer(screen, id) && isChanged(old[id], now[id]))
  }).length
}

/**
 * The content of a draft as the service keeps it, in which it is any JSON.
 *
 * @example contentOf(null) // {}
 */
export function contentOf(draft: Pick<Draft, 'content'> | null): DraftContent {
  const screens = Object.entries(draft?.content ?? {}).filter(([, answers]) => isObject(answers))
  return Object.fromEntries(screens.map(([screen, answers]) => [screen, answersOf(answers as object)]))
}

function answersOf(answers: object): RecordedFindings {
  return Object.fromEntries(
    Object.entries(answers).filter(([, answer]) => isObject(answer) && 'value' in answer),
  ) as RecordedFindings
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

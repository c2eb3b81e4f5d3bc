import type { RecordedFindings } from '../../evaluate/situation.ts'
import type { AnswerChanges } from '../findings/changes.ts'

interface Step {
  /** What to set to take the change back. */
  readonly back: AnswerChanges
  readonly at: number
}

interface Stacks {
  readonly undo: Step[]
  readonly redo: Step[]
}

/** Changes of one answer within this time are one step: a number is typed digit by digit. */
const SAME_STEP_MILLISECONDS = 1_000
const STEPS_AT_MOST = 200

/** The changes of a draft's screens that can be taken back, while the page is open. */
export class Steps {
  private readonly screens = new Map<string, Stacks>()

  /** Remembers how to take changes back, before they are made. */
  remember(screen: string, changes: AnswerChanges, before: RecordedFindings, at: number): void {
    const { undo, redo } = this.of(screen)
    redo.length = 0
    const ids = Object.keys(changes)
    const last = undo.at(-1)
    const isSame = last && ids.length === 1 && Object.keys(last.back).join() === ids.join()
    if (isSame && at - last.at < SAME_STEP_MILLISECONDS && isNumber(changes, before)) {
      undo[undo.length - 1] = { ...last, at }
      return
    }
    undo.push({ back: valuesOf(before, ids), at })
    if (undo.length > STEPS_AT_MOST) undo.shift()
  }

  /** The changes that undo or redo the last step, or `undefined` where there is none. */
  take(screen: string, direction: 'undo' | 'redo', now: RecordedFindings): AnswerChanges | undefined {
    const stacks = this.of(screen)
    const step = stacks[direction].pop()
    if (step === undefined) return undefined
    const other = direction === 'undo' ? stacks.redo : stacks.undo
    other.push({ back: valuesOf(now, Object.keys(step.back)), at: 0 })
    return step.back
  }

  /** Whether there is something to take back or do again. */
  has(screen: string, direction: 'undo' | 'redo'): boolean {
    return this.of(screen)[direction].length > 0
  }

  /** Forgets the steps of a screen: its answers are recorded. */
  forget(screen: string): void {
    this.screens.delete(screen)
  }

  private of(screen: string): Stacks {
    const found = this.screens.get(screen) ?? { undo: [], redo: [] }
    this.screens.set(screen, found)
    return found
  }
}

function valuesOf(findings: RecordedFindings, ids: readonly string[]): AnswerChanges {
  return Object.fromEntries(ids.map((id) => [id, findings[id]]))
}

/** Choices are steps of their own, however fast they follow. */
function isNumber(changes: AnswerChanges, before: RecordedFindings): boolean {
  return Object.entries(changes).every(([id, answer]) => typeof (answer ?? before[id])?.value === 'number')
}

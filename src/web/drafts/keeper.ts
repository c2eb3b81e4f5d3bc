import type { Draft } from '../../service/api/draft.ts'
import { Failure, isAway, isSignedOut } from '../api.ts'
import { type AnswerChanges, withChanges } from '../findings/changes.ts'
import type { SaveState } from '../frame/save-state.tsx'
import {
  type Contested,
  contentOf,
  countChanges,
  type DraftContent,
  mergeDrafts,
  NOTES,
  screenOfNote,
} from './merge.ts'
import { Steps } from './steps.ts'

/** A draft as one window works on it, and what the service has of it. */
export interface WorkingDraft {
  readonly content: DraftContent
  /** The service's draft that `content` was last put together with; revision 0 where it has none, or none is known. */
  readonly base: { readonly revision: number; readonly content: DraftContent }
  /** The episode's sequence when these answers were begun, or when what others recorded since was last seen. */
  readonly basedOnSequence: number
  /** Two answers to one question: nothing is sent until one is chosen. */
  readonly contested: readonly Contested[]
}

/** Where a keeper puts things. */
export interface Places {
  /** Saves over a revision. @throws `Failure`; a conflict holds the draft as it stands. */
  readonly send: (save: Pick<Draft, 'revision' | 'basedOnSequence' | 'content'>) => Promise<Draft | null>
  /** Keeps it on this device, with the number of answers that the service lacks. */
  readonly keep: (draft: WorkingDraft, unsent: number) => Promise<void>
  /** Deletes it from this device. */
  readonly forget: () => Promise<void>
  readonly now: () => Date
}

/** What a screen sees. The same object until something changes. */
export interface KeeperView {
  readonly draft: WorkingDraft
  readonly saving: SaveState
}

/** At most so long after a change the service is asked to save. */
const PAUSE_MILLISECONDS = 500
const RETRY_MILLISECONDS = 5_000
const conflictStatus = 409

/**
 * Keeps one draft: on this device at once, at the service within a second, again after a failure; what was answered
 * elsewhere meanwhile is put together with it. Knows no screen and no network: both are given.
 */
export class DraftKeeper {
  readonly steps: Steps = new Steps()
  private view: KeeperView
  private readonly places: Places
  private readonly listeners = new Set<() => void>()
  private timer: ReturnType<typeof setTimeout> | undefined
  private sending: Promise<void> | undefined
  private keeping: Promise<void> = Promise.resolve()
  private isOnDevice = false
  private isClosed = false

  constructor(draft: WorkingDraft, places: Places, saving: SaveState = { is: 'none' }) {
    this.places = places
    this.view = { draft, saving }
  }

  /** For React: the current view, and to be told of the next. */
  readonly read = (): KeeperView => this.view
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Answers that the service does not have yet. */
  get unsent(): number {
    const { base, content } = this.view.draft
    return countChanges(base.content, content)
  }

  /** The last change is neither at the service nor on this device, or not yet: leaving now would lose it. */
  get isAtRisk(): boolean {
    return !this.isOnDevice && !this.isSaved
  }

  /** Nothing has to be sent. */
  private get isSaved(): boolean {
    return this.view.saving.is === 'saved' || this.view.saving.is === 'none'
  }

  /** Takes answers of a screen; undefined clears one. */
  change(screen: string, changes: AnswerChanges): void {
    const { content } = this.view.draft
    this.steps.remember(screen, changes, content[screen] ?? {}, this.places.now().getTime())
    this.set(screen, changes)
  }

  /** Takes back the last change of a screen, or does again what was taken back; gives the findings it touched. */
  step(screen: string, direction: 'undo' | 'redo'): readonly string[] {
    const changes = this.steps.take(screen, direction, this.view.draft.content[screen] ?? {})
    if (changes === undefined) return []
    this.set(screen, changes)
    return Object.keys(changes)
  }

  /** Settles contested answers: `theirs` names those of which the other answer holds. */
  choose(theirs: ReadonlySet<Contested>): void {
    const { contested } = this.view.draft
    let { content } = this.view.draft
    for (const each of contested)
      if (theirs.has(each)) content = withAnswers(content, each.screen, { [each.id]: each.theirs })
    this.update({ content, contested: [] })
    this.isDue(0)
  }

  /** What others recorded up to this event has been seen; answers given up for theirs are cleared. */
  see(sequence: number, screen: string, givenUp: readonly string[]): void {
    const cleared = Object.fromEntries(givenUp.map((id) => [id, undefined]))
    this.update({ content: withAnswers(this.view.draft.content, screen, cleared), basedOnSequence: sequence })
    this.isDue(0)
  }

  /** The episode has moved on, and nothing has been answered on what it was before. */
  follow(sequence: number): void {
    const { draft } = this.view
    if (sequence > draft.basedOnSequence && countChanges({}, draft.content) === 0)
      this.tell({ draft: { ...draft, basedOnSequence: sequence } })
  }

  /** Puts a draft of another window together with this one. */
  adopt({ content, base, contested, basedOnSequence }: WorkingDraft): void {
    const mine = this.view.draft
    const merged = mergeDrafts(base.content, mine.content, content)
    const asked = [...mine.contested, ...contested, ...merged.contested]
    const once = asked.filter((each, index) => index === asked.findIndex((other) => isSameQuestion(each, other)))
    if (countChanges(mine.content, merged.content) === 0 && once.length === mine.contested.length) return
    const begun = Math.min(mine.basedOnSequence, basedOnSequence)
    this.update({ content: merged.content, contested: once, basedOnSequence: begun })
    this.isDue(0)
  }

  /** Forgets a screen's answers and its note once they are recorded; resolves when that is saved, or known why not. */
  async clear(screen: string, sequence: number): Promise<void> {
    this.steps.forget(screen)
    const { [screen]: _, [NOTES]: notes = {}, ...others } = this.view.draft.content
    const left = Object.fromEntries(Object.entries(notes).filter(([id]) => screenOfNote(id) !== screen))
    const content = Object.keys(left).length > 0 ? { ...others, [NOTES]: left } : others
    const contested = this.view.draft.contested.filter(
      (each) => (each.screen === NOTES ? screenOfNote(each.id) : each.screen) !== screen,
    )
    this.update({ content, contested, basedOnSequence: sequence })
    await this.flush()
  }

  /** Keeps it on this device as it stands; resolves when that is done or has failed. */
  async keepNow(): Promise<void> {
    this.keep()
    await this.keeping
  }

  /** Saves now; resolves when it is saved, or known why not. */
  async flush(): Promise<void> {
    clearTimeout(this.timer)
    this.sending ??= this.send().finally(() => {
      this.sending = undefined
    })
    await this.sending
  }

  /** Saves what is not saved and lets go; what the service has is deleted from this device. */
  async close(): Promise<void> {
    this.isClosed = true
    await this.flush()
    clearTimeout(this.timer)
    await this.keeping
    if (this.unsent === 0 && this.view.draft.contested.length === 0) await this.places.forget().catch(() => undefined)
  }

  private set(screen: string, changes: AnswerChanges): void {
    const { draft } = this.view
    const contested = draft.contested.map((each) => {
      const answer = each.screen === screen ? changes[each.id] : undefined
      return answer ? { ...each, mine: answer } : each
    })
    this.update({ content: withAnswers(draft.content, screen, changes), contested })
    this.isDue(PAUSE_MILLISECONDS)
  }

  private update(changes: Partial<WorkingDraft>): void {
    const draft = { ...this.view.draft, ...changes }
    const saving: SaveState = draft.contested.length > 0 ? { is: 'choose' } : { is: 'unsaved' }
    this.tell({ draft, saving })
    this.keep()
  }

  private tell(view: Partial<KeeperView>): void {
    this.view = { ...this.view, ...view }
    for (const listener of this.listeners) listener()
  }

  /** One write after the other, the latest last. */
  private keep(): void {
    this.isOnDevice = false
    this.keeping = this.keeping.then(async () => {
      try {
        await this.places.keep(this.view.draft, this.unsent)
        this.isOnDevice = true
      } catch {
        this.isOnDevice = false
      }
    })
  }

  /** A later change does not put off the saving of an earlier one. */
  private isDue(milliseconds: number): void {
    if (milliseconds > 0 && this.timer !== undefined) return
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.flush(), milliseconds)
  }

  private async send(): Promise<void> {
    this.timer = undefined
    try {
      while (!this.isSaved) {
        if (this.view.draft.contested.length > 0) return this.tell({ saving: { is: 'choose' } })
        this.tell({ saving: { is: 'saving' } })
        await this.sendOnce()
      }
    } catch (error) {
      await this.keeping
      this.tell({ saving: this.failed(error) })
      if (!this.isClosed) this.timer = setTimeout(() => void this.flush(), RETRY_MILLISECONDS)
    }
  }

  private async sendOnce(): Promise<void> {
    const { content, base, basedOnSequence } = this.view.draft
    try {
      const answer = await this.places.send({ revision: base.revision, basedOnSequence, content: asJson(content) })
      const saved = { revision: answer?.revision ?? base.revision + 1, content }
      const isLatest = this.view.draft.content === content
      this.tell({
        draft: { ...this.view.draft, base: saved },
        saving: isLatest ? { is: 'saved', at: this.places.now() } : { is: 'unsaved' },
      })
    } catch (error) {
      if (!(error instanceof Failure) || error.status !== conflictStatus) throw error
      const current = error.problem?.currentDraft ?? null
      const theirs = contentOf(current)
      const merged = mergeDrafts(base.content, this.view.draft.content, theirs)
      const contested = [...this.view.draft.contested, ...merged.contested]
      this.update({ content: merged.content, base: { revision: current?.revision ?? 0, content: theirs }, contested })
    }
    this.keep()
  }

  private failed(error: unknown): SaveState {
    const isLater = isAway(error) || isSignedOut(error)
    return this.isOnDevice && isLater
      ? { is: 'kept', count: this.unsent }
      : { is: 'failed', isOnDevice: this.isOnDevice, error }
  }
}

function isSameQuestion(one: Contested, other: Contested): boolean {
  return one.screen === other.screen && one.id === other.id
}

function withAnswers(content: DraftContent, screen: string, changes: AnswerChanges): DraftContent {
  return { ...content, [screen]: withChanges(content[screen] ?? {}, changes) }
}

/** Findings are JSON; only their type says more. */
function asJson(content: DraftContent): Draft['content'] {
  return JSON.parse(JSON.stringify(content)) as Draft['content']
}

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Draft } from '../../service/api/draft.ts'
import { Failure, networkFailure } from '../api.ts'
import { DraftKeeper, type Places, type WorkingDraft } from './keeper.ts'
import { type DraftContent, NOTES } from './merge.ts'

const yes = { value: 'present', observedOn: '2026-08-12' }
const no = { value: 'absent', observedOn: '2026-08-12' }
const empty: WorkingDraft = { content: {}, base: { revision: 0, content: {} }, basedOnSequence: 1, contested: [] }

/** The service's rules for one draft (src/service/episodes/drafts.ts), and a device, in memory. */
class World {
  stored: Draft | null = null
  kept: { readonly draft: WorkingDraft; readonly unsent: number } | undefined
  away = false
  failure: Failure | undefined
  deviceFails = false
  sends = 0
  now = new Date('2026-08-12T10:42:00')

  readonly places: Places = {
    now: () => this.now,
    send: async (save) => {
      this.sends += 1
      await Promise.resolve()
      if (this.away) throw new Failure(0, networkFailure, undefined, undefined)
      if (this.failure) throw this.failure
      if ((this.stored?.revision ?? 0) !== save.revision) {
        const problem = { type: '', title: '', status: 409, code: 'PLB_DRAFT_CONFLICT', currentDraft: this.stored }
        throw new Failure(409, problem.code, problem, problem)
      }
      this.stored = { ...save, revision: save.revision + 1, savedAt: this.now.toISOString() }
      return this.stored
    },
    keep: async (draft, unsent) => {
      if (this.deviceFails) throw new Error('the store is full')
      this.kept = { draft, unsent }
    },
    forget: async () => {
      this.kept = undefined
    },
  }

  open(draft: WorkingDraft = empty): DraftKeeper {
    return new DraftKeeper(draft, this.places)
  }

  /** Another window saves. */
  elsewhere(content: DraftContent): void {
    const json = JSON.parse(JSON.stringify(content)) as Draft['content']
    this.stored = {
      revision: (this.stored?.revision ?? 0) + 1,
      basedOnSequence: 1,
      content: json,
      savedAt: this.now.toISOString(),
    }
  }
}

let world: World
beforeEach(() => {
  vi.useFakeTimers()
  world = new World()
})
afterEach(() => vi.useRealTimers())

const settle = (milliseconds = 600) => vi.advanceTimersByTimeAsync(milliseconds)

describe('an answer', () => {
  test('is on the device at once, and at the service within a second', async () => {
    const keeper = world.open()
    keeper.change('assess', { smoker: yes })
    expect(keeper.isAtRisk).toBe(true)
    await settle(0)
    expect(keeper.isAtRisk).toBe(false)
    expect(world.kept).toMatchObject({ unsent: 1, draft: { content: { assess: { smoker: yes } } } })
    expect(world.stored).toBeNull()
    await settle(999)
    expect(world.stored?.content).toEqual({ assess: { smoker: yes } })
    expect(keeper.read().saving).toEqual({ is: 'saved', at: world.now })
    expect(world.kept?.unsent).toBe(0)
  })

  test('is saved within a second however fast others follow', async () => {
    const keeper = world.open()
    for (let answers = 0; answers < 4; answers += 1) {
      keeper.change('assess', { [`finding${answers}`]: yes })
      await settle(300)
    }
    expect(world.stored?.content.assess).toHaveProperty('finding0')
  })

  test('given while another is being saved is saved too', async () => {
    const keeper = world.open()
    keeper.change('assess', { smoker: yes })
    const saving = keeper.flush()
    keeper.change('assess', { other: no })
    await saving
    expect(world.stored?.content).toEqual({ assess: { smoker: yes, other: no } })
  })
})

describe('without a network', () => {
  test('answers are kept and counted, and saved when it is there again', async () => {
    world.away = true
    const keeper = world.open()
    keeper.change('assess', { smoker: yes, other: no })
    await settle()
    expect(keeper.read().saving).toEqual({ is: 'kept', count: 2 })
    world.away = false
    await settle(5_000)
    expect(keeper.read().saving.is).toBe('saved')
    expect(world.stored?.content).toEqual({ assess: { smoker: yes, other: no } })
  })

  test('what was kept by a window that is gone is saved by the next', async () => {
    world.away = true
    await world.open().close()
    const first = world.open()
    first.change('assess', { smoker: yes })
    await first.close()
    const { kept } = world
    expect(kept?.unsent).toBe(1)
    world.away = false
    world.elsewhere({ review: { better: no } })
    const next = world.open({
      ...empty,
      base: { revision: 1, content: { review: { better: no } } },
      content: { review: { better: no } },
    })
    next.adopt(kept?.draft ?? empty)
    await next.close()
    expect(world.stored?.content).toEqual({ assess: { smoker: yes }, review: { better: no } })
    expect(world.kept).toBeUndefined()
  })

  test('and without a store on the device the change counts as not saved', async () => {
    world.away = true
    world.deviceFails = true
    const keeper = world.open()
    keeper.change('assess', { smoker: yes })
    await settle()
    expect(keeper.read().saving).toMatchObject({ is: 'failed', isOnDevice: false })
    expect(keeper.isAtRisk).toBe(true)
  })
})

test('a service that cannot save is said, though the answer is kept', async () => {
  world.failure = new Failure(507, 'PLB_RECORD_DISK_FULL', undefined, undefined)
  const keeper = world.open()
  keeper.change('assess', { smoker: yes })
  await settle()
  expect(keeper.read().saving).toMatchObject({ is: 'failed', isOnDevice: true })
})

test('a closed draft that was saved leaves nothing on the device', async () => {
  const keeper = world.open()
  keeper.change('assess', { smoker: yes })
  await keeper.close()
  expect(world.stored?.content).toEqual({ assess: { smoker: yes } })
  expect(world.kept).toBeUndefined()
})

describe('two windows', () => {
  test('that answered different questions both keep theirs', async () => {
    const keeper = world.open()
    keeper.change('assess', { smoker: yes })
    world.elsewhere({ assess: { other: no } })
    await settle()
    expect(world.stored?.content).toEqual({ assess: { smoker: yes, other: no } })
  })

  test('that answered one question differently send nothing until one is chosen, and forget neither', async () => {
    const keeper = world.open()
    keeper.change('assess', { smoker: yes })
    world.elsewhere({ assess: { smoker: no } })
    await settle(20_000)
    expect(keeper.read().saving).toEqual({ is: 'choose' })
    expect(world.stored?.content).toEqual({ assess: { smoker: no } })
    const contested = [{ screen: 'assess', id: 'smoker', mine: yes, theirs: no }]
    expect(world.kept?.draft.contested).toEqual(contested)
    await keeper.close()
    expect(world.kept?.draft.contested).toEqual(contested)

    const again = world.open({
      ...empty,
      base: { revision: 1, content: { assess: { smoker: no } } },
      content: { assess: { smoker: no } },
    })
    again.adopt(world.kept?.draft ?? empty)
    expect(again.read().draft.content).toEqual({ assess: { smoker: yes } })
    expect(again.read().draft.contested).toEqual(contested)
    again.choose(new Set())
    await settle()
    expect(world.stored?.content).toEqual({ assess: { smoker: yes } })
  })

  test('where the other answer is chosen, it is taken', async () => {
    const keeper = world.open()
    keeper.change('assess', { smoker: yes })
    world.elsewhere({ assess: { smoker: no } })
    await settle()
    keeper.choose(new Set(keeper.read().draft.contested))
    await settle()
    expect(keeper.read().draft).toMatchObject({ content: { assess: { smoker: no } }, contested: [] })
    expect(world.stored?.content).toEqual({ assess: { smoker: no } })
  })

  test('one of which discarded the draft do not lose the other’s answers', async () => {
    world.elsewhere({ assess: { smoker: no } })
    const stored = { revision: 1, content: { assess: { smoker: no } } }
    const keeper = world.open({ ...empty, base: stored, content: stored.content })
    world.stored = null
    keeper.change('assess', { other: yes })
    await settle()
    expect(world.stored).toMatchObject({ revision: 1, content: { assess: { other: yes } } })
  })
})

describe('undo', () => {
  test('takes back the last change and does it again', async () => {
    const keeper = world.open()
    keeper.change('assess', { smoker: yes })
    keeper.change('assess', { smoker: no, other: yes })
    expect(keeper.step('assess', 'undo')).toEqual(['smoker', 'other'])
    expect(keeper.read().draft.content).toEqual({ assess: { smoker: yes } })
    keeper.step('assess', 'undo')
    expect(keeper.read().draft.content).toEqual({ assess: {} })
    expect(keeper.step('assess', 'undo')).toEqual([])
    keeper.step('assess', 'redo')
    keeper.step('assess', 'redo')
    expect(keeper.read().draft.content).toEqual({ assess: { smoker: no, other: yes } })
    await settle()
    expect(world.stored?.content).toEqual({ assess: { smoker: no, other: yes } })
  })

  test('takes back a number as it was before it was typed, digit by digit', () => {
    const keeper = world.open()
    for (const value of [1, 12, 120]) keeper.change('assess', { days: { value } })
    keeper.step('assess', 'undo')
    expect(keeper.read().draft.content.assess).toEqual({})
  })

  test('takes back choices one by one, however fast they follow', () => {
    const keeper = world.open()
    keeper.change('assess', { smoker: yes })
    keeper.change('assess', { smoker: no })
    keeper.step('assess', 'undo')
    expect(keeper.read().draft.content.assess).toEqual({ smoker: yes })
  })

  test('ends with what is recorded', async () => {
    const keeper = world.open()
    keeper.change('assess', { smoker: yes })
    await keeper.clear('assess', 2)
    expect(keeper.step('assess', 'undo')).toEqual([])
    expect(world.stored?.content).toEqual({})
  })
})

test('recording one screen clears its answers and its text, and no other screen’s', async () => {
  const keeper = world.open()
  keeper.change('results', { xray: yes })
  keeper.change('review', { better: yes })
  keeper.change(NOTES, { results: { value: 'As reported' }, review: { value: 'By telephone' } })
  await keeper.clear('results', 4)
  expect(world.stored).toMatchObject({
    content: { review: { better: yes }, notes: { review: { value: 'By telephone' } } },
    basedOnSequence: 4,
  })
})

describe('what others recorded', () => {
  test('is behind the answers until it was seen; those given up for it are cleared', async () => {
    const keeper = world.open()
    keeper.change('assess', { smoker: yes, other: no })
    keeper.follow(3)
    expect(keeper.read().draft.basedOnSequence).toBe(1)
    keeper.see(3, 'assess', ['smoker'])
    await settle()
    expect(world.stored).toMatchObject({ basedOnSequence: 3, content: { assess: { other: no } } })
  })

  test('is simply what there is where nothing was answered', () => {
    const keeper = world.open()
    keeper.follow(3)
    expect(keeper.read().draft.basedOnSequence).toBe(3)
  })
})

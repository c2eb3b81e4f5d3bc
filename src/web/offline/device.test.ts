import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, test } from 'vitest'
import { laterVersion } from '../../../tests/other-version.ts'
import { referenceTo } from '../../evaluate/decide.ts'
import { source, standard } from '../../protocol/protocol.ts'
import type { EpisodeView } from '../../service/api/episode.ts'
import type { SessionAnswer } from '../../service/api/session.ts'
import {
  forgetDraft,
  forgetOld,
  forgetOwner,
  keepDraft,
  keepProtocol,
  keepSession,
  keptDrafts,
  keptProtocol,
  keptSession,
  touchSession,
  unsentOfAnyone,
} from './device.ts'
import { type KeptDraft, type Owner, ownerOf } from './kept.ts'

const now = new Date('2026-08-12T10:00:00.000Z')
const minutesLater = (minutes: number) => new Date(now.getTime() + minutes * 60_000)
const okoro: Owner = 'real:okoro'

const row = (over: Partial<KeptDraft>): KeptDraft => ({
  slot: 'a',
  owner: okoro,
  episodeId: 'episode',
  view: { patientId: 'patient' } as EpisodeView,
  draft: { content: {}, base: { revision: 0, content: {} }, basedOnSequence: 1, contested: [] },
  unsent: 1,
  keptAt: now.toISOString(),
  ...over,
})

const answer = (id: string, workspace: 'real' | 'demo' = 'real'): SessionAnswer => ({
  setUpNeeded: false,
  demoOffered: false,
  organisation: null,
  passkeysOffered: false,
  session: {
    person: { id, username: id, displayName: id, role: 'clinician', clinicalLead: false },
    workspace,
    protocol: { hash: 'a'.repeat(64), version: '0.1.0' },
    csrfToken: 'secret',
    endsAt: minutesLater(600).toISOString(),
    idleLimitMinutes: 30,
    signOutUrl: null,
    may: [],
    mayRecord: [],
  },
})

beforeEach(async () => {
  for (const owner of [okoro, 'demo:okoro', 'real:ines'] as const) await forgetOwner(owner)
  await keepSession(answer('okoro'), now)
  await keepSession(answer('okoro', 'demo'), now)
  await keepSession(answer('ines'), now)
})

describe('drafts on the device', () => {
  test('are their owner’s alone, in one workspace', async () => {
    await keepDraft(row({}))
    await keepDraft(row({ slot: 'b', owner: 'real:ines' }))
    await keepDraft(row({ slot: 'c', owner: 'demo:okoro' }))
    expect((await keptDrafts(okoro)).map(({ slot }) => slot)).toEqual(['a'])
    expect(await keptDrafts(okoro, 'another')).toEqual([])
    expect(ownerOf({ workspace: 'demo', person: { id: 'okoro' } })).toBe('demo:okoro')
  })

  test('are deleted once they are saved, and at sign-out, after which nothing more is kept', async () => {
    await keepDraft(row({}))
    await forgetDraft('a')
    expect(await keptDrafts(okoro)).toEqual([])
    await keepDraft(row({}))
    await keepDraft(row({ slot: 'b', owner: 'real:ines' }))
    await forgetOwner(okoro)
    await keepDraft(row({ slot: 'late' }))
    expect(await keptDrafts(okoro)).toEqual([])
    expect(await keptDrafts('real:ines')).toHaveLength(1)
  })

  test('are deleted after seven days', async () => {
    await keepDraft(row({}))
    await forgetOld(minutesLater(7 * 24 * 60))
    expect(await keptDrafts(okoro)).toHaveLength(1)
    await forgetOld(minutesLater(7 * 24 * 60 + 1))
    expect(await keptDrafts(okoro)).toEqual([])
  })

  test('are counted for whoever signs in next, without saying whose they are', async () => {
    expect(await unsentOfAnyone()).toBeUndefined()
    await keepDraft(row({ unsent: 0, episodeId: 'saved' }))
    expect(await unsentOfAnyone()).toBeUndefined()
    await keepDraft(row({ slot: 'b', unsent: 3 }))
    await keepDraft(row({ slot: 'c', unsent: 2 }))
    // Two windows on one episode: the same answers are not counted twice.
    expect(await unsentOfAnyone()).toEqual({ count: 3, until: '2026-08-19T10:00:00.000Z' })
  })
})

describe('a session on the device', () => {
  test('opens the app without a network, without the token', async () => {
    await keepSession(answer('okoro'), now)
    const kept = await keptSession(minutesLater(5))
    expect(kept?.session?.person.id).toBe('okoro')
    expect(JSON.stringify(kept)).not.toContain('secret')
  })

  test('ends when it has been idle, and when it would have ended at the service', async () => {
    await keepSession(answer('okoro'), now)
    expect(await keptSession(minutesLater(30))).toBeUndefined()
    await touchSession(minutesLater(20))
    expect(await keptSession(minutesLater(45))).toBeDefined()
    await touchSession(minutesLater(599))
    expect(await keptSession(minutesLater(601))).toBeUndefined()
  })

  test('is gone when the service says that nobody is signed in, and after a sign-out', async () => {
    await keepSession(answer('okoro'), now)
    await keepSession({ ...answer('okoro'), session: null }, now)
    expect(await keptSession(now)).toBeUndefined()
    await keepSession(answer('okoro'), now)
    await forgetOwner(okoro)
    expect(await keptSession(now)).toBeUndefined()
  })
})

describe('the protocol on the device', () => {
  const version = { reference: referenceTo(standard), standard, source }
  const { hash } = version.reference

  test('is the version that was loaded last, by its hash', async () => {
    await keepProtocol(version)
    expect(await keptProtocol(hash)).toEqual(version)
    const later = { ...laterVersion, reference: referenceTo(laterVersion.standard) }
    await keepProtocol(later)
    expect(await keptProtocol(hash)).toBeUndefined()
    expect(await keptProtocol(later.reference.hash)).toEqual(later)
  })

  test('is not believed where it was changed', async () => {
    await keepProtocol({ ...version, standard: laterVersion.standard })
    expect(await keptProtocol(hash)).toBeUndefined()
  })
})

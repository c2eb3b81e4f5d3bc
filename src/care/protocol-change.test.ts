import { describe, expect, test } from 'vitest'
import { laterVersion } from '../../tests/other-version.ts'
import { referenceTo } from '../evaluate/decide.ts'
import type { Protocol } from '../language/protocol.ts'
import { standard } from '../protocol/protocol.ts'
import type { Episode } from './episode.ts'
import { foldEpisode } from './fold.ts'
import { changeWords, redecided } from './protocol-change.ts'
import { type Story, tell } from './story.ts'

const day = '2026-03-15'
const adoptedOn = '2026-03-17'
const later = laterVersion.standard
const patient = {
  familyName: 'Example',
  givenName: 'Person',
  birthDate: '1985-01-01',
  sexAtBirth: 'male',
  recordNumber: '1',
} as const
const told = { protocol: standard, episodeId: 'episode', patientId: 'patient', actorId: 'clinician', patient }

const answered = (findings: Readonly<Record<string, string | number>>) =>
  ({ type: 'answered', payload: { findings } }) as const
const signed = { type: 'signed', payload: {} } as const
const signedWith = (findings: Readonly<Record<string, string | number>>): Story =>
  tell(told, day).on(day, answered(findings), signed)

const versions = [standard, later]
const earlier = (hash: string): Protocol | undefined => versions.find((each) => referenceTo(each).hash === hash)
const under = (adopted: Protocol, story: Story, asOf: string): Episode =>
  foldEpisode(story.events, asOf, adopted, { adoptedOn, earlier })
const urgencies = ({ protocolChange }: Episode) =>
  protocolChange?.changes
    .filter(({ decision }) => decision === 'urgency')
    .map(({ before, after, day: when }) => [before.outcome, after.outcome, when])

// By statement B4, pain of more than a month is a red flag; the later version makes the month 42 days long.
const longPain = { durationDays: 35 }
const shortPain = { durationDays: 5 }

describe('what another version changes for a signed decision', () => {
  test('is the urgency and what is asked for, with both answers and their statements', () => {
    const { protocolChange } = under(later, signedWith(longPain), adoptedOn)
    const urgency = protocolChange?.changes.find(({ decision }) => decision === 'urgency')
    expect(urgency).toMatchObject({ label: 'Urgency', before: { outcome: 'soon' }, after: { outcome: 'routine' } })
    expect(urgency?.before.statements.length).toBeGreaterThan(0)
    expect(protocolChange).toMatchObject({
      signedOn: day,
      signedUnder: { hash: referenceTo(standard).hash },
      adopted: { hash: referenceTo(later).hash },
      refused: [],
    })
    expect(urgency && changeWords(urgency)).toMatch(/^Urgency: Soon.* \(.+\), now Routine/)
  })

  test('is nothing for a patient whom both versions decide alike', () => {
    expect(under(later, signedWith(shortPain), adoptedOn).protocolChange).toBeUndefined()
  })

  test('is nothing under the version that was signed by', () => {
    expect(under(standard, signedWith(longPain), adoptedOn).protocolChange).toBeUndefined()
  })

  test('is nothing before anything was signed, and nothing once the episode is closed', () => {
    const unsigned = tell(told, day).on(day, answered(longPain))
    expect(under(later, unsigned, adoptedOn).protocolChange).toBeUndefined()
    const closed = signedWith(longPain).on(day, {
      type: 'closed',
      payload: { reason: 'Moved away', openWorkReason: 'Told the new practice' },
    })
    expect(under(later, closed, adoptedOn).protocolChange).toBeUndefined()
  })

  test('goes when a clinician signs again under the adopted version, and comes back with the other one', () => {
    const again = { ...told, protocol: later }
    const first = signedWith(longPain)
    const story = tell(again, day).on(day, answered(longPain), signed)
    expect(urgencies(under(later, first, adoptedOn))).toEqual([['soon', 'routine', 'signed']])
    expect(under(later, story, adoptedOn).protocolChange).toBeUndefined()
    expect(urgencies(under(standard, story, adoptedOn))).toEqual([['routine', 'soon', 'signed']])
  })

  test('is not missed where only time brings it: on the signed day both versions agree, today they do not', () => {
    const story = signedWith({ durationDays: 20 })
    // On 15-Mar the pain has lasted 20 days, on 3-Apr 39: more than a month of 30 days, less than one of 42.
    expect(under(later, story, adoptedOn).protocolChange).toBeUndefined()
    expect(urgencies(under(later, story, '2026-04-03'))).toEqual([['soon', 'routine', 'today']])
  })

  test('is told where the other version does not take a finding, and decided without one that it does not ask', () => {
    const narrower: Protocol = {
      ...later,
      findings: later.findings.map((each) =>
        each.id === 'durationDays' && each.kind === 'quantity' ? { ...each, maximum: 30 } : each,
      ),
    }
    expect(under(narrower, signedWith(longPain), adoptedOn).protocolChange).toMatchObject({
      refused: ['durationDays'],
      changes: [],
    })
    const signedDecision = signedWith(longPain).asOf(day).signed.at(-1)
    if (!signedDecision) throw new Error('nothing was signed')
    const withMore = {
      ...signedDecision,
      findings: { ...signedDecision.findings, gone: { value: 'present', observedOn: day } },
    }
    expect(redecided(withMore, standard)).toEqual({ changes: [], ignored: ['gone'], refused: [] })
  })

  test('is work of its own, due from the adoption, in the more urgent of the two answers', () => {
    const { worklist } = under(later, signedWith(longPain), '2026-03-20')
    expect(worklist.find(({ kind }) => kind === 'protocolChanged')).toMatchObject({
      nextAction: 'lookAgain',
      urgency: 'soon',
      opensOn: adoptedOn,
      dueOn: '2026-03-18',
      overdueDays: 2,
    })
  })
})

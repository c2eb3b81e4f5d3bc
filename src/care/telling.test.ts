import { describe, expect, test } from 'vitest'
import { addDays, daysBetween } from '../language/date.ts'
import { standard } from '../protocol/protocol.ts'
import { tell } from './story.ts'
import {
  audienceOf,
  countWork,
  escalationDefaults,
  isForDigest,
  type Reachable,
  reasonsToTellAtOnce,
  type TellableItem,
} from './telling.ts'
import { describeDue } from './worklist.ts'

const today = '2026-03-15'
const people: readonly Reachable[] = [
  { id: 'ana', role: 'clinician' },
  { id: 'ben', role: 'clinician' },
  { id: 'nia', role: 'nurse' },
]

/** Work that was due so many days ago, in an episode in which nothing was recorded since. */
function item(overdueDays: number, over: Partial<TellableItem> = {}): TellableItem {
  const dueOn = addDays(today, -overdueDays)
  return {
    id: 'review:4',
    kind: 'review',
    patientId: 'p',
    episodeId: 'e',
    opensOn: addDays(dueOn, -7),
    dueOn,
    overdueFrom: addDays(dueOn, 1),
    urgency: 'routine',
    nextAction: 'review',
    decisions: [],
    sequence: 4,
    asOf: today,
    overdueDays: Math.max(0, daysBetween(dueOn, today)),
    due: describeDue(dueOn, today),
    lastRecordedOn: addDays(dueOn, -7),
    ...over,
  }
}
const toAna = { assignedTo: { account: 'ana' } } as const
const audience = (each: TellableItem, who = people) => audienceOf(each, who, escalationDefaults)

describe('who is told of work', () => {
  test('is the person who has it', () => {
    expect(audience(item(0, toAna))).toEqual({ people: ['ana'], address: false })
  })

  test('is everyone with the role that has it', () => {
    expect(audience(item(0, { assignedTo: { role: 'nurse' } }))).toEqual({ people: ['nia'], address: false })
  })

  test('is every clinician while nobody has it, or whoever has it cannot be reached', () => {
    expect(audience(item(0)).people).toEqual(['ana', 'ben'])
    expect(audience(item(0, { assignedTo: { account: 'gone' } })).people).toEqual(['ana', 'ben'])
  })

  test('is the administrator’s address as soon as it is due and reaches nobody, not before', () => {
    expect(audience(item(0), [])).toEqual({ people: [], address: true })
    expect(audience(item(-1), [])).toEqual({ people: [], address: false })
    expect(audience(item(0, { assignedTo: { role: 'nurse' } }), people.slice(0, 2)).address).toBe(true)
  })

  // Routine work: the role after 3 days, the address after 7 (docs/messages.md).
  test.each([
    [3, ['ana'], false],
    [4, ['ana', 'ben'], false],
    [7, ['ana', 'ben'], false],
    [8, ['ana', 'ben'], true],
  ])('widens while it is untouched: overdue by %i days it is told to %j', (days, told, address) => {
    expect(audience(item(days, toAna))).toEqual({ people: told, address })
  })

  // An emergency is the role's and the address's on the first day on which it is overdue.
  test.each([
    [0, ['ana'], false],
    [1, ['ana', 'ben'], true],
  ])('widens at once for an emergency: overdue by %i days it is told to %j', (days, told, address) => {
    expect(audience(item(days, { ...toAna, urgency: 'emergency' }))).toEqual({ people: told, address })
  })

  test('treats an urgency it does not know as an emergency', () => {
    expect(audience(item(1, { ...toAna, urgency: 'unheard of' })).address).toBe(true)
  })

  test('stays with the person who has recorded something since it was due', () => {
    expect(audience(item(30, { ...toAna, lastRecordedOn: today }))).toEqual({ people: ['ana'], address: false })
  })

  test('goes to the address while nobody has it, although something was recorded since', () => {
    expect(audience(item(8, { lastRecordedOn: today })).address).toBe(true)
  })
})

describe('a digest', () => {
  test('holds what is due or overdue, and what is urgent before it is due', () => {
    expect([item(0), item(2), item(-1), item(-1, { urgency: 'urgent' })].map(isForDigest)).toEqual([
      true,
      true,
      false,
      true,
    ])
  })

  test('counts by the filters of the worklist', () => {
    const work = [
      item(0),
      item(3, { kind: 'resultAwaited', urgency: 'emergency' }),
      item(-2, { kind: 'referralUnacknowledged', urgency: 'urgent' }),
    ]
    expect(countWork(work)).toEqual({
      all: 3,
      overdue: 1,
      urgent: 2,
      results: 1,
      reviews: 1,
      referrals: 1,
      overrides: 0,
      unsigned: 0,
      today: 1,
    })
  })
})

describe('what is told at once', () => {
  test('is urgent work that is due, and urgent work that was given to somebody', () => {
    const reasons = (each: TellableItem) => reasonsToTellAtOnce(each).map((key) => key.split(' ')[0])
    expect(reasons(item(0))).toEqual([])
    expect(reasons(item(0, { urgency: 'soon', ...toAna }))).toEqual([])
    expect(reasons(item(0, { urgency: 'urgent' }))).toEqual(['due'])
    expect(reasons(item(-1, { urgency: 'urgent', ...toAna }))).toEqual(['assigned'])
    expect(reasons(item(0, { urgency: 'emergency', ...toAna }))).toEqual(['due', 'assigned'])
  })

  test('has the same key every day, and another one for another person, day or urgency', () => {
    const urgent = item(0, { urgency: 'urgent' })
    const keys = (over: Partial<TellableItem>) => reasonsToTellAtOnce({ ...urgent, ...over })
    expect(keys({ asOf: addDays(today, 1), overdueDays: 1 })).toEqual(keys({}))
    expect(keys({ urgency: 'emergency' })).not.toEqual(keys({}))
    expect(keys({ dueOn: addDays(today, -1) })).not.toEqual(keys({}))
    expect(keys(toAna)[1]).not.toEqual(keys({ assignedTo: { account: 'ben' } })[1])
  })

  test('is the work of an emergency on the day on which it is recorded', () => {
    const story = tell(
      {
        protocol: standard,
        episodeId: 'e',
        patientId: 'p',
        actorId: 'a',
        patient: {
          familyName: 'Example',
          givenName: 'Ada',
          birthDate: '1982-05-04',
          sexAtBirth: 'male',
          recordNumber: 'R-1',
        },
      },
      today,
    ).on(today, { type: 'answered', payload: { findings: { urinaryIncontinence: 'present' } } })
    const { worklist } = story.asOf(today)
    expect(worklist.flatMap(reasonsToTellAtOnce)).toEqual([`due e unsigned:2 ${today} 0`])
  })
})

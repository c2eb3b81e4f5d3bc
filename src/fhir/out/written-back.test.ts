import { describe, expect, test } from 'vitest'
import { tell } from '../../care/story.ts'
import { lookBacks } from '../../protocol/look-backs.ts'
import { standard } from '../../protocol/protocol.ts'
import { readRecord } from '../in/read-record.ts'
import { resourcesIn } from '../in/resources.ts'
import { answersResponse, draftOrders, type WrittenBack, writtenKey } from './written-back.ts'

const patient = {
  familyName: 'Example',
  givenName: 'Ada',
  birthDate: '1961-03-04',
  sexAtBirth: 'female',
  recordNumber: 'R-1',
} as const
const findings = { unexplainedWeightLoss: 'present', fever: 'absent', durationDays: 12, nightPain: 'notKnown' }

function signedOn(day: string, times = 1): WrittenBack {
  const told = { protocol: standard, episodeId: 'episode-1', patientId: 'patient-1', actorId: 'account-1', patient }
  const sign = Array.from({ length: times }, () => ({ type: 'signed', payload: {} }) as const)
  const episode = tell(told, day)
    .on(day, { type: 'answered', payload: { findings } }, ...sign)
    .asOf(day)
  const signed = episode.signed.at(-1)
  if (!signed) throw new Error('not signed')
  const where = { subject: 'Patient/there-7', author: 'Practitioner/dr1' }
  return { signed, protocol: standard, patientId: 'patient-1', episodeId: 'episode-1', ...where }
}

describe('what is written into another record', () => {
  test('answers say the same when they are read there again', () => {
    const there = { resourceType: 'Patient', id: 'there-7' }
    const received = resourcesIn([there, answersResponse(signedOn('2026-03-15'))])
    const reading = readRecord(received, { protocol: standard, lookBacks, asOf: '2026-03-15' })
    expect(reading.findings).toMatchObject({
      unexplainedWeightLoss: { value: 'present' },
      fever: { value: 'absent' },
      durationDays: { value: 12 },
    })
  })

  test('a number that is not known is said beside the question, which has no room for it', () => {
    const what = signedOn('2026-03-15')
    const signed = { ...what.signed, findings: { durationDays: { value: 'notKnown', observedOn: '2026-03-15' } } }
    const [group] = answersResponse({ ...what, signed }).item ?? []
    expect(group?.item?.map(({ linkId, answer }) => [linkId, answer?.[0]?.valueCoding?.code])).toEqual([
      ['durationDays.silence', 'notKnown'],
    ])
  })

  test('orders are drafts for the patient there, and refer to nothing that is only here', () => {
    const orders = draftOrders(signedOn('2026-03-15'))
    expect(orders.map(({ code }) => code?.coding?.at(-1)?.code)).toEqual(['xray', 'esr', 'surgicalReferral'])
    for (const order of orders) {
      expect([order.status, order.intent]).toEqual(['draft', 'proposal'])
      expect(order.id).toBeUndefined()
      const references = [...JSON.stringify(order).matchAll(/"reference":"([^"]+)"/g)].map(([, to]) => to)
      expect(references.sort()).toEqual(['Patient/there-7', 'Practitioner/dr1'])
      expect(order.note?.[0]?.text).toContain('weight loss')
    }
  })

  test('is known again: the same for the same signature, another for another and for each order', () => {
    const keys = (what: WrittenBack) => [answersResponse(what), ...draftOrders(what)].map(writtenKey)
    const once = keys(signedOn('2026-03-15'))
    expect(keys(signedOn('2026-03-15'))).toEqual(once)
    expect(new Set([...once, ...keys(signedOn('2026-03-15', 2))]).size).toBe(once.length * 2)
  })
})

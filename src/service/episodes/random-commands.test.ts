import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ClinicUnderTest, clinicUnderTest, type Worker } from '../../../tests/clinic-under-test.ts'
import { careEventFrom } from '../../care/events.ts'
import { foldEpisode } from '../../care/fold.ts'
import { allowedValues } from '../../evaluate/read-findings.ts'
import { standard } from '../../protocol/protocol.ts'

let clinic: ClinicUnderTest
let clinician: Worker
beforeAll(async () => {
  clinic = await clinicUnderTest()
  clinician = await clinic.worker('clinician')
})
afterAll(() => clinic.close())

const days = fc.constantFrom('2026-01-10', '2026-02-20', '2026-03-01', '2026-03-13', '2026-03-14')
const finding = fc.constantFrom(...standard.findings).chain((definition) => {
  const words = allowedValues(definition)
  const value =
    definition.kind === 'quantity'
      ? fc.integer({ min: Math.ceil(definition.minimum), max: Math.floor(definition.maximum) })
      : definition.kind === 'date'
        ? days
        : fc.constantFrom(...words)
  return fc.tuple(fc.constant(definition.id), fc.oneof(value, fc.record({ value, observedOn: days })))
})
const findings = fc.array(finding, { minLength: 1, maxLength: 4 }).map((entries) => Object.fromEntries(entries))
const decisions = fc.constantFrom(...standard.decisions.map(({ id }) => id))
const orders = fc.constantFrom(...standard.decisions.filter(({ kind }) => kind === 'order').map(({ id }) => id))
const referrals = fc.constantFrom(...standard.decisions.filter(({ kind }) => kind === 'referral').map(({ id }) => id))
const sequence = fc.integer({ min: 1, max: 8 })
const reason = fc.constantFrom('Because', 'Otherwise')
const event = (type: string, payload: fc.Arbitrary<object>) => payload.map((filled) => ({ type, payload: filled }))

/** What the form would let through: mostly right, and often not right for the episode as it stands. */
const events = fc.oneof(
  { weight: 4, arbitrary: event('answered', fc.record({ findings })) },
  { weight: 4, arbitrary: fc.constant({ type: 'signed' }) },
  event('amended', fc.record({ reason, findings })),
  {
    weight: 2,
    arbitrary: event('ordered', fc.record({ tests: fc.uniqueArray(orders, { minLength: 1, maxLength: 3 }) })),
  },
  { weight: 2, arbitrary: event('resultReceived', fc.record({ findings })) },
  event('treatmentStarted', fc.record({ treatment: fc.constantFrom('nsaid', 'other'), startedOn: days })),
  event('reviewDone', fc.record({ reviewedOn: days, outcome: fc.constantFrom('improved', 'notImproved', 'worse') })),
  { weight: 2, arbitrary: event('referred', fc.record({ decision: referrals, destination: fc.constant('Clinic') })) },
  event('referralAcknowledged', fc.record({ referral: sequence, acknowledgedOn: days })),
  event(
    'overridden',
    fc.record({
      decision: decisions,
      reasonCode: fc.constant('patient-refuses'),
      plan: reason,
      checkBy: fc.constantFrom('2026-03-14', '2026-04-01'),
    }),
  ),
  event('overrideChecked', fc.record({ override: sequence, note: reason })),
  event('assigned', fc.record({ to: fc.record({ role: fc.constantFrom('nurse', 'clinician') }) })),
  event('closed', fc.record({ reason, openWorkReason: reason })),
  event('reopened', fc.record({ reason })),
)

/** The episode's open work as the worklist route gives it. */
async function worklistOf(episodeId: string) {
  const { items } = (await clinician.browser.send('GET', '/api/worklist')).json()
  return items
    .filter((item: { episodeId: string }) => item.episodeId === episodeId)
    .map(({ id, due, urgency }: { id: string; due: string; urgency: string }) => [id, due, urgency])
}

describe('whatever is recorded', () => {
  test('is taken or refused, never failed on, and the lists stay what the events say', async () => {
    let recorded = 0
    await fc.assert(
      fc.asyncProperty(fc.array(events, { minLength: 4, maxLength: 12 }), async (steps) => {
        const number = randomUUID()
        const { episodeId } = await clinician.register({ recordNumber: number }, { confirmedNew: true })
        for (const step of steps) {
          const answer = await clinician.record(episodeId, [step])
          expect([200, 422], answer.body).toContain(answer.statusCode)
          recorded += answer.statusCode === 200 ? 1 : 0
        }
        const stored = (await clinic.records.real.readEpisode(episodeId)).map(careEventFrom)
        const folded = foldEpisode(stored, '2026-03-14', standard)
        expect((await clinician.see(episodeId)).state).toEqual(JSON.parse(JSON.stringify(folded)))
        expect(await worklistOf(episodeId)).toEqual(folded.worklist.map(({ id, due, urgency }) => [id, due, urgency]))
      }),
      { numRuns: 15 },
    )
    expect(recorded).toBeGreaterThan(25)
    expect(await clinic.records.real.checkProjection('worklist')).toMatchObject({ equal: true })
    expect(await clinic.records.real.checkProjection('patients')).toMatchObject({ equal: true })
    expect(await clinic.records.real.verifyChain()).toMatchObject({ intact: true })
  })

  test('is refused without a fault of ours when it is nonsense', async () => {
    const { episodeId } = await clinician.register({ recordNumber: randomUUID() }, { confirmedNew: true })
    const anything = fc.oneof(
      fc.anything(),
      fc.string(),
      fc.double(),
      fc.constantFrom('__proto__', 'constructor', -1, 1e308, ''),
    )
    const nonsense = fc.record({
      type: fc.constantFrom(
        'answered',
        'resultReceived',
        'reviewDone',
        'treatmentStarted',
        'amended',
        'signed',
        'closed',
      ),
      payload: fc.oneof(
        anything,
        fc.record({
          findings: fc.dictionary(
            fc.oneof(fc.string(), fc.constantFrom(...standard.findings.map(({ id }) => id))),
            anything,
          ),
        }),
        fc.record(
          { treatment: anything, startedOn: anything, outcome: anything, reviewedOn: anything },
          { requiredKeys: [] },
        ),
      ),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(nonsense, { minLength: 1, maxLength: 3 }), async (sent) => {
        let text: string
        try {
          text = JSON.stringify({ commandId: randomUUID(), expectedSequence: 1, events: sent })
        } catch {
          return // no JSON can say it
        }
        const { browser } = clinician
        const answer = await browser.send('POST', `/api/episodes/${episodeId}/events`, { body: JSON.parse(text) })
        expect([200, 400, 409, 422], answer.body).toContain(answer.statusCode)
        expect(answer.body).not.toMatch(/\.ts\b|\\n +at /)
      }),
      { numRuns: 80 },
    )
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ClinicUnderTest, clinicUnderTest, type Worker } from '../../../tests/clinic-under-test.ts'
import type { Worklist } from '../api/worklist.ts'

const fiveDays = 5 * 86_400
let clinic: ClinicUnderTest
let clinician: Worker
let episodeId: string

// The machine's clock runs five days ahead while an emergency sign is recorded, and is then put right.
beforeAll(async () => {
  clinic = await clinicUnderTest()
  clinician = await clinic.worker('clinician')
  ;({ episodeId } = await clinician.register())
  clinic.passSeconds(fiveDays)
  await clinician.browser.signIn('clinician')
  await clinician.recordAll(episodeId, [{ type: 'answered', payload: { findings: { saddleNumbness: 'present' } } }])
  clinic.passSeconds(-fiveDays)
  await clinician.browser.signIn('clinician')
})
afterAll(() => clinic.close())

describe('once a clock that ran ahead is put right', () => {
  test('what was recorded meanwhile still counts, and the episode goes on from that day', async () => {
    const { state, asOf } = await clinician.see(episodeId)
    expect(asOf).toBe('2026-03-19')
    expect(state.findings.saddleNumbness?.value).toBe('present')
    expect(state.decision.urgency.level).toBe('emergency')
    const after = await clinician.recordAll(episodeId, [
      { type: 'answered', payload: { findings: { fever: 'absent' } } },
    ])
    expect(after.state.findings).toMatchObject({ saddleNumbness: { value: 'present' }, fever: { value: 'absent' } })
  })

  test('its work is on the worklist of today', async () => {
    const worklist: Worklist = (await clinician.browser.send('GET', '/api/worklist')).json()
    expect(worklist.items.map((item) => [item.episodeId, item.urgency])).toEqual([[episodeId, 'emergency']])
  })
})

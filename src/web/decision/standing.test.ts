import { describe, expect, test } from 'vitest'
import { silenceOf } from '../../care/silence.ts'
import { tell } from '../../care/story.ts'
import { standard } from '../../protocol/protocol.ts'
import { standingHistory } from './standing.ts'

const day = '2026-03-01'
const patient = {
  familyName: 'Example',
  givenName: 'Ada',
  birthDate: '1982-05-04',
  sexAtBirth: 'male',
  recordNumber: 'R-1',
  demo: true,
} as const
const told = { protocol: standard, episodeId: 'e', patientId: 'p', actorId: 'a', patient }
const state = tell(told, day)
  .on(
    day,
    { type: 'answered', payload: { findings: { fever: 'present' } } },
    { type: 'signed', payload: {} },
    {
      type: 'overridden',
      payload: { decision: 'xray', reasonCode: 'patient-refuses', plan: 'Telephone', checkBy: '2026-03-02' },
    },
  )
  .asOf(day)
const xray = state.decision.actions.find(({ decision }) => decision === 'xray')

describe('what was decided otherwise, while answers are being given', () => {
  const silence = (answers: Parameters<typeof standingHistory>[1], urgency = 'urgent') =>
    xray && silenceOf(xray, standingHistory(state, answers, urgency))

  test('stays silent while nothing it rests on changes', () => {
    expect(silence({})).toMatchObject({ silenced: true })
    expect(silence({ smoker: { value: 'present', observedOn: day } })).toMatchObject({ silenced: true })
    expect(silence({ fever: { value: 'present', observedOn: day } })).toMatchObject({ silenced: true })
  })

  test('is back with the finding that changed, before anything is signed', () => {
    expect(silence({ fever: { value: 'absent', observedOn: day } })).toMatchObject({
      silenced: false,
      changed: [{ finding: 'fever', from: 'present', to: 'absent' }],
    })
  })

  test('is back when it has become more urgent', () => {
    expect(silence({}, 'emergency')).toMatchObject({ silenced: false, changed: [], changedOutcome: true })
  })
})

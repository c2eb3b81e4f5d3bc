import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ClinicUnderTest, cleanScreen, clinicUnderTest, type Worker } from '../../../tests/clinic-under-test.ts'
import { shownDecision } from '../api/decision.ts'
import { roles } from '../api/role.ts'
import { mayRecord } from '../permissions.ts'

let clinic: ClinicUnderTest
let clinician: Worker
let nurse: Worker
beforeAll(async () => {
  clinic = await clinicUnderTest()
  clinician = await clinic.worker('clinician')
  nurse = await clinic.worker('nurse')
})
afterAll(() => clinic.close())

/** A patient of a test's own; each has another name and number, so that none looks like another. */
let patients = 0
async function newEpisode(worker: Worker = clinician): Promise<{ patientId: string; episodeId: string }> {
  patients += 1
  const familyName = ['Abara', 'Brontis', 'Cymbal', 'Dragan', 'Eskimov', 'Fjordal'][patients % 6] + 'x'.repeat(patients)
  return worker.register({
    familyName,
    recordNumber: `T-${patients}`,
    birthDate: `1970-01-${String((patients % 28) + 1).padStart(2, '0')}`,
  })
}
const answered = (findings: object) => ({ type: 'answered', payload: { findings } })
const eventsIn = async (episodeId: string) => (await clinic.records.real.readEpisode(episodeId)).map(({ type }) => type)

describe('two people on one episode', () => {
  test('the second is refused and is shown what the first recorded, with a sequence to go on from', async () => {
    const { episodeId } = await newEpisode()
    const seen = await clinician.see(episodeId)
    await nurse.recordAll(episodeId, [answered({ fever: 'present' })])
    const events = [answered({ severity: 5 })]
    const refusal = await clinician.send(episodeId, { expectedSequence: seen.sequence, events })
    expect(refusal.statusCode).toBe(409)
    const problem = refusal.json()
    expect(problem).toMatchObject({ code: 'PLB_RECORD_CONFLICT', current: { episodeId, sequence: 2 } })
    expect(problem.current.state.findings.fever).toMatchObject({ value: 'present', by: clinic.accountIds.get('nurse') })
    const again = await clinician.send(episodeId, { expectedSequence: problem.current.sequence, events })
    expect(again.statusCode).toBe(200)
    expect(await eventsIn(episodeId)).toEqual(['registered', 'answered', 'answered'])
  })

  test('of two that arrive together exactly one is recorded', async () => {
    const { episodeId } = await newEpisode()
    const sent = [clinician, nurse, clinician, nurse].map((worker, index) =>
      worker.send(episodeId, { expectedSequence: 1, events: [answered({ severity: index })] }),
    )
    const statuses = (await Promise.all(sent)).map(({ statusCode }) => statusCode)
    expect(statuses.sort()).toEqual([200, 409, 409, 409])
    expect(await eventsIn(episodeId)).toEqual(['registered', 'answered'])
  })

  test('a sequence that is not yet there is a conflict too', async () => {
    const { episodeId } = await newEpisode()
    const refusal = await clinician.send(episodeId, { expectedSequence: 7, events: [answered({ severity: 1 })] })
    expect(refusal.json()).toMatchObject({ code: 'PLB_RECORD_CONFLICT', current: { sequence: 1 } })
  })
})

describe('a command sent again', () => {
  test('answers the same and records nothing, also after others have recorded', async () => {
    const { episodeId } = await newEpisode()
    const command = {
      commandId: randomUUID(),
      expectedSequence: 1,
      events: [answered({ severity: 2 }), answered({ fever: 'absent' })],
    }
    const first = await clinician.send(episodeId, command)
    await nurse.recordAll(episodeId, [answered({ severity: 9 })])
    const second = await clinician.send(episodeId, command)
    expect(second.statusCode).toBe(200)
    expect(second.json()).toEqual(first.json())
    expect(await eventsIn(episodeId)).toEqual(['registered', 'answered', 'answered', 'answered'])
  })

  test('at the same moment answers the same twice', async () => {
    const { episodeId } = await newEpisode()
    const command = { commandId: randomUUID(), expectedSequence: 1, events: [answered({ severity: 2 })] }
    const answers = await Promise.all([1, 2, 3].map(() => clinician.send(episodeId, command)))
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200])
    expect(await eventsIn(episodeId)).toEqual(['registered', 'answered'])
  })

  test.each([
    [
      'with other events',
      (worker: Worker, episodeId: string, command: object) =>
        worker.send(episodeId, { ...command, events: [answered({ severity: 2 }), answered({ fever: 'absent' })] }),
    ],
    ['by somebody else', (_: Worker, episodeId: string, command: object) => nurse.send(episodeId, command)],
    [
      'for another episode',
      async (worker: Worker, _: string, command: object) => worker.send((await newEpisode()).episodeId, command),
    ],
  ])('%s is refused', async (_, send) => {
    const { episodeId } = await newEpisode()
    const command = { commandId: randomUUID(), expectedSequence: 1, events: [answered({ severity: 2 })] }
    await clinician.send(episodeId, command)
    const refusal = await send(clinician, episodeId, command)
    expect(refusal.statusCode).toBe(409)
    expect(refusal.json().code).toBe('PLB_RECORD_COMMAND_REUSED')
  })
})

describe('a command with something wrong in it', () => {
  test.each([
    ['an unknown finding', [answered({ fevre: 'present' })], 'body.events.0.payload.findings.fevre'],
    ['a value that is none', [answered({ fever: 'maybe' })], 'body.events.0.payload.findings.fever'],
    [
      'an impossible number',
      [answered({ temperatureCelsius: 380 })],
      'body.events.0.payload.findings.temperatureCelsius',
    ],
    [
      'an observation of tomorrow',
      [answered({ fever: { value: 'present', observedOn: '2026-03-15' } })],
      'body.events.0.payload.findings.fever.observedOn',
    ],
    [
      'a finding that cannot be beside another',
      [answered({ saddleNumbness: 'present', numbnessOrSensoryLoss: 'absent' })],
      'body.events.0.payload.findings',
    ],
    [
      'a good event before a bad one',
      [answered({ fever: 'absent' }), { type: 'ordered', payload: { tests: ['bloodLetting'] } }],
      'body.events.1.payload.tests',
    ],
    [
      'an override without something to override',
      [
        {
          type: 'overridden',
          payload: { decision: 'oncologyReferral', reasonCode: 'patient-refuses', plan: 'Wait', checkBy: '2026-03-20' },
        },
      ],
      'body.events.0.payload.decision',
    ],
    [
      'an acknowledgement of no referral',
      [{ type: 'referralAcknowledged', payload: { referral: 3, acknowledgedOn: '2026-03-14' } }],
      'body.events.0.payload.referral',
    ],
    [
      'an account that does not exist',
      [{ type: 'assigned', payload: { to: { account: randomUUID() } } }],
      'body.events.0.payload.to.account',
    ],
  ])('%s: nothing of it is recorded, and the answer says where', async (_, events, path) => {
    const { episodeId } = await newEpisode()
    const refusal = await clinician.send(episodeId, { expectedSequence: 1, events })
    expect(refusal.statusCode).toBe(422)
    expect(refusal.json()).toMatchObject({ code: 'PLB_EPISODE_REFUSED' })
    expect(refusal.json().errors[0].path.startsWith(path)).toBe(true)
    expect(await eventsIn(episodeId)).toEqual(['registered'])
  })

  test.each([
    ['no events', []],
    ['an event of no known type', [{ type: 'deleted', payload: {} }]],
    ['a registration', [{ type: 'registered', payload: { patient: {} } }]],
    ['a member that is not there', [{ type: 'closed', payload: { reason: 'Done', urgency: 'routine' } }]],
    ['an urgency of its own', [{ type: 'answered', payload: { findings: { fever: 'absent' }, urgency: 'routine' } }]],
    [
      'a letter of its own',
      [{ type: 'referred', payload: { decision: 'surgicalReferral', destination: 'X', letter: 'All is well.' } }],
    ],
    ['control characters', [{ type: 'closed', payload: { reason: 'Done\u0000' } }]],
    ['a finding that is an object of objects', [answered({ fever: { value: { value: 'present' } } })]],
  ])('%s: does not get past the form of the request', async (_, events) => {
    const { episodeId } = await newEpisode()
    const refusal = await clinician.send(episodeId, { expectedSequence: 1, events })
    expect(refusal.statusCode).toBe(400)
    expect(refusal.json().code).toBe('PLB_HTTP_BAD_INPUT')
    expect(await eventsIn(episodeId)).toEqual(['registered'])
  })
})

describe('a signature', () => {
  const signing = async (shown: (own: ReturnType<typeof shownDecision>) => object) => {
    const { episodeId } = await newEpisode()
    const view = await clinician.recordAll(episodeId, [answered(cleanScreen)])
    const payload = { shown: { ...shownDecision(view.state.decision), ...shown(shownDecision(view.state.decision)) } }
    const answer = await clinician.send(episodeId, { expectedSequence: 2, events: [{ type: 'signed', payload }] })
    return { answer, types: await eventsIn(episodeId) }
  }

  test.each([
    ['of another version of the protocol', () => ({ protocolHash: '0'.repeat(64) }), 'PLB_SIGN_OTHER_PROTOCOL'],
    ['of another urgency', () => ({ urgency: 'emergency' }), 'PLB_SIGN_OTHER_DECISION'],
    ['of other answers', () => ({ answersHash: '0'.repeat(64) }), 'PLB_SIGN_OTHER_DECISION'],
  ])('under a decision %s is refused', async (_, shown, code) => {
    const { answer, types } = await signing(shown)
    expect(answer.statusCode).toBe(409)
    expect(answer.json().code).toBe(code)
    expect(types).toEqual(['registered', 'answered'])
  })

  test('under the decision that the server makes is recorded', async () => {
    expect((await signing(() => ({}))).types).toEqual(['registered', 'answered', 'signed'])
  })

  test('together with the answers it is for is recorded in one command', async () => {
    const { episodeId } = await newEpisode()
    const { episodeId: twin } = await newEpisode()
    const shown = shownDecision((await clinician.recordAll(twin, [answered(cleanScreen)])).state.decision)
    const events = [answered(cleanScreen), { type: 'signed', payload: { shown } }]
    expect((await clinician.send(episodeId, { expectedSequence: 1, events })).statusCode).toBe(200)
  })

  test('of nothing is refused', async () => {
    const { episodeId } = await newEpisode()
    const refusal = await clinician.record(episodeId, [{ type: 'signed' }])
    expect(refusal.json().errors).toMatchObject([{ code: 'PLB_CARE_NOTHING_ANSWERED' }])
  })
})

describe('doing otherwise', () => {
  test('is recorded with what was recommended, and its plan is on the worklist', async () => {
    const { episodeId } = await newEpisode()
    const payload = {
      decision: 'surgicalReferral',
      reasonCode: 'patient-refuses',
      plan: 'Telephone',
      checkBy: '2026-03-20',
    }
    const view = await clinician.recordAll(episodeId, [
      answered({ ...cleanScreen, fever: 'present' }),
      { type: 'signed' },
      { type: 'overridden', payload },
    ])
    expect(view.state.overrides).toMatchObject([
      { ...payload, outcome: 'orthopaedics', stance: 'recommended', urgency: 'urgent', evidence: ['fever'] },
    ])
    const { items } = (await nurse.browser.send('GET', '/api/worklist?show=overrides')).json()
    expect(items).toMatchObject([{ episodeId, dueOn: '2026-03-20', nextAction: { code: 'checkOverride' } }])
  })
})

describe('who may record what', () => {
  test.each(roles)('the role %s is held to the table of events', async (role) => {
    const worker = await clinic.worker(role)
    const { may, mayRecord: told } = (await worker.browser.send('GET', '/api/session')).json().session
    const isLetIn = may.includes('POST /api/episodes/:episodeId/events')
    const { episodeId } = await newEpisode()
    const events = {
      answered: { findings: { severity: 3 } },
      signed: { shown: { protocolHash: '0'.repeat(64), urgency: 'soon', answersHash: '0'.repeat(64) } },
      amended: { reason: 'x', findings: { severity: 4 } },
      ordered: { tests: ['xray'] },
      resultReceived: { findings: { xray: 'normal' } },
      treatmentStarted: { treatment: 'other', startedOn: '2026-03-14' },
      reviewDone: { reviewedOn: '2026-03-14', outcome: 'improved' },
      referred: { decision: 'surgicalReferral', destination: 'x' },
      referralAcknowledged: { referral: 2, acknowledgedOn: '2026-03-14' },
      letterCorrected: { referral: 2, destination: 'x' },
      recipientTold: { referral: 2, note: 'x' },
      overridden: { decision: 'mri', reasonCode: 'x', plan: 'x', checkBy: '2026-03-20' },
      overrideChecked: { override: 2, note: 'x' },
      described: { description: { regions: ['neck'] } },
      assigned: { to: { role: 'nurse' } },
      closed: { reason: 'x' },
      reopened: { reason: 'x' },
      voided: { reason: 'x' },
      patientsMerged: { intoPatientId: randomUUID(), reason: 'x' },
      patientsUnmerged: { intoPatientId: randomUUID(), reason: 'x' },
      episodeMoved: { intoPatientId: randomUUID(), reason: 'x' },
      entryMovedAway: { entry: 2, toEpisodeId: randomUUID(), reason: 'x' },
    } as const
    for (const [type, payload] of Object.entries(events)) {
      // A sequence that is never right: whoever may, comes as far as the conflict.
      const { statusCode } = await worker.send(episodeId, { expectedSequence: 99, events: [{ type, payload }] })
      const expected = isLetIn && mayRecord(role, type as keyof typeof events) ? 409 : 403
      expect([type, statusCode]).toEqual([type, expected])
    }
    expect(told).toEqual(
      Object.keys({ registered: 0, ...events })
        .filter((type) => mayRecord(role, type as 'signed'))
        .sort((a, b) => told.indexOf(a) - told.indexOf(b)),
    )
  })

  test('a nurse cannot bring in a signature behind an answer', async () => {
    const { episodeId } = await newEpisode()
    const view = await nurse.recordAll(episodeId, [answered(cleanScreen)])
    const shown = shownDecision(view.state.decision)
    const events = [answered({ severity: 3 }), { type: 'signed', payload: { shown } }]
    const refusal = await nurse.send(episodeId, { expectedSequence: 2, events })
    expect(refusal.json()).toMatchObject({ status: 403, code: 'PLB_SESSION_NOT_PERMITTED' })
    expect(await eventsIn(episodeId)).toEqual(['registered', 'answered'])
  })
})

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ClinicUnderTest, clinicUnderTest, patientOnTrial, type Worker } from '../../../tests/clinic-under-test.ts'
import { hookCatcher, mailCatcher } from '../../../tests/message-catchers.ts'
import { isOnPostgres } from '../../../tests/store-under-test.ts'
import type { OutboxMessage, SettingsAnswer } from '../api/settings.ts'
import { createEmail } from './email.ts'
import { settingsAtFirst } from './settings.ts'
import { createWebhook } from './webhook.ts'

/*
 * The whole way: an event is recorded, and a message arrives at a real mail server or program. The clock stands at
 * 10:00 in Madrid unless a test moves it; the hour of the digest is 8 unless a test says otherwise.
 */

const anEmergency = { type: 'answered', payload: { findings: { urinaryIncontinence: 'present' } } }
const nothingMuch = { type: 'answered', payload: { findings: { smoker: 'absent' } } }
const hour = 3600
const day = 24 * hour

let mail: Awaited<ReturnType<typeof mailCatcher>>
let hook: Awaited<ReturnType<typeof hookCatcher>>
let clinic: ClinicUnderTest
let administrator: Worker
let ana: Worker

const channels = () => ({
  email: createEmail({ url: new URL(mail.url), from: 'plumbline@clinic.example' }),
  webhook: createWebhook({ key: 'k'.repeat(32), hosts: ['127.0.0.1'] }),
})
const tick = () => clinic.server.messages.tick()

beforeEach(async () => {
  mail = await mailCatcher()
  hook = await hookCatcher()
  clinic = await clinicUnderTest({ channels: channels(), address: () => 'http://127.0.0.1:8420' })
  administrator = await clinic.worker('administrator')
  ana = await clinic.worker('clinician', 'real', 'ana')
  await ana.browser.send('PUT', '/api/contact', { body: { email: 'ana@clinic.example' } })
})
afterEach(async () => {
  await clinic.close()
  await mail.close()
  await hook.close()
})

/** Turns messages on, as the administrator does. */
async function turnOn(over: Partial<SettingsAnswer['settings']['messages']> = {}): Promise<SettingsAnswer> {
  const messages = { ...settingsAtFirst.messages, on: true, byEmail: true, ...over }
  const body = { ...settingsAtFirst, siteName: 'Back clinic', publicAddress: 'https://clinic.example', messages }
  const answer = await administrator.browser.send('PUT', '/api/settings', { body })
  if (answer.statusCode !== 200) throw new Error(answer.body)
  return answer.json()
}
const outbox = async (): Promise<OutboxMessage[]> =>
  (await administrator.browser.send('GET', '/api/messages')).json().messages
const subjects = () => mail.caught.map(({ to, source }) => `${to} ${/^Subject: (.*)$/m.exec(source)?.[1]}`).sort()

describe('nobody is told', () => {
  test('while messages are off, which they are at first; the settings say so', async () => {
    const { episodeId } = await ana.register()
    await ana.recordAll(episodeId, [anEmergency])
    await tick()
    expect(mail.caught).toEqual([])
    expect(await outbox()).toEqual([])
    const { isAnybodyTold, channels: states } = (await administrator.browser.send('GET', '/api/settings')).json()
    expect([isAnybodyTold, states]).toEqual([false, { email: 'ready', webhook: 'ready' }])
  })

  test('of invented patients', async () => {
    await turnOn()
    const demo = await clinic.worker('clinician', 'demo', 'ana')
    const { episodeId } = await demo.register()
    await demo.recordAll(episodeId, [anEmergency])
    await tick()
    expect(mail.caught).toEqual([])
  })
})

describe('an emergency', () => {
  test('is told at once, once, with a count and a link and nothing of the patient', async () => {
    await turnOn({ digestHour: 23 })
    const { episodeId, patientId } = await ana.register()
    await ana.recordAll(episodeId, [anEmergency])
    await tick()
    await tick()
    clinic.passSeconds(hour)
    await tick()
    expect(subjects()).toEqual(['ana@clinic.example Back clinic: 1 urgent, 1 due today'])
    const { source = '' } = mail.caught[0] ?? {}
    expect(source).toContain('https://clinic.example/?show=urgent&assigned=forMe')
    const told = [...Object.values(patientOnTrial), patientId, episodeId, 'ncontinence', '1975']
    for (const word of told) expect(source, word).not.toContain(word)
    expect(JSON.stringify(await outbox()) + clinic.logLines.join('')).not.toContain(patientOnTrial.familyName)
  })

  test('that is given to somebody is told to that person', async () => {
    await turnOn({ digestHour: 23 })
    const ben = await clinic.worker('clinician', 'real', 'ben')
    await ben.browser.send('PUT', '/api/contact', { body: { email: 'ben@clinic.example' } })
    const { episodeId } = await ana.register()
    await ana.recordAll(episodeId, [anEmergency])
    await tick()
    mail.caught.splice(0)
    await ana.recordAll(episodeId, [{ type: 'assigned', payload: { to: { account: clinic.accountIds.get('ben') } } }])
    await tick()
    expect(subjects()).toEqual(['ben@clinic.example Back clinic: 1 urgent, 1 due today'])
  })

  test('that reaches nobody goes to the administrator’s address', async () => {
    await turnOn({ digestHour: 23, escalationEmail: 'lead@clinic.example' })
    await ana.browser.send('PUT', '/api/contact', { body: { email: null } })
    const { episodeId } = await ana.register()
    await ana.recordAll(episodeId, [anEmergency])
    await tick()
    expect(subjects()).toEqual(['lead@clinic.example Back clinic: nobody is on it: 1 urgent, 1 due today'])
  })
})

describe('the digest', () => {
  const routineWork = async () => {
    const { episodeId } = await ana.register()
    await ana.recordAll(episodeId, [nothingMuch])
    clinic.passSeconds(day)
    await renew()
  }

  test('comes at its hour at the site, not before, and once a day', async () => {
    await routineWork() // 10:00 in Madrid; what was answered yesterday should be signed today
    await turnOn({ digestHour: 11 })
    await tick()
    expect(mail.caught).toEqual([])
    clinic.passSeconds(hour)
    await tick()
    expect(subjects()).toEqual(['ana@clinic.example Back clinic: 1 due today'])
    clinic.passSeconds(8 * hour)
    await tick()
    expect(mail.caught).toHaveLength(1)
    clinic.passSeconds(day)
    await renew()
    await tick()
    expect(subjects()).toEqual([
      'ana@clinic.example Back clinic: 1 due today',
      'ana@clinic.example Back clinic: 1 overdue',
    ])
  })

  test('comes at the hour of the time zone that the settings name', async () => {
    await routineWork() // 09:00 UTC: 18:00 in Tokyo
    await turnOn({ digestHour: 18 })
    await tick()
    expect(mail.caught).toEqual([])
    const { settings } = await turnOn({ digestHour: 18 })
    const body = { ...settings, timeZone: 'Asia/Tokyo' }
    const answer = (await administrator.browser.send('PUT', '/api/settings', { body })).json()
    expect(answer.inForce.timeZone).toBe('Asia/Tokyo')
    await tick()
    expect(mail.caught).toHaveLength(1)
  })

  test('does not come where nothing waits, nor later on that day', async () => {
    await turnOn()
    await tick()
    const { episodeId } = await ana.register()
    await ana.recordAll(episodeId, [nothingMuch])
    await tick()
    expect(mail.caught).toEqual([])
  })

  test('of work that nobody touches goes to the role, then to the address', async () => {
    await turnOn({ escalationEmail: 'lead@clinic.example' })
    const ben = await clinic.worker('clinician', 'real', 'ben')
    await ben.browser.send('PUT', '/api/contact', { body: { email: 'ben@clinic.example' } })
    const { episodeId } = await ana.register()
    const to = { account: clinic.accountIds.get('ana') }
    await ana.recordAll(episodeId, [nothingMuch, { type: 'assigned', payload: { to } }]) // due the day after
    const toldOn: string[][] = []
    for (let after = 1; after <= 9; after++) {
      clinic.passSeconds(day)
      mail.caught.splice(0)
      await tick()
      toldOn.push(mail.caught.map(({ to: [first = ''] }) => first.split('@')[0] ?? '').sort())
    }
    // Due on the first day; routine work is the role's after 3 days overdue, the address's after 7.
    expect(toldOn).toEqual([
      ...Array.from({ length: 4 }, () => ['ana']),
      ...Array.from({ length: 4 }, () => ['ana', 'ben']),
      ['ana', 'ben', 'lead'],
    ])
  })

  test('is not sent twice by a service that was started again', async () => {
    await routineWork()
    await turnOn()
    await tick()
    await startAgain(day)
    await tick()
    expect(mail.caught).toHaveLength(1)
  })
})

/** Sessions end while days pass. */
async function renew(): Promise<void> {
  administrator = await clinic.worker('administrator')
  ana = await clinic.worker('clinician', 'real', 'ana')
}

/** Stops the service and starts it again over the same folder; its clock begins anew, so many seconds on. */
async function startAgain(passed: number): Promise<void> {
  const { folder } = clinic
  const accountIds = [...clinic.accountIds]
  await clinic.stop()
  clinic = await clinicUnderTest({ channels: channels(), address: () => 'http://127.0.0.1:8420' }, folder)
  for (const [name, id] of accountIds) clinic.accountIds.set(name, id)
  clinic.passSeconds(passed)
  await renew()
}

describe('a message that cannot be sent', () => {
  beforeEach(async () => {
    await turnOn({ digestHour: 23 })
    const { episodeId } = await ana.register()
    await ana.recordAll(episodeId, [anEmergency])
  })
  const state = async () => (await outbox()).map((each) => [each.state, each.attempts, each.problem])

  test('is tried again, later each time, and arrives under the same id', async () => {
    mail.behave('is busy')
    await tick()
    expect(await state()).toEqual([['waiting', 1, 'PLB_MESSAGE_REFUSED']])
    await tick() // not before a minute has passed
    expect((await state())[0]?.[1]).toBe(1)
    clinic.passSeconds(61)
    await tick()
    expect((await state())[0]?.[1]).toBe(2)
    mail.behave('takes')
    clinic.passSeconds(5 * 60 + 1)
    await tick()
    const [sent] = await outbox()
    expect(sent).toMatchObject({ state: 'sent', problem: null })
    expect(mail.caught.map(({ id }) => id)).toEqual([sent?.id])
  })

  test('ends as a dead letter that the administrator sees and can send again', async () => {
    mail.behave('is busy')
    for (let attempt = 0; attempt < 8; attempt++) {
      await tick()
      clinic.passSeconds(12 * hour + 1)
    }
    await renew()
    const [dead] = await outbox()
    expect(dead).toMatchObject({ state: 'dead', attempts: 8, problem: 'PLB_MESSAGE_REFUSED', kind: 'atOnce' })
    expect((await administrator.browser.send('GET', '/api/settings')).json().outbox).toEqual({ waiting: 0, dead: 1 })
    mail.behave('takes')
    await tick()
    expect(mail.caught).toEqual([])
    const retry = `/api/messages/${dead?.id}/retry`
    expect((await administrator.browser.send('POST', retry)).statusCode).toBe(204)
    await tick()
    expect(mail.caught).toHaveLength(1)
    expect((await administrator.browser.send('POST', retry)).json().code).toBe('PLB_MESSAGE_NOT_FOUND')
  })

  test('to an address that does not exist is given up at once', async () => {
    mail.behave('knows nobody')
    await tick()
    expect(await state()).toEqual([['dead', 1, 'PLB_MESSAGE_REFUSED']])
  })

  test('is sent again after a stop in the middle of sending: at least once, under one id', async () => {
    mail.behave('falls silent') // it has the message, and has not said so
    void tick()
    while (mail.caught.length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
    // Where other processes might have it in hand, it is left to them for five minutes.
    await startAgain(isOnPostgres ? 301 : 60)
    mail.behave('takes')
    await tick()
    const [first, second, ...more] = mail.caught
    expect(first?.id).not.toBe('')
    expect([second?.id, more]).toEqual([first?.id, []])
    expect(await state()).toEqual([['sent', 0, null]])
  })
})

describe('another program', () => {
  test('is told what a person is told, signed, by account and not by name', async () => {
    await turnOn({ byEmail: false, byWebhook: true, webhookUrl: hook.url, digestHour: 23 })
    const { episodeId } = await ana.register()
    await ana.recordAll(episodeId, [anEmergency])
    await tick()
    const { body = '{}', headers } = hook.caught[0] ?? {}
    expect(hook.caught).toHaveLength(1)
    expect(JSON.parse(body)).toEqual({
      id: headers?.['idempotency-key'],
      kind: 'atOnce',
      asOf: '2026-03-14',
      site: 'Back clinic',
      to: { account: clinic.accountIds.get('ana') },
      link: 'https://clinic.example/?assigned=forMe',
      counts: expect.objectContaining({ all: 1, urgent: 1, today: 1, overdue: 0 }),
    })
    for (const word of Object.values(patientOnTrial)) expect(body).not.toContain(word)
  })

  test('on a host that the environment does not name is refused when it is entered', async () => {
    const messages = { ...settingsAtFirst.messages, webhookUrl: 'https://elsewhere.example/' }
    const answer = await administrator.browser.send('PUT', '/api/settings', { body: { ...settingsAtFirst, messages } })
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'PLB_MESSAGE_WEBHOOK_HOST'])
  })
})

describe('the settings', () => {
  test('refuse a time zone, an address or an hour that cannot be, and keep what was', async () => {
    const put = async (body: object) => (await administrator.browser.send('PUT', '/api/settings', { body })).statusCode
    expect(await put({ ...settingsAtFirst, timeZone: 'Mars/Olympus' })).toBe(422)
    expect(await put({ ...settingsAtFirst, publicAddress: 'javascript:alert(1)' })).toBe(400)
    expect(await put({ ...settingsAtFirst, publicAddress: 'http://clinic.example' })).toBe(400)
    expect(await put({ ...settingsAtFirst, messages: { ...settingsAtFirst.messages, digestHour: 24 } })).toBe(400)
    expect(await put({ ...settingsAtFirst, siteName: 'Two\r\nLines' })).toBe(400)
    expect((await administrator.browser.send('GET', '/api/settings')).json().settings).toEqual(settingsAtFirst)
  })

  test('say by when work is due: the worklist and the page of the patient count by it at once', async () => {
    const { episodeId } = await ana.register()
    await ana.recordAll(episodeId, [{ type: 'answered', payload: { findings: { cancerHistory: 'past' } } }])
    const due = async () => {
      const { items } = (await ana.browser.send('GET', '/api/worklist')).json()
      const { state } = await ana.see(episodeId)
      return [items[0].dueOn, state.worklist[0]?.dueOn]
    }
    expect(await due()).toEqual(['2026-03-15', '2026-03-15'])
    const { soon, ...others } = settingsAtFirst.serviceLevels
    const body = { ...settingsAtFirst, serviceLevels: { ...others, soon: { ...soon, signDays: 0 } } }
    const answer = (await administrator.browser.send('PUT', '/api/settings', { body })).json() as SettingsAnswer
    expect(await due()).toEqual(['2026-03-14', '2026-03-14'])
    expect(answer.changes).toEqual([
      {
        by: 'The administrator administrator',
        at: '2026-03-14T09:00:00.000Z',
        periods: [{ urgency: 'soon', period: 'signDays', from: 1, to: 0 }],
      },
    ])
  })

  test('take no period outside its range, nor a longer one for what is more urgent, nor any for an emergency', async () => {
    const put = async (serviceLevels: object) =>
      (await administrator.browser.send('PUT', '/api/settings', { body: { ...settingsAtFirst, serviceLevels } }))
        .statusCode
    const { urgent, soon, routine } = settingsAtFirst.serviceLevels
    expect(await put({ urgent: { ...urgent, resultDays: 8 }, soon, routine })).toBe(400)
    expect(await put({ urgent, soon, routine: { ...routine, signDays: -1 } })).toBe(400)
    expect(await put({ urgent, soon, routine: { ...routine, idleDays: 0 } })).toBe(400)
    expect(await put({ urgent, soon: { ...soon, actDays: 7 }, routine: { ...routine, actDays: 6 } })).toBe(400)
    expect(await put({ emergency: urgent, urgent, soon, routine })).toBe(400)
    const answer = (await administrator.browser.send('GET', '/api/settings')).json() as SettingsAnswer
    expect([answer.settings.serviceLevels, answer.changes]).toEqual([settingsAtFirst.serviceLevels, []])
  })

  test('send a test message while messages are still off, and say what became of it', async () => {
    await administrator.browser.send('PUT', '/api/contact', { body: { email: 'boss@clinic.example' } })
    const body = { ...settingsAtFirst, messages: { ...settingsAtFirst.messages, webhookUrl: hook.url } }
    await administrator.browser.send('PUT', '/api/settings', { body })
    hook.answer(500)
    const { results } = (await administrator.browser.send('POST', '/api/settings/test-message')).json()
    expect(results).toEqual([
      { channel: 'email', problem: null },
      { channel: 'webhook', problem: 'PLB_MESSAGE_REFUSED' },
    ])
    expect(subjects()).toEqual(['boss@clinic.example Plumbline: test message'])
  })

  test('change the day that "today" is', async () => {
    clinic.passSeconds(8 * hour)
    await renew() // 17:00 UTC: still the 14th in Madrid, already the 15th in Tokyo
    const asOf = async () => (await ana.browser.send('GET', '/api/worklist')).json().asOf
    expect(await asOf()).toBe('2026-03-14')
    await administrator.browser.send('PUT', '/api/settings', { body: { ...settingsAtFirst, timeZone: 'Asia/Tokyo' } })
    await renew()
    expect(await asOf()).toBe('2026-03-15')
  })
})

describe('signing out everywhere', () => {
  test('ends every session of that person and nobody else’s', async () => {
    const second = await clinic.worker('clinician', 'real', 'ana')
    expect((await ana.browser.send('DELETE', '/api/sessions')).statusCode).toBe(204)
    for (const { browser } of [ana, second]) expect((await browser.send('GET', '/api/worklist')).statusCode).toBe(401)
    expect((await administrator.browser.send('GET', '/api/settings')).statusCode).toBe(200)
  })
})

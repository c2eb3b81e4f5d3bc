import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import {
  backPain,
  fever,
  imagingOrder,
  orderCall,
  prefetchOf,
  urinaryRetention,
  viewCall,
} from '../../../tests/hook-calls.ts'
import { address, hospital, issuer, keyPair, sandbox, token } from '../../../tests/hook-client.ts'
import { serverUnderTest } from '../../../tests/server-under-test.ts'
import { hooksConfiguration } from './configuration.ts'

const toClose: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of toClose.splice(0)) await close()
})

async function place() {
  const service = await sandbox()
  toClose.push(service.under.close)
  const cardOf = async (body: unknown) => (await service.call(body)).json.cards?.[0]
  const tell = (feedback: readonly unknown[]) =>
    service.send('/cds-services/back-pain/feedback', { body: { feedback } })
  return { service, cardOf, tell }
}

const at = '2026-03-14T09:01:00Z'
const overridden = (card: string | undefined, reason?: unknown) => ({
  card,
  outcome: 'overridden',
  ...(reason === undefined ? {} : { overrideReason: { reason, userComment: 'Mrs Miller asked for it' } }),
  outcomeTimestamp: at,
})
const mri = (...record: Parameters<typeof orderCall>[2]) => orderCall('order-sign', [imagingOrder('72148')], record)

describe('a card that was overridden', () => {
  test('does not come back at any hook, however the order is called, until a finding changes', async () => {
    const { cardOf, tell } = await place()
    const record = [backPain(), fever('2026-03-12')]
    const first = await cardOf(mri(...record))
    expect((await tell([overridden(first?.uuid, { code: 'patient-refuses' })])).json).toEqual({ stored: 1 })
    expect(await cardOf(mri(...record))).toBeUndefined()
    const other = orderCall('order-select', [imagingOrder('72149', { id: 'another' })], record)
    expect(await cardOf(other)).toBeUndefined()
    expect(
      await cardOf(
        mri(...record, {
          ...fever(),
          id: 'b',
          code: { coding: [{ system: 'http://snomed.info/sct', code: '422868009' }] },
        }),
      ),
    ).toBeDefined()
  })

  test('stays away on the next day, when nothing but the day has changed', async () => {
    const { service, cardOf, tell } = await place()
    const record = [backPain(), fever('2026-03-12')]
    const card = await cardOf(viewCall(record))
    await tell([overridden(card?.uuid)])
    service.under.passSeconds(86_400)
    expect(await cardOf(viewCall(record))).toBeUndefined()
  })

  test('is another card for another patient', async () => {
    const { cardOf, tell } = await place()
    const record = [backPain(), fever()]
    await tell([overridden((await cardOf(viewCall(record)))?.uuid)])
    const subject = { reference: 'Patient/p2' }
    const theirs = record.map((each) => ({ ...each, subject }))
    const call = viewCall([], {
      context: { userId: 'Practitioner/dr1', patientId: 'p2' },
      prefetch: { ...prefetchOf(theirs), patient: { resourceType: 'Patient', id: 'p2' } },
    })
    expect(await cardOf(call)).toBeDefined()
  })

  test('leaves other cards of the patient where they are', async () => {
    const { cardOf, tell } = await place()
    const record = [backPain(), fever()]
    await tell([overridden((await cardOf(viewCall(record)))?.uuid)])
    expect(await cardOf(mri(...record))).toBeDefined()
  })

  test('takes no rating away', async () => {
    const { service, tell } = await place()
    const record = [backPain(), urinaryRetention()]
    const view = await service.call(viewCall(record))
    await tell([overridden(view.json.cards?.[0]?.uuid)])
    expect((await service.call(mri(...record))).json.systemActions).toHaveLength(1)
  })

  test('is remembered when the service starts again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-feedback-'))
    const configuration = hooksConfiguration({ address: 'http://127.0.0.1:8420', openOnLoopback: {} })
    const send = async (under: Awaited<ReturnType<typeof serverUnderTest>>, url: string, payload: object) =>
      (await under.server.inject({ method: 'POST', url, payload, headers: { host: 'localhost' } })).json()
    const before = await serverUnderTest({ hooksConfiguration: configuration }, folder)
    const record = [backPain(), fever()]
    const { cards } = await send(before, '/cds-services/back-pain', viewCall(record))
    await send(before, '/cds-services/back-pain/feedback', { feedback: [overridden(cards[0].uuid)] })
    await before.stop()
    const after = await serverUnderTest({ hooksConfiguration: configuration }, folder)
    toClose.push(after.close)
    expect(await send(after, '/cds-services/back-pain', viewCall(record))).toEqual({ cards: [] })
  })
})

describe('feedback', () => {
  test('of a suggestion that was taken is counted and hides nothing', async () => {
    const { cardOf, tell } = await place()
    const card = await cardOf(mri(backPain(), fever()))
    const taken = {
      card: card?.uuid,
      outcome: 'accepted',
      acceptedSuggestions: [{ id: card?.suggestions?.[0]?.uuid }],
      outcomeTimestamp: at,
    }
    expect((await tell([taken])).json).toEqual({ stored: 1 })
    expect(await cardOf(mri(backPain(), fever()))).toBeDefined()
  })

  test('may come again and for several cards at once; a card of nobody is passed over', async () => {
    const { cardOf, tell } = await place()
    const cards = [await cardOf(mri(backPain(), fever())), await cardOf(viewCall([backPain(), fever()]))]
    const told = [...cards.map((card) => overridden(card?.uuid)), overridden(randomUUID())]
    expect((await tell(told)).json).toEqual({ stored: 2 })
    expect((await tell([overridden(cards[0]?.uuid, { code: 'patient-refuses', system: 'x' })])).json).toEqual({
      stored: 1,
    })
  })

  test('of another client on a card that it was not shown is passed over', async () => {
    const [mine, theirs] = [await keyPair('a'), await keyPair('b')]
    const clients = [
      { issuer, keys: { keys: [mine.publicJwk] } },
      { issuer: 'https://other.example', keys: { keys: [theirs.publicJwk] } },
    ]
    const under = await serverUnderTest({ hooksConfiguration: hooksConfiguration({ address, clients }) })
    toClose.push(under.close)
    const send = async (path: string, payload: object, pair: typeof mine, iss: string) => {
      const made = await token(pair, path, under.now(), { payload: { iss }, header: { jku: undefined } })
      const headers = { host: 'clinic.example', authorization: `Bearer ${made}` }
      return (await under.server.inject({ method: 'POST', url: path, payload, headers })).json()
    }
    const { cards } = await send('/cds-services/back-pain', viewCall([backPain(), fever()]), mine, issuer)
    const told = { feedback: [overridden(cards[0].uuid)] }
    expect(await send('/cds-services/back-pain/feedback', told, theirs, 'https://other.example')).toEqual({ stored: 0 })
    expect(await send('/cds-services/back-pain/feedback', told, mine, issuer)).toEqual({ stored: 1 })
  })

  test.each<[string, unknown]>([
    ['nothing in it', { feedback: [] }],
    ['no list', { feedback: {} }],
    ['no card', { feedback: [{ outcome: 'overridden', outcomeTimestamp: at }] }],
    ['another outcome', { feedback: [{ card: 'x', outcome: 'ignored', outcomeTimestamp: at }] }],
    ['accepted without a suggestion', { feedback: [{ card: 'x', outcome: 'accepted', outcomeTimestamp: at }] }],
    ['a time that is none', { feedback: [{ card: 'x', outcome: 'overridden', outcomeTimestamp: 'today' }] }],
  ])('with %s is refused', async (_, body) => {
    const { service } = await place()
    expect((await service.send('/cds-services/back-pain/feedback', { body })).status).toBe(400)
  })

  test('keeps no patient and no comment, and is reported by rule to whoever is signed in', async () => {
    const { service, cardOf, tell } = await place()
    const card = await cardOf(mri(backPain(), fever()))
    // Told twice, counted once: a client may repeat what it said.
    for (let times = 0; times < 2; times += 1)
      await tell([overridden(card?.uuid, { code: 'patient-refuses', system: 'x' })])
    await service.under.addAccount('auditor', 'auditor')
    const browser = service.under.browser()
    await browser.signIn('auditor')
    const report = await browser.send('GET', '/api/reports/cards')
    expect(report.json()).toEqual({
      rules: [
        {
          rule: 'notInPlaceOfXray',
          hook: 'order-sign',
          shown: 1,
          accepted: 0,
          overridden: 1,
          unanswered: 0,
          reasons: [{ code: 'patient-refuses', count: 1 }],
        },
      ],
      smallHidden: false,
    })
    const small = await browser.send('GET', '/api/reports/cards?small=hide')
    expect(small.json()).toMatchObject({
      rules: [{ shown: 'hidden', accepted: 0, overridden: 'hidden', reasons: [{ count: 'hidden' }] }],
      smallHidden: true,
    })
    await service.under.addAccount('keeper', 'administrator')
    const keeper = service.under.browser()
    await keeper.signIn('keeper')
    expect((await keeper.send('GET', '/api/reports/cards')).json()).toEqual(small.json())
    const kept =
      JSON.stringify(await service.under.hooks.selectFrom('card').selectAll().execute()) +
      JSON.stringify(await service.under.hooks.selectFrom('feedback').selectAll().execute())
    expect(kept).toContain('notInPlaceOfXray')
    for (const secret of ['p1', 'Miller', 'fever', '2026-03-12']) expect(kept).not.toContain(`"${secret}`)
    expect(kept).not.toContain('Miller')
  })

  test('names the cards that the same client saw, at both hooks', async () => {
    const ehr = await hospital()
    toClose.push(ehr.under.close)
    const card = (await ehr.call(viewCall([backPain(), fever()]))).json.cards?.[0]
    expect(
      (await ehr.send('/cds-services/back-pain/feedback', { body: { feedback: [overridden(card?.uuid)] } })).json,
    ).toEqual({ stored: 1 })
  })
})

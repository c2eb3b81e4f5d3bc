import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  backPain,
  breastCancer,
  bundle,
  caudaEquina,
  cpt,
  dispatchCall,
  esr,
  fever,
  finding,
  imagingOrder,
  loinc,
  medicineOrder,
  orderCall,
  patient,
  prefetchOf,
  urinaryRetention,
  viewCall,
  xrayReport,
} from '../../../tests/hook-calls.ts'
import { type AnsweredCard, type Hospital, hospital } from '../../../tests/hook-client.ts'

let ehr: Hospital
beforeAll(async () => {
  ehr = await hospital()
})
afterAll(() => ehr.under.close())

async function answered(body: unknown) {
  const { status, json } = await ehr.call(body)
  expect(status, JSON.stringify(json)).toBe(200)
  return json
}

async function onlyCard(body: unknown): Promise<AnsweredCard> {
  const { cards = [] } = await answered(body)
  expect(cards).toHaveLength(1)
  const [card] = cards
  if (card === undefined) throw new Error('no card')
  return card
}

const rating = (resource: Readonly<Record<string, unknown>> | undefined): unknown =>
  (resource?.extension as { url: string; valueCodeableConcept?: { coding: { code: string }[] } }[] | undefined)?.find(
    ({ url }) => url === 'http://fhir.org/argonaut/Extension/pama-rating',
  )?.valueCodeableConcept?.coding[0]?.code

const reason = (code: string, system = 'http://hl7.org/fhir/sid/icd-10-cm') => ({
  reasonCode: [{ coding: [{ system, code }] }],
})
const lowBackPain = reason('279039007', 'http://snomed.info/sct')
/** Imaging codes of CODES.md, none of them of the X-ray. */
const mriCodes = [
  [cpt, '72148'],
  [cpt, '72149'],
  [cpt, '72158'],
  [loinc, '24968-0'],
] as const
const ctCodes = [
  [cpt, '72131'],
  [cpt, '72133'],
  [loinc, '30620-9'],
] as const

describe('when a record is opened', () => {
  test('a fever with back pain is named as a red flag with its statement, its day and its resource', async () => {
    const card = await onlyCard(viewCall([backPain(), fever('2026-03-12')]))
    expect(card.indicator).toBe('warning')
    expect(card.summary).toContain('urgent')
    expect(card.detail).toMatch(/fever: present \(2026-03-12; Condition\/r\d+\)/)
    expect(card.detail).toContain('(B2)')
  })

  test('retention of urine is an emergency, in the fixed words, with imaging that does not wait', async () => {
    const card = await onlyCard(viewCall([backPain(), urinaryRetention()]))
    expect(card.indicator).toBe('critical')
    expect(card.detail).toContain('Same-day neurosurgical referral and emergency imaging')
    expect(card.detail).toContain('Emergency MRI of the spine, today (X1')
  })

  test('back pain alone brings the screen that is due, with what is not known', async () => {
    const card = await onlyCard(viewCall([backPain()]))
    expect(card.indicator).toBe('info')
    expect(card.detail).toContain('No red flag is recorded. What the record does not say is not known')
    expect(card.detail).toContain('Loss of control of urine?')
    expect(card.suggestions).toBeUndefined()
  })

  test('a record without back pain brings no card', async () => {
    expect(await answered(viewCall([fever(), breastCancer()]))).toEqual({ cards: [] })
  })

  test('back pain that is over, or was entered in error, brings no card', async () => {
    const over = { ...backPain(), abatementDateTime: '2026-03-01' }
    const error = { ...backPain(), verificationStatus: { coding: [{ code: 'entered-in-error' }] } }
    expect(await answered(viewCall([over, error]))).toEqual({ cards: [] })
  })

  test('a fever of years ago, never closed, is no red flag', async () => {
    const card = await onlyCard(viewCall([backPain(), fever('2021-03-12')]))
    expect(card.detail).toContain('No red flag is recorded')
  })

  test('a text of the record cannot become a link or an image in a card', async () => {
    const hostile = { ...fever(), id: 'a](https://evil.example)' }
    const card = await onlyCard(viewCall([backPain(), hostile]))
    expect(card.detail).toContain('Condition/a\\](https:\\//evil.example)')
  })

  test('tests that are ordered already are not suggested again', async () => {
    const ordered = imagingOrder('72100', { status: 'active', id: 'o1', authoredOn: '2026-03-13' })
    const card = await onlyCard(viewCall([backPain(), fever(), ordered]))
    const created = card.suggestions?.flatMap(({ actions }) => actions.map(({ resource }) => resource?.code)) ?? []
    expect(JSON.stringify(created)).toContain('4537-7')
    expect(JSON.stringify(created)).not.toContain('24972-2')
  })
})

describe('when imaging is ordered', () => {
  test.each([...mriCodes, ...ctCodes])(
    '%s %s with a red flag and without X-ray and ESR brings them as the alternative',
    async (system, code) => {
      for (const hook of ['order-select', 'order-sign'] as const) {
        const card = await onlyCard(orderCall(hook, [imagingOrder(code, {}, system)], [backPain(), fever()]))
        expect(card.source.topic.code).toBe('notInPlaceOfXray')
        expect(card.detail).toContain('C6')
        const [suggestion] = card.suggestions ?? []
        expect(suggestion?.actions.map(({ type }) => type)).toEqual(['create', 'create', 'delete'])
        const codes = suggestion?.actions.map(({ resource }) => JSON.stringify(resource?.code)).join() ?? ''
        expect(codes).toContain('24972-2')
        expect(codes).toContain('4537-7')
        expect(suggestion?.actions[2]?.resourceId).toBe('ServiceRequest/order-1')
      }
    },
  )

  test('an order made on the alternative is a draft of this patient, with the reason of the order it replaces', async () => {
    const card = await onlyCard(orderCall('order-sign', [imagingOrder('72148', lowBackPain)], [backPain(), fever()]))
    expect(card.suggestions?.[0]?.actions[0]?.resource).toMatchObject({
      resourceType: 'ServiceRequest',
      status: 'draft',
      intent: 'order',
      subject: { reference: 'Patient/p1' },
      encounter: { reference: 'Encounter/e1' },
      ...lowBackPain,
    })
  })

  test('without a red flag no X-ray is suggested in its place, and what is not known is named', async () => {
    const card = await onlyCard(orderCall('order-sign', [imagingOrder('72148', lowBackPain)], [backPain()]))
    expect(card.suggestions?.[0]?.actions).toEqual([
      { type: 'delete', description: 'Remove the order', resourceId: 'ServiceRequest/order-1' },
    ])
    expect(card.detail).toContain('Loss of control of urine?')
    expect(card.detail).toContain('first 28 days counts against the measure')
  })

  test('in an emergency the MRI is rated appropriate, and nothing interrupts', async () => {
    const json = await answered(orderCall('order-sign', [imagingOrder('72148')], [backPain(), urinaryRetention()]))
    expect(json.cards).toEqual([])
    expect(json.systemActions).toHaveLength(1)
    expect(rating(json.systemActions?.[0]?.resource)).toBe('appropriate')
    expect(json).not.toHaveProperty('extension')
  })

  test('an emergency that only the reason of the order names counts too', async () => {
    const order = imagingOrder('72148', reason('267064002', 'http://snomed.info/sct'))
    const json = await answered(orderCall('order-sign', [order], [backPain()]))
    expect(json.cards).toEqual([])
    expect(rating(json.systemActions?.[0]?.resource)).toBe('appropriate')
  })

  test.each(['reason of the order', 'record'])(
    'cauda equina in the %s, without a sign, is asked about and never advised against',
    async (where) => {
      const order = imagingOrder('72148', where === 'record' ? {} : reason('G83.4'))
      const card = await onlyCard(
        orderCall('order-sign', [order], where === 'record' ? [backPain(), caudaEquina()] : [backPain()]),
      )
      expect(card.indicator).toBe('info')
      expect(card.summary).toContain('do not delay an emergency')
      expect(card.suggestions).toBeUndefined()
    },
  )

  test('X-ray and ESR both abnormal make the MRI appropriate', async () => {
    const record = [backPain(), esr(60), xrayReport('426646004')]
    const json = await answered(orderCall('order-sign', [imagingOrder('72148')], record))
    expect(json.cards).toEqual([])
    expect(rating(json.systemActions?.[0]?.resource)).toBe('appropriate')
  })

  test('a rating leaves the order as it is, replaces an older rating and drops only what is empty', async () => {
    const order = imagingOrder('72148', {
      note: [{ text: 'claustrophobic' }],
      reasonCode: [],
      bodySite: [{}],
      extension: [
        { url: 'https://ehr.example/priority', valueCode: 'x' },
        { url: 'http://fhir.org/argonaut/Extension/pama-rating', valueCodeableConcept: { coding: [{ code: 'old' }] } },
      ],
    })
    const json = await answered(orderCall('order-sign', [order], [backPain(), urinaryRetention()]))
    const resource = json.systemActions?.[0]?.resource
    const { reasonCode: _, bodySite: __, extension: ___, ...same } = order
    expect(resource).toMatchObject(same)
    expect(resource).not.toHaveProperty('reasonCode')
    expect(JSON.stringify(resource?.extension)).toContain('https://ehr.example/priority')
    expect(JSON.stringify(resource?.extension)).not.toContain('"old"')
  })

  test('while what is not known could make it right, an MRI that is not advised has no rating', async () => {
    const json = await answered(orderCall('order-sign', [imagingOrder('72148')], [backPain()]))
    expect(json.cards).toHaveLength(1)
    expect(json).not.toHaveProperty('systemActions')
  })

  test('imaging for something else than back pain is outside the pathway, and says so in its rating', async () => {
    const json = await answered(orderCall('order-sign', [imagingOrder('72148', reason('S83.511A'))], []))
    expect(json.cards).toEqual([])
    expect(rating(json.systemActions?.[0]?.resource)).toBe('no-criteria-apply')
  })

  test('orders the protocol has no word for bring nothing', async () => {
    const knee = imagingOrder('73721', lowBackPain)
    const amoxicillin = medicineOrder('617993')
    expect(await answered(orderCall('order-sign', [knee, amoxicillin], [backPain(), fever()]))).toEqual({ cards: [] })
  })

  test('an order of another patient is passed over', async () => {
    const order = imagingOrder('72148', { subject: { reference: 'Patient/other' } })
    expect(await answered(orderCall('order-sign', [order], [backPain(), fever()]))).toEqual({ cards: [] })
  })

  test('at order-select only what was selected is judged, and what else is on the screen is not suggested again', async () => {
    const film = imagingOrder('72100', { id: 'film' })
    const call = orderCall('order-select', [imagingOrder('72148'), film], [backPain(), fever()])
    const selected = { ...call, context: { ...call.context, selections: ['ServiceRequest/film'] } }
    expect((await answered(selected)).cards).toEqual([])
    const card = await onlyCard({ ...call, context: { ...call.context, selections: ['ServiceRequest/order-1'] } })
    expect(JSON.stringify(card.suggestions)).not.toContain('24972-2')
    expect(JSON.stringify(card.suggestions)).toContain('4537-7')
  })

  test('an X-ray in the first 28 days without a red flag is told that it counts against the measure; later it is not', async () => {
    const card = await onlyCard(orderCall('order-sign', [imagingOrder('72100')], [backPain('2026-02-14')]))
    expect(card.indicator).toBe('info')
    expect(card.detail).toContain('CMS166/HEDIS')
    expect((await answered(orderCall('order-sign', [imagingOrder('72100')], [backPain('2026-02-13')]))).cards).toEqual(
      [],
    )
  })

  test('what the measure excludes is not told of it', async () => {
    const call = orderCall('order-sign', [imagingOrder('72148')], [backPain(), breastCancer()])
    expect((await onlyCard(call)).detail).not.toContain('CMS166')
    const old = { ...orderCall('order-sign', [imagingOrder('72148')], [backPain()]) }
    const born = { ...old, prefetch: prefetchOf([backPain()], patient({ birthDate: '1950-03-14' })) }
    expect((await onlyCard(born)).detail).not.toContain('CMS166')
  })

  test('an MRI for a patient with a contraindication to it is warned of, with what to do instead', async () => {
    const record = [backPain(), urinaryRetention(), finding('mriContraindication', true)]
    const card = await onlyCard(orderCall('order-sign', [imagingOrder('72148')], record))
    expect(card.indicator).toBe('warning')
    expect(card.summary).toContain('MRI is contraindicated')
    const ct = await answered(orderCall('order-sign', [imagingOrder('72131')], record))
    expect(ct.cards).toEqual([])
    expect(rating(ct.systemActions?.[0]?.resource)).toBe('appropriate')
  })
})

describe('when an NSAID is ordered', () => {
  test.each(['197806', '849574'])('RxNorm %s with severe kidney disease is warned of, with why', async (code) => {
    const record = [backPain(), finding('severeKidneyDisease', true)]
    const card = await onlyCard(orderCall('order-sign', [medicineOrder(code)], record))
    expect(card.indicator).toBe('warning')
    expect(card.summary).toMatch(/^NSAID contraindicated: .*kidney/)
    expect(card.detail).toContain('X6')
    expect(card.suggestions?.[0]?.actions).toEqual([
      { type: 'delete', description: 'Remove the order', resourceId: 'MedicationRequest/med-1' },
    ])
  })

  test.each([
    ['is not to be given', { doNotPerform: true }],
    ['has a modifier that nobody here knows', { modifierExtension: [{ url: 'https://ehr.example/m' }] }],
  ])('one that %s is no order', async (_, change) => {
    const record = [backPain(), finding('severeKidneyDisease', true)]
    const draft = medicineOrder('197806', change)
    expect(await answered(orderCall('order-sign', [draft], record))).toEqual({ cards: [] })
  })

  test('a red flag says nothing of it: relief of pain during the work-up is the clinician’s', async () => {
    expect((await answered(orderCall('order-sign', [medicineOrder('197806')], [backPain(), fever()]))).cards).toEqual(
      [],
    )
  })

  test('with an MRI beside it, one card says both, the suggestions of both in it', async () => {
    const orders = [imagingOrder('72148'), medicineOrder('197806')]
    const card = await onlyCard(orderCall('order-sign', orders, [backPain(), finding('severeKidneyDisease', true)]))
    expect(card.detail).toContain('NSAID contraindicated')
    expect(card.detail).toContain('no MRI before the X-ray and the ESR')
    expect(card.suggestions?.flatMap(({ actions }) => actions.map(({ resourceId }) => resourceId))).toEqual([
      'ServiceRequest/order-1',
      'MedicationRequest/med-1',
    ])
  })
})

describe('when an order goes out', () => {
  const order = (priority?: string) =>
    imagingOrder('72148', { status: 'active', authoredOn: '2026-03-14', ...(priority ? { priority } : {}) })

  test('an emergency that goes out as routine is made stat, the order whole', async () => {
    const card = await onlyCard(dispatchCall([order()], [backPain(), urinaryRetention()]))
    expect(card.indicator).toBe('critical')
    expect(card.suggestions?.[0]?.actions[0]).toMatchObject({
      type: 'update',
      resource: { ...order(), priority: 'stat' },
    })
  })

  test('the one order of the first version of the hook is judged as well', async () => {
    const { context, ...call } = dispatchCall([order()], [backPain(), urinaryRetention()])
    const older = {
      ...call,
      context: { patientId: 'p1', order: 'ServiceRequest/order-1', performer: context.performer },
    }
    expect((await onlyCard(older)).indicator).toBe('critical')
  })

  test('one that goes out as stat, and one that is not urgent, bring nothing', async () => {
    expect((await answered(dispatchCall([order('stat')], [backPain(), urinaryRetention()]))).cards).toEqual([])
    expect((await answered(dispatchCall([order()], [backPain(), esr(60), xrayReport('426646004')]))).cards).toEqual([])
  })
})

describe('what a sandbox sends before a choice is made', () => {
  test.each([
    ['an empty coding', { code: { coding: [{}] }, reasonCode: [] }],
    ['no code at all', { code: undefined, reasonCode: [{}] }],
    ['a plan', { intent: 'plan', reasonCode: [] }],
  ])('%s is survived', async (_, change) => {
    const { cards = [] } = await answered(orderCall('order-select', [imagingOrder('72148', change)], [backPain()]))
    expect(cards.length).toBeLessThanOrEqual(1)
  })

  test('prefetch in any order, with members nobody asked for, gives the same card', async () => {
    const call = viewCall([backPain(), fever()])
    const turned = Object.fromEntries(Object.entries({ ...call.prefetch, more: bundle([]) }).toReversed())
    const { summary, detail } = await onlyCard(call)
    expect(await onlyCard({ ...call, prefetch: turned })).toMatchObject({ summary, detail })
  })

  test('no selection is a selection of all', async () => {
    const call = orderCall('order-select', [imagingOrder('72148')], [backPain(), fever()])
    expect((await answered({ ...call, context: { ...call.context, selections: [] } })).cards).toHaveLength(1)
  })
})

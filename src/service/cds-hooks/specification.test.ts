import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  backPain,
  breastCancer,
  caudaEquina,
  dispatchCall,
  esr,
  fever,
  finding,
  imagingOrder,
  medicineOrder,
  orderCall,
  urinaryRetention,
  viewCall,
  xrayReport,
} from '../../../tests/hook-calls.ts'
import { type Answered, address, type Hospital, hospital, sandbox } from '../../../tests/hook-client.ts'
import { ruleName } from '../../fhir/rule-name.ts'
import { standard } from '../../protocol/protocol.ts'
import { hookAnswerSchema } from '../api/cds-hooks.ts'

/*
 * What CDS Hooks 2.0 asks of every answer, looked for in the answers to many calls. docs/cds-hooks-conformance.md names
 * these tests by the number of the requirement.
 */

const launchUrl = 'https://clinic.example/launch.html'
const mri = imagingOrder('72148')
const calls = [
  viewCall([]),
  viewCall([backPain()]),
  viewCall([backPain(), fever()]),
  viewCall([backPain(), breastCancer(), esr(70), xrayReport('426646004')]),
  viewCall([backPain(), urinaryRetention()]),
  orderCall('order-select', [mri], [backPain()]),
  orderCall(
    'order-select',
    [mri, medicineOrder('197806', { id: 'm2' })],
    [backPain(), finding('severeKidneyDisease', true)],
  ),
  orderCall('order-sign', [mri], [backPain(), fever()]),
  orderCall('order-sign', [mri], [backPain(), caudaEquina()]),
  orderCall('order-sign', [mri], [backPain(), urinaryRetention()]),
  orderCall('order-sign', [mri], [backPain(), finding('mriContraindication', true)]),
  orderCall('order-sign', [imagingOrder('72100')], [backPain()]),
  dispatchCall([imagingOrder('72148', { status: 'active' })], [backPain(), urinaryRetention()]),
]

let ehr: Hospital
let answers: readonly Answered[]
beforeAll(async () => {
  ehr = await hospital({ systemActionsInExtension: true }, { launchUrl })
  answers = await Promise.all(calls.map(async (call) => (await ehr.call(call)).json))
})
afterAll(() => ehr.under.close())

const cards = () => answers.flatMap((answer) => answer.cards ?? [])
const suggestions = () => cards().flatMap((card) => card.suggestions ?? [])
const actions = () => [
  ...suggestions().flatMap((suggestion) => suggestion.actions),
  ...answers.flatMap((answer) => answer.systemActions ?? []),
]

function empties(value: unknown, path: string): string[] {
  if (value === null || value === '') return [path]
  if (Array.isArray(value))
    return value.length === 0 ? [path] : value.flatMap((each, index) => empties(each, `${path}[${index}]`))
  if (typeof value !== 'object') return []
  const members = Object.entries(value)
  return members.length === 0 ? [path] : members.flatMap(([key, each]) => empties(each, `${path}.${key}`))
}

async function services() {
  return (await ehr.send('/cds-services')).json.services as unknown as readonly {
    readonly hook: string
    readonly id: string
    readonly prefetch: Readonly<Record<string, string>>
  }[]
}

describe('every answer', () => {
  test('is JSON with the status 200 and a list of cards, at most one', async () => {
    for (const [index, call] of calls.entries()) {
      const { status, headers, json } = await ehr.call(call)
      expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8'])
      expect(json.cards?.length, `call ${index}`).toBeLessThanOrEqual(1)
      expect(() => hookAnswerSchema.parse(json)).not.toThrow()
    }
    expect(cards().length).toBeGreaterThan(8)
    expect(actions().length).toBeGreaterThan(8)
  })

  test('holds nothing null and nothing empty but the list of cards', () => {
    for (const answer of answers) expect(empties(answer, '').filter((path) => path !== '.cards')).toEqual([])
  })

  test('has no cards, and 200, where there is nothing to say', async () => {
    const { status, json } = await ehr.call(viewCall([]))
    expect([status, json]).toEqual([200, { cards: [] }])
  })

  test('comes within half a second from what was prefetched', async () => {
    await ehr.call(viewCall([backPain(), fever()]))
    const times = []
    for (let count = 0; count < 5; count += 1) {
      const began = performance.now()
      await ehr.call(viewCall([backPain(), fever()]))
      times.push(performance.now() - began)
    }
    expect(Math.min(...times)).toBeLessThan(500)
  })

  test('has what is no part of the specification in an object under extension alone', () => {
    const members = answers.flatMap((answer) => Object.keys(answer))
    expect(new Set(members)).toEqual(new Set(['cards', 'systemActions', 'extension']))
    for (const { extension } of answers) if (extension) expect(Array.isArray(extension.systemActions)).toBe(true)
  })
})

describe('the discovery', () => {
  test('lists the services by GET at the address and /cds-services', async () => {
    const { status, json } = await ehr.send('/cds-services')
    expect(status).toBe(200)
    expect(json.services?.length).toBe(4)
    expect((await ehr.send('/cds-services/')).status).toBe(404)
  })

  test('describes each service by its hook, id, title, description, prefetch and what it requires', async () => {
    for (const service of await services())
      for (const member of ['hook', 'id', 'title', 'description', 'usageRequirements'])
        expect(service).toHaveProperty(member, expect.stringMatching(/\S{2}/))
    for (const { hook, id } of await services()) expect((await ehr.call(viewCall([]), id)).status, hook).toBe(200)
  })

  test('has one id at every hook, so that an older card is taken away when a newer call is answered', async () => {
    const found = await services()
    expect(new Set(found.map(({ id }) => id))).toEqual(new Set(['back-pain']))
    expect(found.map(({ hook }) => hook)).toEqual(['patient-view', 'order-select', 'order-sign', 'order-dispatch'])
  })

  test('has an id for each hook where the client needs it, and each is called at its hook alone', async () => {
    const place = await sandbox({ serviceIdPerHook: true })
    const ids = (await place.send('/cds-services')).json.services?.map(({ id }) => id)
    expect(new Set(ids).size).toBe(4)
    expect((await place.call(viewCall([]), 'back-pain-patient-view')).status).toBe(200)
    expect((await place.call(viewCall([]), 'back-pain-order-sign')).status).toBe(400)
    await place.under.close()
  })

  test('names each search by a key, with tokens that are members of every hook’s context', async () => {
    for (const { prefetch } of await services()) {
      expect(Object.keys(prefetch).length).toBeGreaterThan(3)
      for (const query of Object.values(prefetch)) {
        const tokens = [...query.matchAll(/\{\{(.*?)\}\}/g)].map(([, token]) => token)
        expect(tokens).toEqual(['context.patientId'])
        expect(query.replaceAll('{{context.patientId}}', '')).not.toMatch(/[{}]/)
      }
    }
  })

  test('asks by reads and plain searches alone: no chains, no modifiers, nothing included', async () => {
    for (const { prefetch } of await services())
      for (const query of Object.values(prefetch))
        expect(query).toMatch(
          /^([A-Z]\w+\/\{\{context\.patientId\}\}|[A-Z]\w+\?patient=\{\{context\.patientId\}\}(&(code|status)=[^&:]*(:[^&]*)?)*)$/,
        )
  })
})

describe('every card', () => {
  test('has a UUID of its own', () => {
    const ids = cards().map(({ uuid }) => uuid)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  test('has a summary of fewer than 140 characters', () => {
    for (const { summary } of cards()) {
      expect(summary.length).toBeGreaterThan(10)
      expect(summary.length).toBeLessThan(140)
    }
  })

  test('has its detail in Markdown, without HTML', () => {
    for (const { detail } of cards()) {
      expect(detail).toMatch(/\n\n|\n- /)
      expect(detail).not.toMatch(/<[a-z/]/i)
    }
  })

  test('has an indicator of info, warning or critical, and each occurs', () => {
    expect(new Set(cards().map(({ indicator }) => indicator))).toEqual(new Set(['info', 'warning', 'critical']))
  })

  test('names its source with an absolute address that is of no patient, and its rule as the topic', () => {
    for (const { source } of cards()) {
      expect(source.label).toBe('Plumbline')
      expect(source.url).toBe(address)
      expect(source.topic).toMatchObject({
        system: expect.stringMatching(/^https:\/\//),
        code: expect.stringMatching(/^\w+$/),
        display: ruleName(standard, String(source.topic.code)),
      })
    }
  })

  test('says how its suggestions are chosen exactly where it has some', () => {
    for (const card of cards()) expect(card.selectionBehavior).toBe(card.suggestions === undefined ? undefined : 'any')
  })

  test('offers reasons for deciding otherwise, each with a system, a code and words', () => {
    for (const { overrideReasons = [] } of cards()) {
      expect(overrideReasons.length).toBeGreaterThan(5)
      for (const reason of overrideReasons)
        for (const member of ['system', 'code', 'display'])
          expect(reason).toHaveProperty(member, expect.stringMatching(/\S{3}/))
    }
  })

  test('names its statements, its findings, and the version of the protocol', () => {
    for (const { detail } of cards()) {
      expect(detail).toMatch(/Statements [A-FIX]\d+/)
      expect(detail).toMatch(/Protocol back-pain [\d.]+, standard, `[0-9a-f]{12}`, as of 2026-03-14/)
      expect(detail).toMatch(/Findings|Ask|On record/)
    }
  })

  test('links to what it rests on by absolute addresses without an app context', () => {
    for (const { links } of cards()) {
      const plain = links.filter(({ type }) => type === 'absolute')
      expect(plain.length).toBeGreaterThan(0)
      for (const link of plain) {
        expect(link.label).toMatch(/\S/)
        expect(link.url).toMatch(/^https:\/\/clinic\.example\/evidence#[A-FIX]\d+$/)
        expect(link).not.toHaveProperty('appContext')
      }
    }
  })

  test('offers the app by a SMART link where one is set up, with its context as text', () => {
    for (const { links } of cards()) {
      const smart = links.filter(({ type }) => type === 'smart')
      expect(smart).toEqual([
        { label: expect.any(String), url: launchUrl, type: 'smart', appContext: expect.stringContaining('"from"') },
      ])
    }
  })
})

describe('every suggestion', () => {
  test('has words, a UUID of its own, and actions that make one whole', () => {
    const ids = suggestions().map(({ uuid }) => uuid)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { label, uuid, isRecommended, actions: own } of suggestions()) {
      expect(label).toMatch(/\S{3}/)
      expect(uuid).toMatch(/^[0-9a-f-]{36}$/)
      expect([true, false, undefined]).toContain(isRecommended)
      expect(own.length).toBeGreaterThan(0)
    }
  })

  test('creates whole resources without an id, updates whole resources, and deletes by reference alone', () => {
    expect(new Set(actions().map(({ type }) => type))).toEqual(new Set(['create', 'update', 'delete']))
    for (const { type, description, resource, resourceId } of actions()) {
      expect(description).toMatch(/\S{3}/)
      if (type === 'delete') {
        expect(resourceId).toMatch(/^[A-Z]\w+\/[\w.-]+$/)
        expect(resource).toBeUndefined()
        continue
      }
      expect(resourceId).toBeUndefined()
      expect(resource).toMatchObject({ resourceType: 'ServiceRequest', status: expect.any(String), intent: 'order' })
      expect(resource).toMatchObject({ subject: { reference: 'Patient/p1' }, code: expect.anything() })
      expect(typeof resource?.id).toBe(type === 'create' ? 'undefined' : 'string')
    }
  })
})

describe('what others publish', () => {
  const folder = new URL('../../../../shared/data/cds-hooks/', import.meta.url).pathname
  const there = existsSync(folder)
  const requests = there
    ? [
        'scenario-01-outbound-request.json',
        ...readdirSync(join(folder, 'crd-fixtures'))
          .filter((name) => name.endsWith('hook_request.json'))
          .map((name) => join('crd-fixtures', name)),
      ]
    : []

  test.skipIf(!there)(
    'requests of other kits are answered or refused as the specification has it (skipped: fixtures not here)',
    async () => {
      expect(requests.length).toBeGreaterThan(3)
      for (const name of requests) {
        const request = JSON.parse(readFileSync(join(folder, name), 'utf8'))
        const { status, json } = await ehr.call(request)
        // Their servers are not set up here, and none carries the prefetch that is asked for.
        const isServed = calls.some(({ hook }) => hook === request.hook)
        const isNeeded = !JSON.stringify(request.context).includes('NutritionOrder')
        const expected = isServed
          ? isNeeded
            ? [412, 'PLB_CDS_HOOKS_DATA_NEEDED']
            : [200, undefined]
          : [400, 'PLB_CDS_HOOKS_CONTEXT']
        expect([status, json.code], name).toEqual(expected)
      }
    },
  )

  test.skipIf(!there)(
    'the lumbar CT for low back pain of the Argonaut scenario gets a card, and keeps its order (skipped: fixtures not here)',
    async () => {
      const request = JSON.parse(readFileSync(join(folder, 'scenario-01-outbound-request.json'), 'utf8'))
      const id = request.context.patientId
      const { prefetch } = viewCall([])
      const call = {
        ...request,
        prefetch: { ...prefetch, patient: { resourceType: 'Patient', id, birthDate: '1980-01-01', gender: 'female' } },
      }
      const { status, json } = await ehr.call(call)
      expect(status).toBe(200)
      expect(json.cards?.[0]?.source.topic.code).toBe('notInPlaceOfXray')
      expect(json.cards?.[0]?.suggestions?.[0]?.actions).toEqual([
        { type: 'delete', description: 'Remove the order', resourceId: `ServiceRequest/example-${id}` },
      ])
    },
  )
})

import { randomUUID } from 'node:crypto'
import type { Bundle as FhirBundle } from '@medplum/fhirtypes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ClinicUnderTest, clinicUnderTest, type Worker } from '../../../tests/clinic-under-test.ts'
import { bundleFaults } from '../../../tests/fhir/lint.ts'
import { readRecord } from '../../fhir/in/read-record.ts'
import { resourcesIn } from '../../fhir/in/resources.ts'
import { lookBacks } from '../../protocol/look-backs.ts'
import { standard } from '../../protocol/protocol.ts'
import { artefactTypes, recordTypes } from './record-types.ts'

interface Resource {
  readonly resourceType: string
  readonly id: string
  readonly meta?: { readonly tag?: readonly { readonly code: string }[] }
}
interface Bundle {
  readonly total: number
  readonly link: readonly { readonly relation: string; readonly url: string }[]
  readonly entry?: readonly { readonly fullUrl: string; readonly resource: Resource }[]
}

let clinic: ClinicUnderTest
let clinician: Worker
let system: Worker
let ids: { readonly patientId: string; readonly episodeId: string }

beforeAll(async () => {
  clinic = await clinicUnderTest()
  clinician = await clinic.worker('clinician')
  system = await clinic.worker('integration')
  ids = await clinician.register({ recordNumber: 'F-1', familyName: 'O<Brien>' })
  await clinician.recordAll(ids.episodeId, [
    { type: 'answered', payload: { findings: { fever: 'present', unexplainedWeightLoss: 'absent' } } },
    { type: 'signed' },
    { type: 'ordered', payload: { tests: ['xray'] } },
  ])
})
afterAll(() => clinic.close())

const get = (url: string, worker = system) => worker.browser.send('GET', url)
const bundle = async (url: string, worker = system): Promise<Bundle> => (await get(url, worker)).json()
const resources = ({ entry = [] }: Bundle): readonly Resource[] => entry.map(({ resource }) => resource)

describe('the record as FHIR', () => {
  test('gives everything of a patient, which read again says what was recorded', async () => {
    const answer = await get(`/fhir/Patient/${ids.patientId}/$everything`)
    expect(answer.headers['content-type']).toBe('application/fhir+json; charset=utf-8')
    const types = new Set(resources(answer.json()).map(({ resourceType }) => resourceType))
    for (const type of [
      'Patient',
      'EpisodeOfCare',
      'Observation',
      'ClinicalImpression',
      'ServiceRequest',
      'Provenance',
    ])
      expect(types, type).toContain(type)
    const reading = readRecord(resourcesIn(answer.json()), { protocol: standard, lookBacks, asOf: '2026-03-14' })
    expect(reading.findings.fever).toEqual({ value: 'present', observedOn: '2026-03-14' })
    expect(reading.findings.unexplainedWeightLoss?.value).toBe('absent')
    expect(reading.findings.sexAtBirth?.value).toBe('male')
  })

  test('has no empty value, no id twice, and no reference to what is not there', async () => {
    const all = await bundle(`/fhir/Patient/${ids.patientId}/$everything`)
    expect(all.total).toBeGreaterThan(8)
    expect(bundleFaults(all as unknown as FhirBundle)).toEqual([])
  })

  test('is found type by type, and the types together are everything', async () => {
    const all = await bundle(`/fhir/Patient/${ids.patientId}/$everything`)
    const found = await Promise.all(recordTypes.map((type) => bundle(`/fhir/${type}?patient=${ids.patientId}`)))
    for (const [index, each] of found.entries())
      expect(resources(each).every(({ resourceType }) => resourceType === recordTypes[index])).toBe(true)
    expect(found.reduce((sum, { total }) => sum + total, 0) + 1).toBe(all.total)
    const referred = await bundle(`/fhir/Observation?patient=Patient/${ids.patientId}&code=fever`)
    expect(referred.total).toBe(1)
    expect((await bundle(`/fhir/Observation?patient=${ids.patientId}&code=http://loinc.org|fever`)).total).toBe(0)
  })

  test('comes in pages that together hold each resource once', async () => {
    const whole = await bundle(`/fhir/Patient/${ids.patientId}/$everything`)
    const seen: string[] = []
    let next: string | undefined = `/fhir/Patient/${ids.patientId}/$everything?_count=3`
    while (next !== undefined) {
      const page: Bundle = await bundle(next)
      expect(page.total).toBe(whole.total)
      expect(resources(page).length).toBeLessThanOrEqual(3)
      seen.push(...resources(page).map(({ resourceType, id }) => `${resourceType}/${id}`))
      const link: string | undefined = page.link.find(({ relation }) => relation === 'next')?.url
      next = link && new URL(link).pathname + new URL(link).search
    }
    expect(seen).toEqual(resources(whole).map(({ resourceType, id }) => `${resourceType}/${id}`))
  })

  test('gives each resource again under its own address, and under no other type', async () => {
    const all = await bundle(`/fhir/Patient/${ids.patientId}/$everything`)
    expect(new Set(resources(all).map(({ resourceType }) => resourceType)).size).toBeGreaterThan(6)
    for (const { fullUrl, resource } of all.entry ?? []) {
      const answer = await get(new URL(fullUrl).pathname)
      expect(answer.statusCode, fullUrl).toBe(200)
      expect(answer.json()).toEqual(resource)
      const other = resource.resourceType === 'Task' ? 'Flag' : 'Task'
      expect((await get(`/fhir/${other}/${resource.id}`)).statusCode).toBe(404)
    }
  })

  test('gives an episode alone, with its patient and nothing of another episode', async () => {
    const { patientId, episodeId } = await clinician.register({ recordNumber: 'F-3', familyName: 'Zweimal' })
    await clinician.recordAll(episodeId, [
      { type: 'answered', payload: { findings: { fever: 'present' } } },
      { type: 'signed' },
      { type: 'closed', payload: { reason: 'Seen elsewhere.', openWorkReason: 'Not ours' } },
    ])
    const body = { commandId: randomUUID() }
    const again = await clinician.browser.send('POST', `/api/patients/${patientId}/episodes`, { body })
    expect(again.statusCode, again.body).toBe(201)
    const parts = await Promise.all(
      [episodeId, again.json().episodeId].map((id) => bundle(`/fhir/EpisodeOfCare/${id}/$everything`)),
    )
    const told = parts.map((each) => resources(each).map(({ resourceType, id }) => `${resourceType}/${id}`))
    for (const each of told) expect(each).toContain(`Patient/${patientId}`)
    expect(told[0]).toContain(`EpisodeOfCare/${episodeId}`)
    expect(told[1]).not.toContain(`EpisodeOfCare/${episodeId}`)
    for (const part of parts) expect(bundleFaults(part as unknown as FhirBundle)).toEqual([])
    const whole = resources(await bundle(`/fhir/Patient/${patientId}/$everything`))
    expect(new Set(told.flat())).toEqual(new Set(whole.map(({ resourceType, id }) => `${resourceType}/${id}`)))
    const finished = await bundle(`/fhir/EpisodeOfCare?patient=${patientId}&status=finished,cancelled`)
    expect(resources(finished).map(({ id }) => id)).toEqual([episodeId])
  })

  test('says in its capability statement what it serves, and serves what it says', async () => {
    const statement = (await get('/fhir/metadata')).json()
    const [{ resource }] = statement.rest
    expect(resource.map(({ type }: { type: string }) => type)).toEqual(['Patient', ...recordTypes, ...artefactTypes])
    for (const { type, searchParam, interaction } of resource) {
      const writes = interaction.filter(({ code }: { code: string }) => !['read', 'search-type'].includes(code))
      expect(writes).toEqual([])
      if (artefactTypes.includes(type)) {
        expect((await get(`/fhir/${type}`)).statusCode, type).toBe(200)
        expect((await get(`/fhir/${type}?patient=${ids.patientId}`)).statusCode, type).toBe(400)
        continue
      }
      expect(searchParam.length, type).toBeGreaterThan(0)
      const query = type === 'Patient' ? '' : `?patient=${ids.patientId}`
      expect((await get(`/fhir/${type}${query}`)).statusCode, type).toBe(200)
      expect((await get(`/fhir/${type}?patient=${ids.patientId}&unheard=1`)).statusCode, type).toBe(400)
    }
  })

  test('takes nothing in: every other method is not there', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH'] as const)
      expect((await system.browser.send(method, `/fhir/Patient/${ids.patientId}`, { body: {} })).statusCode).toBe(404)
  })
})

describe('who may take it out', () => {
  test('is a clinician and another system; nobody else, and nobody without a session', async () => {
    const url = `/fhir/Patient/${ids.patientId}/$everything`
    expect((await get(url, clinician)).statusCode).toBe(200)
    for (const role of ['nurse', 'administrator', 'auditor'] as const)
      expect((await get(url, await clinic.worker(role))).statusCode, role).toBe(403)
    const answer = await clinic.browser().send('GET', url)
    expect(answer.statusCode).toBe(401)
    expect(answer.json()).toMatchObject({
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'error', code: 'login', details: { coding: [{ code: 'PLB_SESSION_NEEDED' }] } }],
    })
  })

  test('sees one workspace: a patient of the other is as unknown as one that was made up', async () => {
    const demo = await clinic.worker('clinician', 'demo')
    const invented = await demo.register({ recordNumber: 'F-DEMO', familyName: 'Erfunden' })
    for (const [worker, patientId] of [
      [system, invented.patientId],
      [demo, ids.patientId],
      [system, randomUUID()],
    ] as const) {
      for (const url of [
        `/fhir/Patient/${patientId}`,
        `/fhir/Patient/${patientId}/$everything`,
        `/fhir/Observation?patient=${patientId}`,
      ]) {
        const answer = await get(url, worker)
        expect(answer.statusCode, url).toBe(404)
        expect(answer.json().issue[0].details.coding[0].code).toBe('PLB_PATIENT_NOT_FOUND')
      }
      expect((await bundle(`/fhir/Patient?_id=${patientId}`, worker)).total).toBe(0)
    }
    const flags = resources(await bundle(`/fhir/Flag?patient=${ids.patientId}`))
    expect(flags.length).toBeGreaterThan(0)
    for (const url of [
      ...flags.map(({ id }) => `/fhir/Flag/${id}`),
      `/fhir/EpisodeOfCare/${ids.episodeId}`,
      `/fhir/EpisodeOfCare/${ids.episodeId}/$everything`,
    ]) {
      expect((await get(url)).statusCode, url).toBe(200)
      expect((await get(url, demo)).statusCode, url).toBe(404)
      expect((await clinic.browser().send('GET', url)).statusCode, url).toBe(401)
    }
    expect(JSON.stringify(await bundle('/fhir/Patient?_count=500', demo))).not.toContain(ids.patientId)
    const all = resources(await bundle(`/fhir/Patient/${invented.patientId}/$everything`, demo))
    expect(all.length).toBeGreaterThan(1)
    for (const { meta, resourceType } of all) expect(meta?.tag?.[0]?.code, resourceType).toBe('invented')
    for (const { meta } of resources(await bundle(`/fhir/Patient/${ids.patientId}/$everything`)))
      expect(meta?.tag).toBeUndefined()
  })

  test('who asks for somebody who turned out to be another finds nobody, and everything under the other', async () => {
    const from = await clinician.register({ recordNumber: 'F-2', familyName: 'Zwilling', birthDate: '1950-02-02' })
    const payload = { intoPatientId: ids.patientId, reason: 'Registered twice' }
    await clinician.recordAll(from.episodeId, [{ type: 'patientsMerged', payload }])
    expect((await get(`/fhir/Patient/${from.patientId}`)).statusCode).toBe(404)
    expect((await get(`/fhir/EpisodeOfCare?patient=${from.patientId}`)).statusCode).toBe(404)
    expect((await bundle(`/fhir/EpisodeOfCare?patient=${ids.patientId}`)).total).toBe(2)
  })

  test('leaves nothing of a patient in the log', () => {
    const log = clinic.logLines.join('')
    expect(log).toContain('/fhir/Patient/:id/$everything')
    for (const told of [ids.patientId, 'Brien', 'F-1', 'Zwilling']) expect(log, told).not.toContain(told)
  })
})

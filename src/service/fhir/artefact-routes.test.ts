import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ServerUnderTest, serverUnderTest } from '../../../tests/server-under-test.ts'
import { source, standard } from '../../protocol/protocol.ts'
import { exportedOf } from './exported.ts'

let under: ServerUnderTest
beforeAll(async () => {
  under = await serverUnderTest()
})
afterAll(() => under.close())

const read = (url: string) => under.browser().send('GET', url)

describe('what is made of the protocol for other systems', () => {
  test('is served to whoever asks, each resource under its type and id, as FHIR JSON', {
    timeout: 60_000,
  }, async () => {
    for (const artefact of [...exportedOf(source), ...exportedOf(standard)]) {
      const answer = await read(`/fhir/${artefact.resourceType}/${artefact.id}`)
      expect(answer.statusCode, artefact.url).toBe(200)
      expect(answer.headers['content-type']).toBe('application/fhir+json; charset=utf-8')
      expect(answer.json()).toEqual(artefact)
    }
  })

  test('has one resource under an address: what both layers have is the same in both', () => {
    const byUrl = new Map(exportedOf(source).map((each) => [each.url, each]))
    const shared = exportedOf(standard).filter(({ url }) => byUrl.has(url))
    expect(shared.length).toBeGreaterThan(10)
    for (const each of shared) expect(each).toEqual(byUrl.get(each.url))
  })

  test('is found by its canonical address and version, by whoever asks', async () => {
    for (const { resourceType, url, version, id } of exportedOf(standard).slice(0, 12)) {
      const query = new URLSearchParams({ url, version })
      const answer = (await read(`/fhir/${resourceType}?${query}`)).json()
      expect([answer.resourceType, answer.type, answer.total]).toEqual(['Bundle', 'searchset', 1])
      expect(answer.entry[0].resource.id).toBe(id)
      expect((await read(`/fhir/${resourceType}?${new URLSearchParams({ url, version: '9.9.9' })}`)).json().total).toBe(
        0,
      )
    }
    const forms = (await read('/fhir/Questionnaire')).json()
    expect(forms.entry.map(({ resource: { id } }: { resource: { id: string } }) => id).sort()).toEqual([
      'back-pain-clinician',
      'back-pain-patient',
    ])
    const refused = await read('/fhir/Questionnaire?name=back')
    expect(refused.statusCode).toBe(400)
    expect(refused.json().resourceType).toBe('OperationOutcome')
  })

  test.each(['/fhir/Questionnaire/none', '/fhir/Library/back-pain-clinician', '/fhir/Questionnaire/..%2F..%2Fetc'])(
    '%s is not there',
    async (url) => {
      const answer = await read(url)
      expect(answer.statusCode).toBe(404)
      expect(answer.json().issue[0].details.coding[0].code).toBe('PLB_HTTP_NOT_FOUND')
    },
  )

  test('cannot be changed', async () => {
    expect(
      (await under.browser().send('PUT', '/fhir/Questionnaire/back-pain-clinician', { body: {} })).statusCode,
    ).toBe(404)
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, type ServerUnderTest, serverUnderTest } from '../../tests/server-under-test.ts'
import { decide, referenceTo } from '../evaluate/decide.ts'
import { source, standard } from '../protocol/protocol.ts'
import { sourceAttributes } from '../protocol/source-attributes.ts'
import { answeredAttributes } from '../weave/source-attributes.ts'

let under: ServerUnderTest
let system: Browser
beforeAll(async () => {
  under = await serverUnderTest()
  system = await under.program(await under.addAccount('system', 'integration'))
})
afterAll(() => under.close())

const ask = (body: object) => system.send('POST', '/api/decide', { body })

describe('a decision without a patient', () => {
  test('is the one that the protocol gives, today unless another day is asked for', async () => {
    const today = (await ask({ findings: { fever: 'present' } })).json()
    expect(today).toEqual(JSON.parse(JSON.stringify(decide(standard, { fever: { value: 'present' } }, '2026-03-14'))))
    expect((await ask({ findings: {}, asOf: '2025-01-31' })).json().asOf).toBe('2025-01-31')
  })

  test('can be asked of the source text alone', async () => {
    const { protocol } = (await ask({ findings: {}, layer: 'source' })).json()
    expect(protocol).toEqual(referenceTo(source))
  })

  test.each([
    [{ findings: { ageYears: -3 } }, 'body.findings.ageYears', 'PLB_FINDING_RANGE'],
    [{ findings: { nothing: 1 } }, 'body.findings.nothing', 'PLB_FINDING_UNKNOWN'],
    [
      { findings: { fever: { value: 'present', observedOn: '2026-03-15' } } },
      'body.findings.fever.observedOn',
      'PLB_FINDING_FUTURE',
    ],
  ])('on %j is refused with where and why', async (body, path, code) => {
    const refusal = await ask(body)
    expect(refusal.statusCode).toBe(422)
    expect(refusal.json()).toMatchObject({ code: 'PLB_FINDINGS_REFUSED', errors: [{ path, code }] })
  })

  test('needs somebody signed in', async () => {
    expect((await under.browser().send('POST', '/api/decide', { body: { findings: {} } })).statusCode).toBe(401)
  })
})

describe('the source attributes', () => {
  test('are thirteen, for anybody, of the layer that is asked for', async () => {
    const visitor = under.browser()
    const { statusCode, headers, ...rest } = await visitor.send('GET', '/protocol/source-attributes')
    expect([statusCode, headers['content-type']]).toEqual([200, 'application/json; charset=utf-8'])
    expect(rest.json()).toEqual({
      regulation: '45 CFR 170.315(b)(11)(iv)(A)',
      protocol: referenceTo(standard),
      attributes: JSON.parse(JSON.stringify(answeredAttributes(standard, sourceAttributes))),
    })
    expect(rest.json().attributes).toHaveLength(13)
    const ofSource = (await visitor.send('GET', '/protocol/source-attributes?layer=source')).json()
    expect(ofSource.protocol).toEqual(referenceTo(source))
    expect((await visitor.send('GET', '/protocol/source-attributes?layer=mine')).statusCode).toBe(400)
  })
})

describe('the protocol', () => {
  test('is given whole, with the hash by which decisions name it', async () => {
    const answer = (await system.send('GET', '/api/protocol?layer=source')).json()
    expect(answer).toEqual({ reference: referenceTo(source), protocol: source })
    expect((await system.send('GET', '/api/protocol')).json().reference.layer).toBe('standard')
    expect((await system.send('GET', '/api/protocol?layer=mine')).statusCode).toBe(400)
  })
})

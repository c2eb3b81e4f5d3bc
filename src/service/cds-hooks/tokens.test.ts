import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { exportSPKI, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { backPain, viewCall } from '../../../tests/hook-calls.ts'
import {
  address,
  type Hospital,
  hospital,
  issuer,
  jku,
  keyPair,
  pageOrigin,
  token,
} from '../../../tests/hook-client.ts'
import { serverUnderTest } from '../../../tests/server-under-test.ts'
import { hooksConfiguration } from './configuration.ts'

const discovery = '/cds-services'
const service = '/cds-services/back-pain'
const feedback = `${service}/feedback`

let ehr: Hospital
beforeAll(async () => {
  ehr = await hospital()
})
afterAll(() => ehr.under.close())

const now = () => ehr.under.now()
const seconds = () => Math.floor(now().getTime() / 1000)
const encoded = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url')

async function refusalOf(authorization: string, path = discovery) {
  const { status, json } = await ehr.send(path, {
    authorization,
    ...(path === discovery ? {} : { body: viewCall([]) }),
  })
  expect(status, JSON.stringify(json)).toBe(401)
  expect(json.code).toBe('PLB_CDS_HOOKS_TOKEN')
  return json.detail ?? ''
}

const bearer = async (made: string | Promise<string>): Promise<string> => `Bearer ${await made}`

describe('a token', () => {
  test('of the client lets it in at discovery, a hook and feedback, each for its own address', async () => {
    expect((await ehr.send(discovery)).status).toBe(200)
    expect((await ehr.call(viewCall([backPain()]))).status).toBe(200)
    const told = { card: randomUUID(), outcome: 'overridden', outcomeTimestamp: '2026-03-14T09:00:00Z' }
    expect((await ehr.send(feedback, { body: { feedback: [told] } })).status).toBe(200)
  })

  test('is needed at discovery, a hook and feedback', async () => {
    for (const path of [discovery, service, feedback]) await refusalOf('', path)
    await refusalOf('Basic YTpi')
    await refusalOf('Bearer')
    await refusalOf('Bearer not.a token')
    await refusalOf('Bearer a.b.c')
  })

  test('without a signature is refused, whatever its algorithm is called', async () => {
    const payload = {
      iss: issuer,
      aud: `${address}${discovery}`,
      exp: seconds() + 300,
      iat: seconds(),
      jti: randomUUID(),
    }
    for (const alg of ['none', 'None', 'NONE', ''])
      await refusalOf(`Bearer ${encoded({ alg, kid: 'key-1', typ: 'JWT', jku })}.${encoded(payload)}.`)
  })

  test('signed with the public key as a shared secret is refused', async () => {
    const { publicKey } = await crypto.subtle
      .importKey('jwk', ehr.pair.publicJwk, { name: 'ECDSA', namedCurve: 'P-384' }, true, ['verify'])
      .then((key) => ({ publicKey: key }))
    const secrets = [await exportSPKI(publicKey), JSON.stringify(ehr.pair.publicJwk)]
    for (const secret of secrets)
      for (const alg of ['HS256', 'HS384', 'HS512']) {
        const forged = new SignJWT({
          iss: issuer,
          aud: `${address}${discovery}`,
          jti: randomUUID(),
          iat: seconds(),
          exp: seconds() + 300,
        })
          .setProtectedHeader({ alg, kid: 'key-1', typ: 'JWT', jku })
          .sign(new TextEncoder().encode(secret))
        await refusalOf(await bearer(forged))
      }
  })

  test.each([
    ['the address of another endpoint', service],
    ['the address with a slash more', `${discovery}/`],
    ['the address with a query', `${discovery}?x=1`],
  ])('for %s is refused', async (_, path) => {
    expect(await refusalOf(await bearer(token(ehr.pair, path, now())))).toContain('aud')
  })

  test('for another host, or for no address, is refused; for several of which one is right it counts', async () => {
    const of = (aud: unknown) => bearer(token(ehr.pair, discovery, now(), { payload: { aud } }))
    await refusalOf(await of('https://clinic.example.evil/cds-services'))
    await refusalOf(await of('http://clinic.example/cds-services'))
    await refusalOf(await of(undefined))
    const several = await of(['https://other.example', `${address}${discovery}`])
    expect((await ehr.send(discovery, { authorization: several })).status).toBe(200)
  })

  test.each(['iss', 'exp', 'iat', 'jti'])('without %s is refused', async (claim) => {
    await refusalOf(await bearer(token(ehr.pair, discovery, now(), { payload: { [claim]: undefined } })))
  })

  test('that has expired is refused', async () => {
    await refusalOf(await bearer(token(ehr.pair, discovery, now(), { payload: { exp: seconds() - 31 } })))
  })

  test('that was issued more than eight minutes ago is refused, however long it says it holds', async () => {
    ehr.under.passSeconds(3600)
    const of = (age: number) =>
      bearer(token(ehr.pair, discovery, now(), { payload: { iat: seconds() - age, exp: seconds() + 86_400 } }))
    await refusalOf(await of(480 + 31))
    expect((await ehr.send(discovery, { authorization: await of(470) })).status).toBe(200)
  })

  test('that is issued in the future is refused', async () => {
    await refusalOf(
      await bearer(token(ehr.pair, discovery, now(), { payload: { iat: seconds() + 120, exp: seconds() + 400 } })),
    )
  })

  test('counts once', async () => {
    const once = await bearer(token(ehr.pair, discovery, now()))
    expect((await ehr.send(discovery, { authorization: once })).status).toBe(200)
    expect(await refusalOf(once)).toContain('used before')
  })

  test('counts once however many send it at the same moment', async () => {
    const once = await bearer(token(ehr.pair, discovery, now()))
    const answers = await Promise.all(Array.from({ length: 8 }, () => ehr.send(discovery, { authorization: once })))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array(7).fill(401)])
  })

  test('that was issued before the service started is refused, since what was used then is not known', async () => {
    const young = await hospital()
    const before = Math.floor(young.under.now().getTime() / 1000) - 60
    const old = await bearer(token(young.pair, discovery, young.under.now(), { payload: { iat: before } }))
    expect((await young.send(discovery, { authorization: old })).status).toBe(401)
    await young.under.close()
  })

  test('of an issuer that is not set up is refused', async () => {
    for (const iss of ['https://evil.example', `${issuer}/`, '', 7])
      await refusalOf(await bearer(token(ehr.pair, discovery, now(), { payload: { iss } })))
  })

  test('that names keys elsewhere is refused, and nothing is fetched from there', async () => {
    let asked = 0
    const elsewhere = createServer((_, answer) => {
      asked += 1
      answer.end(JSON.stringify({ keys: [] }))
    }).listen(0, '127.0.0.1')
    const place = elsewhere.address()
    const port = typeof place === 'object' && place ? place.port : 0
    for (const where of [`http://127.0.0.1:${port}/jwks.json`, `${jku}#x`, 'https://ehr.example.evil/jwks.json'])
      await refusalOf(await bearer(token(ehr.pair, discovery, now(), { header: { jku: where } })))
    expect(asked).toBe(0)
    elsewhere.close()
  })

  test('that carries its own key, or the address of one, is judged by the client’s keys alone', async () => {
    const evil = await keyPair('key-1')
    for (const header of [{ jwk: evil.publicJwk }, { x5u: 'https://evil.example/cert' }])
      await refusalOf(await bearer(token(evil, discovery, now(), { header })))
  })

  test('signed with another key under the right key id is refused; so is one that names no key, or one that is not there', async () => {
    const other = await keyPair('key-1')
    await refusalOf(await bearer(token(other, discovery, now())))
    await refusalOf(await bearer(token(ehr.pair, discovery, now(), { header: { kid: 'key-2' } })))
    await refusalOf(await bearer(token(ehr.pair, discovery, now(), { header: { kid: undefined } })))
    await refusalOf(await bearer(token(ehr.pair, discovery, now(), { header: { kid: '../../key-1' } })))
  })

  test.each<[string, object]>([
    ['an extension that has to be understood (crit)', { crit: ['b64'], b64: false }],
    ['one that nobody knows', { crit: ['https://evil.example/x'], 'https://evil.example/x': 1 }],
    ['a list of them that is empty', { crit: [] }],
  ])('signed by the client but with %s in its header is refused', async (_, header) => {
    const [head = '', body = ''] = (await token(ehr.pair, discovery, now())).split('.')
    const changed = encoded({ ...(JSON.parse(Buffer.from(head, 'base64url').toString()) as object), ...header })
    const key = ehr.pair.privateKey
    const input = new TextEncoder().encode(`${changed}.${body}`)
    const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-384' }, key, input)
    await refusalOf(`Bearer ${changed}.${body}.${Buffer.from(signature).toString('base64url')}`)
  })

  test('longer than any is refused before it is looked at, whoever signed it', async () => {
    const long = token(ehr.pair, discovery, now(), { payload: { more: 'x'.repeat(12_500) } })
    const headers = { host: 'clinic.example', authorization: await bearer(long) }
    const answer = await ehr.under.server.inject({ url: discovery, headers })
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'PLB_CDS_HOOKS_TOKEN'])
    expect(answer.json().detail).toContain('three parts')
  })

  test('whose payload is nested deep, or names a claim twice, is refused without a fault', async () => {
    const deep = `${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`
    const head = encoded({ alg: 'ES384', kid: 'key-1', typ: 'JWT', jku })
    for (const payload of [deep, `{"iss":"${issuer}","iss":"https://evil.example"}`, '[]', 'null', '"x"'])
      await refusalOf(`Bearer ${head}.${Buffer.from(payload).toString('base64url')}.AAAA`)
  })

  test('of another type than JWT is refused', async () => {
    await refusalOf(await bearer(token(ehr.pair, discovery, now(), { header: { typ: 'at+jwt' } })))
  })

  test('with a signature, a header or a payload that was changed is refused', async () => {
    const good = await token(ehr.pair, discovery, now())
    const [head = '', body = '', signature = ''] = good.split('.')
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as object
    await refusalOf(`Bearer ${head}.${encoded({ ...claims, exp: seconds() + 400 })}.${signature}`)
    await refusalOf(`Bearer ${head}.${body}.${signature.slice(0, -4)}AAAA`)
    await refusalOf(`Bearer ${head}.${body}.`)
  })

  test('in an algorithm that is not set up for the client is refused: ES256 where ES384 and RS384 are', async () => {
    const weak = await keyPair('key-1', 'ES256')
    const place = await hospital({ keys: { keys: [weak.publicJwk] } })
    const given = await bearer(token(weak, discovery, place.under.now()))
    expect((await place.send(discovery, { authorization: given })).status).toBe(401)
    await place.under.close()
  })

  test('in RS384 counts as well', async () => {
    const rsa = await keyPair('key-1', 'RS384')
    const place = await hospital({ keys: { keys: [rsa.publicJwk] } })
    const given = await bearer(token(rsa, discovery, place.under.now()))
    expect((await place.send(discovery, { authorization: given })).status).toBe(200)
    await place.under.close()
  })

  test('of one client does not count with the key of another that has the same key id', async () => {
    const [mine, theirs] = [await keyPair('key-1'), await keyPair('key-1')]
    const clients = [
      { issuer, jku, keys: { keys: [mine.publicJwk] } },
      { issuer: 'https://other.example', keys: { keys: [theirs.publicJwk] } },
    ]
    const under = await serverUnderTest({ hooksConfiguration: hooksConfiguration({ address, clients }) })
    const ask = async (made: Promise<string>) =>
      (
        await under.server.inject({
          url: discovery,
          headers: { host: 'clinic.example', authorization: await bearer(made) },
        })
      ).statusCode
    const as = { payload: { iss: 'https://other.example' }, header: { jku: undefined } }
    expect(await ask(token(theirs, discovery, under.now(), as))).toBe(200)
    expect(await ask(token(mine, discovery, under.now(), as))).toBe(401)
    expect(await ask(token(theirs, discovery, under.now()))).toBe(401)
    await under.close()
  })

  test('is never written to the log, and neither is anything of the patient', async () => {
    const given = await token(ehr.pair, service, now())
    await ehr.send(service, { authorization: `Bearer ${given}`, body: viewCall([backPain()]) })
    await refusalOf(`Bearer ${given}`, service)
    const log = ehr.under.logLines.join('\n')
    expect(log).toContain('/cds-services/:id')
    for (const secret of [given, given.split('.')[2] ?? given, 'p1', '1976-05-01', 'M54.50'])
      expect(log).not.toContain(`"${secret}`)
    expect(log).not.toContain(given.slice(-20))
  })
})

describe('who calls too often', () => {
  test('with tokens that do not count is not listened to for the rest of the minute', async () => {
    const place = await hospital()
    for (let count = 0; count < 120; count += 1) await place.send(discovery, { authorization: 'Bearer a.b.c' })
    const { status, headers } = await place.send(discovery, { authorization: 'Bearer a.b.c' })
    expect(status).toBe(429)
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    place.under.passSeconds(61)
    expect((await place.send(discovery)).status).toBe(200)
    await place.under.close()
  })

  test('as a client waits too, as its configuration says', async () => {
    const place = await hospital({ requestsPerMinute: 2 })
    const statuses = []
    for (let count = 0; count < 3; count += 1) statuses.push((await place.send(discovery)).status)
    expect(statuses).toEqual([200, 200, 429])
    await place.under.close()
  })
})

describe('a page in a browser', () => {
  const preflight = (origin: string, path = service) =>
    ehr.send(path, {
      method: 'OPTIONS',
      authorization: '',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    })

  test('of an origin that is set up may call, with a token and a JSON body', async () => {
    for (const path of [discovery, service, feedback]) {
      const { status, headers } = await preflight(pageOrigin, path)
      expect(status).toBe(204)
      expect(headers.get('access-control-allow-origin')).toBe(pageOrigin)
      expect(headers.get('access-control-allow-headers')).toBe('Authorization, Content-Type')
      expect(headers.get('access-control-allow-methods')).toContain('POST')
      expect(headers.get('access-control-allow-credentials')).toBeNull()
    }
    const { status, headers } = await ehr.send(discovery, { headers: { origin: pageOrigin } })
    expect([status, headers.get('access-control-allow-origin')]).toEqual([200, pageOrigin])
  })

  test('of another origin may not, even with a token', async () => {
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull()
    const { status, json, headers } = await ehr.send(discovery, { headers: { origin: 'https://evil.example' } })
    expect([status, json.code]).toEqual([403, 'PLB_CDS_HOOKS_ORIGIN'])
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })

  test('can read why it was refused', async () => {
    const { status, headers } = await ehr.send(discovery, { authorization: '', headers: { origin: pageOrigin } })
    expect([status, headers.get('access-control-allow-origin')]).toEqual([401, pageOrigin])
  })
})

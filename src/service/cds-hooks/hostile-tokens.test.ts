import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { EncryptJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { address, type Hospital, hospital, issuer, jku, keyPair, token } from '../../../tests/hook-client.ts'

/*
 * Tokens as an attacker makes them, beyond those of `tokens.test.ts`. The client's own key has signed nearly all of them, so
 * that nothing but the rule in question stands between the token and the service; a good one still counts after them.
 */

const discovery = '/cds-services'

let ehr: Hospital
beforeAll(async () => {
  ehr = await hospital()
})
afterAll(() => ehr.under.close())

const seconds = () => Math.floor(ehr.under.now().getTime() / 1000)
const base64url = (text: string): string => Buffer.from(text).toString('base64url')

const header = (more: object = {}) => JSON.stringify({ alg: 'ES384', kid: 'key-1', typ: 'JWT', jku, ...more })
const claims = (more: object = {}) => ({
  iss: issuer,
  aud: `${address}${discovery}`,
  exp: seconds() + 300,
  iat: seconds(),
  jti: randomUUID(),
  ...more,
})

/** What the client's own key has signed, byte for byte as given: no library stands between. */
async function signedText(head: string, body: string, sign = ehr.pair.privateKey): Promise<string> {
  const parts = `${base64url(head)}.${base64url(body)}`
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-384' }, sign, Buffer.from(parts))
  return `${parts}.${Buffer.from(signature).toString('base64url')}`
}

async function statusOf(made: string | Promise<string>): Promise<number> {
  const { status, json } = await ehr.send(discovery, { authorization: `Bearer ${await made}` })
  if (status === 401) expect(json.code).toBe('PLB_CDS_HOOKS_TOKEN')
  return status
}

const withPayload = (more: object) => statusOf(signedText(header(), JSON.stringify(claims(more))))
const withHeader = (more: object) => statusOf(signedText(header(more), JSON.stringify(claims())))

describe('a token that the client’s own key has signed', () => {
  test('counts as the tests here make it, so that what they change is why it does not', async () => {
    expect(await withPayload({})).toBe(200)
    expect(await withHeader({})).toBe(200)
  })

  test.each<[string, object]>([
    ['an extension that has to be understood and is not', { crit: ['exp'], exp: 1 }],
    ['an extension that has to be understood and is not there', { crit: ['b64'] }],
    ['an empty list of such extensions', { crit: [] }],
    ['a payload that is not encoded', { crit: ['b64'], b64: false }],
    ['no type', { typ: undefined }],
    ['the type of an access token', { typ: 'at+jwt' }],
    ['a key by a path', { kid: '../../../../dev/null' }],
    ['a key by a query', { kid: "key-1' OR '1'='1" }],
    ['a key by a member that every object has', { kid: '__proto__' }],
    ['a key by a number', { kid: 1 }],
    ['a key by a list', { kid: ['key-1'] }],
    ['keys at an address of this machine', { jku: 'http://127.0.0.1:1/jwks.json' }],
    ['keys at an address of the cloud it runs in', { jku: 'http://169.254.169.254/latest/meta-data' }],
    ['keys in a file', { jku: 'file:///etc/passwd' }],
    ['keys within the token', { jku: 'data:application/json,{"keys":[]}' }],
    [
      'keys at the right host with a name before it',
      { jku: jku.replace('https://', 'https://ehr.example@evil.example/') },
    ],
    ['keys at the right address in capitals', { jku: jku.toUpperCase() }],
    ['keys at the right address by a detour', { jku: jku.replace('/jwks', '/x/../jwks') }],
    ['keys in a list of addresses', { jku: [jku] }],
    ['another algorithm of the same key', { alg: 'ES256' }],
    ['the algorithm of another kind of key', { alg: 'RS384' }],
    ['an algorithm in small letters', { alg: 'es384' }],
    ['several algorithms', { alg: ['ES384', 'none'] }],
  ])('is refused for %s', async (_, more) => {
    expect(await withHeader(more)).toBe(401)
  })

  const never = [null, '', true, {}, [], 'Infinity', -1]
  test.each([
    ['exp', [...never, 0]],
    ['iat', never],
    ['nbf', [null, '', true, {}, []]],
    ['aud', [null, '', true, {}, [], [''], [[`${address}${discovery}`]], { 0: `${address}${discovery}`, length: 1 }]],
    ['iss', [null, '', true, {}, [], [issuer], '__proto__', 'constructor', `${issuer}\u0000`, `${issuer} `]],
    ['jti', [null, '', true, {}, [], 7, 'x'.repeat(256)]],
  ])('is refused whose %s is of another kind', async (claim, values) => {
    for (const value of values) expect(await withPayload({ [claim]: value }), JSON.stringify(value)).toBe(401)
  })

  test.each([
    ['is to hold from later on', () => ({ nbf: seconds() + 120 })],
    ['was issued in the future', () => ({ iat: seconds() + 120, exp: seconds() + 400 })],
    ['has expired', () => ({ exp: seconds() - 31 })],
    ['has expired before it was issued', () => ({ iat: seconds(), exp: seconds() - 60 })],
  ])('is refused that %s', async (_, more) => {
    expect(await withPayload(more())).toBe(401)
  })

  test('says of a claim that is there twice what its last says, to every check alike', async () => {
    const twice = (first: object, last: object) =>
      signedText(header(), `${JSON.stringify(first).slice(0, -1)},${JSON.stringify(last).slice(1)}`)
    expect(await statusOf(twice(claims(), { iss: 'https://evil.example' }))).toBe(401)
    expect(await statusOf(twice(claims(), { aud: 'https://evil.example' }))).toBe(401)
    expect(await statusOf(twice(claims(), { exp: 1 }))).toBe(401)
    const jti = randomUUID()
    expect(await statusOf(twice(claims(), { jti }))).toBe(200)
    // Another first one does not make a token new that was used.
    expect(await statusOf(twice(claims(), { jti }))).toBe(401)
    expect(await withPayload({ jti })).toBe(401)
  })

  test('is refused whose header says its algorithm twice, the last time none', async () => {
    const head = `${header().slice(0, -1)},"alg":"none"}`
    expect(await statusOf(signedText(head, JSON.stringify(claims())))).toBe(401)
    expect(await statusOf(`${base64url(head)}.${base64url(JSON.stringify(claims()))}.`)).toBe(401)
  })

  test.each([
    ['a list', () => JSON.stringify([claims()])],
    ['a text', () => JSON.stringify(JSON.stringify(claims()))],
    ['nothing', () => ''],
    ['null', () => 'null'],
    ['half a claim', () => JSON.stringify(claims()).slice(0, -4)],
    ['depth without end', () => '['.repeat(5000)],
  ])('is refused whose payload is %s', async (_, body) => {
    expect(await statusOf(signedText(header(), body()))).toBe(401)
  })

  test('is refused that is longer than any token, before anything in it is read', async () => {
    const padded = await signedText(header(), JSON.stringify(claims({ pad: 'x'.repeat(11_700) })))
    expect(padded.length).toBeGreaterThan(16_000)
    expect(await statusOf(padded)).toBe(401)
    const immense = signedText(header(), JSON.stringify(claims({ pad: 'x'.repeat(60_000) })))
    // The headers of such a request are more than Node takes.
    expect(await statusOf(immense)).toBe(431)
  })
})

describe('a signature', () => {
  test('of zeros is no signature, nor one of the order of the curve', async () => {
    const parts = `${base64url(header())}.${base64url(JSON.stringify(claims()))}`
    const order = Buffer.from(
      'ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973',
      'hex',
    )
    for (const forged of [Buffer.alloc(96), Buffer.alloc(96, 255), Buffer.concat([order, order]), Buffer.alloc(0)])
      expect(await statusOf(`${parts}.${forged.toString('base64url')}`)).toBe(401)
  })

  test('that is longer or shorter than it should be is refused, though it begins as the right one', async () => {
    const [head = '', body = '', signature = ''] = (await signedText(header(), JSON.stringify(claims()))).split('.')
    for (const other of [signature.slice(0, -4), `${signature}AAAA`, signature.slice(0, 64)])
      expect(await statusOf(`${head}.${body}.${other}`)).toBe(401)
    expect(await statusOf(`${head}.${body}.${signature}`)).toBe(200)
  })

  test('of a key that the client does not have is refused under every name of a key', async () => {
    const evil = await keyPair('key-1')
    for (const more of [
      {},
      { kid: 'evil' },
      { jwk: evil.publicJwk },
      { x5u: 'https://evil.example/c.pem' },
      { x5c: ['AA'] },
    ])
      expect(await statusOf(token(evil, discovery, ehr.under.now(), { header: more })), JSON.stringify(more)).toBe(401)
  })

  test('is asked for: a token that is encrypted and not signed is refused', async () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const encrypted = new EncryptJWT(claims())
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: 'key-1', typ: 'JWT' })
      .encrypt(publicKey)
    expect(await statusOf(encrypted)).toBe(401)
  })
})

describe('where a token is carried', () => {
  test('is the header alone: one in the address counts nowhere, and is not logged', async () => {
    const good = await signedText(header(), JSON.stringify(claims()))
    const sent = await ehr.send(`${discovery}?access_token=${good}`, { authorization: '' })
    expect([sent.status, sent.json.code]).toEqual([401, 'PLB_CDS_HOOKS_TOKEN'])
    expect(ehr.under.logLines.join('\n')).not.toContain(good.slice(-20))
  })

  test('is one place: two tokens in one header are refused, though each is good', async () => {
    const [one, other] = await Promise.all([1, 2].map(() => signedText(header(), JSON.stringify(claims()))))
    for (const joined of [`${one}, Bearer ${other}`, `${one} ${other}`, `${one},${other}`])
      expect(await statusOf(joined)).toBe(401)
    expect(await statusOf(one ?? '')).toBe(200)
  })
})

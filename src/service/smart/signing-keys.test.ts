import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { keysWhereNeeded, smartConfiguration } from './configuration.ts'
import { readSigningKeys } from './signing-keys.ts'

const pem = { type: 'pkcs8', format: 'pem' } as const
const curve = (namedCurve: string) => String(generateKeyPairSync('ec', { namedCurve }).privateKey.export(pem))
const rsa = (modulusLength: number) => String(generateKeyPairSync('rsa', { modulusLength }).privateKey.export(pem))

const good = curve('P-384')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-key-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const refusal = (why: string) =>
  expect.objectContaining({ code: 'PLB_START_SMART_KEY', message: expect.stringContaining(why) })

describe('the service’s own key', () => {
  test('is none where the environment names none', async () => {
    expect(await readSigningKeys({})).toBeUndefined()
  })

  test.each([
    ['of the curve P-384', good, 'ES384', ['alg', 'crv', 'key_ops', 'kid', 'kty', 'use', 'x', 'y']],
    ['of RSA', rsa(2048), 'RS384', ['alg', 'e', 'key_ops', 'kid', 'kty', 'n', 'use']],
  ])('%s signs, and its public part alone is published', async (_, text, algorithm, members) => {
    const keys = await readSigningKeys({ PLUMBLINE_SMART_KEY: text })
    expect(keys?.signing.algorithm).toBe(algorithm)
    const [shown] = keys?.published.keys ?? []
    expect(Object.keys(shown ?? {}).sort()).toEqual(members)
    expect(shown).toMatchObject({ kid: keys?.signing.kid, alg: algorithm })
  })

  test('has the same name wherever it is read, and stands before older ones, which stay published', async () => {
    const [now, before] = [await readSigningKeys({ PLUMBLINE_SMART_KEY: good }), rsa(2048)]
    const both = await readSigningKeys({ PLUMBLINE_SMART_KEY: `${good}\n${before}` })
    expect(both?.signing.kid).toBe(now?.signing.kid)
    expect(both?.published.keys.map(({ alg }) => alg)).toEqual(['ES384', 'RS384'])
  })

  test.each([
    ['RSA of 1024 bits', rsa(1024), 'is weak'],
    ['the curve P-256', curve('P-256'), 'another curve'],
    ['Ed25519', String(generateKeyPairSync('ed25519').privateKey.export(pem)), 'neither'],
    [
      'a public key',
      String(generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({ type: 'spki', format: 'pem' })),
      'no private key',
    ],
    [
      'an encrypted key',
      String(
        generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey.export({
          ...pem,
          cipher: 'aes-256-cbc',
          passphrase: 'x',
        }),
      ),
      'encrypted',
    ],
    ['no key', 'secret', 'no key in PEM'],
    ['the same key twice', `${good}\n${good}`, 'twice'],
  ])('of %s stops the start, and is not repeated', async (_, text, why) => {
    const error = await readSigningKeys({ PLUMBLINE_SMART_KEY: text }).catch((thrown: unknown) => thrown)
    expect(error).toEqual(refusal(why))
    expect(String(error)).not.toContain(text.slice(40, 60) || text)
  })

  test.skipIf(process.platform === 'win32')(
    'is read from a file that its owner alone may read, and from no other',
    async () => {
      const file = join(folder, 'smart-key.pem')
      writeFileSync(file, good, { mode: 0o600 })
      expect((await readSigningKeys({ PLUMBLINE_SMART_KEY_FILE: file }))?.signing.algorithm).toBe('ES384')
      chmodSync(file, 0o640)
      await expect(readSigningKeys({ PLUMBLINE_SMART_KEY_FILE: file })).rejects.toEqual(
        refusal('others than its owner'),
      )
      await expect(readSigningKeys({ PLUMBLINE_SMART_KEY_FILE: join(folder, 'none') })).rejects.toEqual(
        refusal('cannot be read'),
      )
    },
  )

  test('has to be there where a record wants it', () => {
    const server = { iss: 'https://ehr.example/fhir', name: 'x', clientId: 'plumbline', recordNumberSystem: 'urn:x' }
    const wants = smartConfiguration({ servers: [{ ...server, client: 'privateKey' }] })
    expect(() => keysWhereNeeded(wants, undefined)).toThrow(refusal('there is none'))
    expect(() => keysWhereNeeded(smartConfiguration({ servers: [server] }), undefined)).not.toThrow()
  })
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyRequest } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { viewCall } from '../../../tests/hook-calls.ts'
import { keyPair, sandbox } from '../../../tests/hook-client.ts'
import { startService } from '../start.ts'
import { createHookClients } from './clients.ts'
import { configurationFile, readHooksConfiguration } from './configuration.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-hooks-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const write = (content: unknown) =>
  writeFileSync(join(folder, configurationFile), typeof content === 'string' ? content : JSON.stringify(content))
const onLoopback = { loopback: true, behindTls: false }
const address = 'https://plumbline.example'

describe('the configuration of the hooks', () => {
  test('is none where there is no file, and then no program is let in', async () => {
    expect(readHooksConfiguration(folder, onLoopback)).toBeUndefined()
    const nobody = createHookClients(undefined, () => new Date())
    await expect(nobody.admit({ headers: {} } as FastifyRequest)).rejects.toMatchObject({ code: 'PLB_CDS_HOOKS_OFF' })
    expect(nobody.isOrigin('https://ehr.example')).toBe(false)
  })

  test('allows ES384 and RS384 unless it says otherwise', () => {
    write({ address, clients: [{ issuer: 'https://ehr.example', jku: 'https://ehr.example/jwks' }] })
    expect(readHooksConfiguration(folder, onLoopback)?.clients[0]?.algorithms).toEqual(['ES384', 'RS384'])
  })

  test.each([
    ['no JSON', '{'],
    ['no address', {}],
    ['an address that ends in a slash', { address: `${address}/` }],
    ['an address without TLS', { address: 'http://plumbline.example' }],
    ['a client without keys', { address, clients: [{ issuer: 'https://ehr.example' }] }],
    ['a jku without TLS', { address, clients: [{ issuer: 'x', jku: 'http://ehr.example/jwks' }] }],
    [
      'an algorithm of a shared secret',
      { address, clients: [{ issuer: 'x', jku: 'https://e.example', algorithms: ['HS256'] }] },
    ],
    [
      'no signature as an algorithm',
      { address, clients: [{ issuer: 'x', jku: 'https://e.example', algorithms: ['none'] }] },
    ],
    [
      'a FHIR server without TLS',
      { address, clients: [{ issuer: 'x', jku: 'https://e.example', fhirServers: ['http://127.0.0.1'] }] },
    ],
    ['any origin', { address, clients: [{ issuer: 'x', jku: 'https://e.example', origins: ['*'] }] }],
    ['an issuer twice', { address, clients: [1, 2].map(() => ({ issuer: 'x', jku: 'https://e.example' })) }],
    ['a key that is a secret', { address, clients: [{ issuer: 'x', keys: { keys: [{ kty: 'oct', k: 'AA' }] } }] }],
    ['a member nobody knows', { address, opne: true }],
  ])('stops the start where it has %s', (_, content) => {
    write(content)
    expect(() => readHooksConfiguration(folder, onLoopback)).toThrow(
      expect.objectContaining({ code: 'PLB_START_CDS_HOOKS' }),
    )
  })

  test.each([
    ['others can reach the host', { loopback: false, behindTls: false }, 'http://127.0.0.1:8420'],
    ['a proxy stands in front', { loopback: true, behindTls: true }, 'http://127.0.0.1:8420'],
    ['its address is not of this machine', onLoopback, address],
  ])('leaves the hooks open to nobody where %s', (_, how, where) => {
    write({ address: where, openOnLoopback: {} })
    expect(() => readHooksConfiguration(folder, how)).toThrow(
      expect.objectContaining({ code: 'PLB_START_CDS_HOOKS_OPEN' }),
    )
  })

  test('that leaves the hooks open stops a start on an address that others can reach', async () => {
    write({ address: 'http://127.0.0.1:8420', openOnLoopback: {} })
    const start = startService({ dataFolder: folder, host: '0.0.0.0', port: 0, demo: 'never', print: () => undefined })
    await expect(start).rejects.toMatchObject({ code: 'PLB_START_CDS_HOOKS_OPEN' })
  })

  test('says nothing of its keys where it is refused', async () => {
    const { publicJwk } = await keyPair('secret-kid')
    write({ address, clients: [{ issuer: 'x', keys: { keys: [{ ...publicJwk, kty: 'oct' }] } }] })
    expect(() => readHooksConfiguration(folder, onLoopback)).toThrow(/^(?!.*secret-kid)/)
  })
})

describe('hooks that are open on this machine', () => {
  test('answer without a token, and with any', async () => {
    const place = await sandbox()
    for (const authorization of ['', 'Bearer a.b.c'])
      expect((await place.send('/cds-services', { authorization })).status).toBe(200)
    expect((await place.call(viewCall([]))).status).toBe(200)
    await place.under.close()
  })

  test('answer on names of this machine alone, and to pages of no other origin than those that are named', async () => {
    const place = await sandbox({ origins: ['http://localhost:8080'] })
    const named = await place.under.server.inject({ url: '/cds-services', headers: { host: 'clinic.example' } })
    expect(named.statusCode).toBe(421)
    expect((await place.send('/cds-services', { headers: { origin: 'https://evil.example' } })).status).toBe(403)
    const page = await place.send('/cds-services', { headers: { origin: 'http://localhost:8080' } })
    expect([page.status, page.headers.get('access-control-allow-origin')]).toEqual([200, 'http://localhost:8080'])
    await place.under.close()
  })
})

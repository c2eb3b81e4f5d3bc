import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ROOT } from '../scripts/setup.mjs'
import { address, issuer, type KeyPair, keyPair, token } from './hook-client.ts'
import { loopbackCertificate } from './loopback-certificate.ts'

/*
 * A client's keys where it publishes them: over TLS, by the service as it ships, which is told by `NODE_EXTRA_CA_CERTS` whom
 * to trust, as at a hospital with an authority of its own.
 */

type Published = { readonly status: number; readonly body: string; readonly location?: string } | 'silent'

const certificate = loopbackCertificate()
const folder = mkdtempSync(join(tmpdir(), 'plumbline-keys-'))
let published: Published = { status: 200, body: '{}' }
let asked: string[] = []
const publisher = createServer(certificate, (request, response) => {
  asked.push(request.url ?? '')
  if (published === 'silent') return
  const { status, body, location } = published
  response.writeHead(status, { 'content-type': 'application/json', ...(location ? { location } : {}) }).end(body)
})
let jku = ''
let pair: KeyPair
let service: ChildProcess | undefined
let base = ''

/** Anew for each test: keys are remembered, and are not asked for again at once. */
async function start(trusted = true): Promise<void> {
  await stop()
  const { NODE_EXTRA_CA_CERTS: _, ...environment } = process.env
  const child = spawn(
    process.execPath,
    ['dist/cli/main.js', 'serve', '--data', folder, '--port', '0', '--behind-tls', '--host-name', 'clinic.example'],
    {
      cwd: ROOT,
      env: { ...environment, ...(trusted ? { NODE_EXTRA_CA_CERTS: join(folder, 'authority.pem') } : {}) },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  )
  service = child
  let said = ''
  base = await new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the service ended with ${code}`)))
    child.stdout.on('data', (chunk) => {
      said += String(chunk)
      const found = /running at (\S+)/.exec(said)?.[1]
      if (found) resolve(found)
    })
  })
}

async function stop(): Promise<void> {
  const child = service
  service = undefined
  if (!child || child.exitCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}

async function discover(from: KeyPair = pair) {
  const bearer = await token(from, '/cds-services', new Date(), { header: { jku } })
  const answer = await fetch(`${base}/cds-services`, { headers: { authorization: `Bearer ${bearer}` } })
  const json = (await answer.json()) as { readonly code?: string; readonly services?: readonly unknown[] }
  return { status: answer.status, code: json.code, services: json.services?.length ?? 0 }
}

const keySet = (...pairs: readonly KeyPair[]) => JSON.stringify({ keys: pairs.map(({ publicJwk }) => publicJwk) })
const cannotBeHad = { status: 503, code: 'PLB_CDS_HOOKS_KEYS', services: 0 }

beforeAll(async () => {
  await new Promise<void>((resolve) => publisher.listen(0, '127.0.0.1', resolve))
  jku = `https://localhost:${(publisher.address() as AddressInfo).port}/.well-known/jwks.json`
  pair = await keyPair('key-1')
  writeFileSync(join(folder, 'authority.pem'), certificate.cert)
  writeFileSync(join(folder, 'cds-hooks.json'), JSON.stringify({ address, clients: [{ issuer, jku }] }))
})
beforeEach(() => {
  asked = []
  published = { status: 200, body: keySet(pair) }
})
afterAll(async () => {
  await stop()
  publisher.closeAllConnections()
  publisher.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('the keys of a client of the hooks', { timeout: 120_000 }, () => {
  test('are fetched over TLS once and remembered, and another key under the same name is another key', async () => {
    await start()
    expect(await discover()).toEqual({ status: 200, code: undefined, services: 4 })
    expect(await discover()).toMatchObject({ status: 200 })
    expect(asked).toEqual(['/.well-known/jwks.json'])
    // Another key under the same name is another key.
    expect(await discover(await keyPair('key-1'))).toMatchObject({ status: 401, code: 'PLB_CDS_HOOKS_TOKEN' })
  })

  test.each<[string, Published]>([
    ['the address answers with an error', { status: 500, body: '' }],
    ['the address leads elsewhere', { status: 302, body: '', location: '/elsewhere' }],
    ['what is there is no JSON', { status: 200, body: '<html>' }],
    ['what is there is no set of keys', { status: 200, body: '{"keys":"none"}' }],
    ['what is there is too long', { status: 200, body: `{"keys":[],"x":"${'x'.repeat(300_000)}"}` }],
    ['nobody answers in time', 'silent'],
  ])('cannot be had where %s: no call is let in, and the client is told that it is the keys', async (_, there) => {
    published = there
    await start()
    expect(await discover()).toEqual(cannotBeHad)
    expect(asked).toEqual(['/.well-known/jwks.json'])
  })

  test('are not taken from who cannot show a certificate that is trusted', async () => {
    await start(false)
    expect(await discover()).toEqual(cannotBeHad)
    expect(asked).toEqual([])
  })
})

import { readdirSync, readFileSync } from 'node:fs'
import { createServer as createPlain, type RequestListener, type Server } from 'node:http'
import { createServer as createSecure } from 'node:https'
import { type AddressInfo, createServer as createSocket } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { loopbackCertificate } from '../../tests/loopback-certificate.ts'
import { addressNotAllowed, guardedLookup, mayStandFor } from './guarded-lookup.ts'
import { allowedAddress, askOutside } from './outgoing.ts'

const toClose: (() => void)[] = []
afterEach(() => {
  for (const close of toClose.splice(0)) close()
})

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  toClose.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** A server on this machine, and what it was asked. */
async function there(answer: RequestListener) {
  const asked: string[] = []
  const port = await listening(
    createPlain((request, response) => {
      asked.push(`${request.method} ${request.url}`)
      answer(request, response)
    }),
  )
  return { url: `http://127.0.0.1:${port}`, asked }
}

const limits = { bytesAtMost: 1000, withinMilliseconds: 20_000 }

describe('what the service sends to another program', () => {
  test('comes back with its status and its body', async () => {
    const { url, asked } = await there((request, response) => {
      let body = ''
      request.on('data', (part) => {
        body += String(part)
      })
      request.on('end', () => response.writeHead(201).end(`${request.headers['content-type']}: ${body}`))
    })
    const headers = { 'content-type': 'text/plain' }
    expect(await askOutside({ url, method: 'POST', headers, body: 'ünder', ...limits })).toEqual({
      status: 201,
      body: 'text/plain: ünder',
    })
    expect(asked).toEqual(['POST /'])
  })

  test('does not follow a redirect', async () => {
    const elsewhere = await there((_, response) => response.end('{}'))
    const { url } = await there((_, response) => response.writeHead(302, { location: elsewhere.url }).end())
    expect(await askOutside({ url, ...limits })).toEqual({ status: 302, body: '' })
    expect(elsewhere.asked).toEqual([])
  })

  test('is given up where the answer is longer than it may be', async () => {
    const { url } = await there((_, response) => {
      const more = (): void => {
        if (!response.destroyed) response.write('x'.repeat(600), more)
      }
      more()
    })
    expect(await askOutside({ url, ...limits })).toEqual({ failed: 'tooLarge' })
  })

  test('is given up where the answer does not come, or does not end', async () => {
    const silent = await there(() => undefined)
    const endless = await there((_, response) => void response.write('{'))
    for (const { url } of [silent, endless])
      expect(await askOutside({ url, ...limits, withinMilliseconds: 200 })).toEqual({ failed: 'timeout' })
  })

  test('is given up where nobody listens', async () => {
    const port = await new Promise<number>((resolve) => {
      const server = createSocket().listen(0, '127.0.0.1', () => {
        const { port: free } = server.address() as AddressInfo
        server.close(() => resolve(free))
      })
    })
    expect(await askOutside({ url: `http://127.0.0.1:${port}`, ...limits })).toEqual({ failed: 'unreachable' })
  })

  test('goes to nobody whose certificate is not trusted', async () => {
    const port = await listening(createSecure(loopbackCertificate(), (_, response) => response.end('{}')))
    expect(await askOutside({ url: `https://localhost:${port}`, ...limits })).toEqual({ failed: 'unreachable' })
  })

  test.each([
    ['without TLS', 'http://ehr.example/keys'],
    ['with a password in the address', 'https://user:word@ehr.example/'],
    ['to a file', 'file:///etc/passwd'],
    ['to an address of the link, where clouds keep credentials', 'https://169.254.169.254/latest/meta-data/'],
    ['to the same, written as one number', 'https://2852039166/'],
    ['to this machine by another of its addresses', 'https://127.9.9.9/'],
    ['to another of its addresses in hexadecimal', 'https://0x7f090909/'],
    ['to no address', 'https://0.0.0.0/'],
    ['to this machine in mapped form', 'https://[::ffff:127.0.0.1]/'],
    ['to this machine in the compatible form', 'https://[::127.0.0.1]/'],
    ['to this machine through a translator', 'https://[64:ff9b::127.0.0.1]/'],
    ['to the link in IPv6', 'https://[fe80::1]/'],
    ['to what is no address', 'ehr.example'],
  ])('is not sent %s', async (_, url) => {
    expect(allowedAddress(url)).toBeUndefined()
    expect(await askOutside({ url, ...limits })).toEqual({ failed: 'notAllowed' })
  })

  test('is not sent where a name, other than its own, stands for this machine', async () => {
    const { asked, url } = await there((_, response) => response.end('{}'))
    const { port } = new URL(url)
    // Where the machine knows this spelling of its name it is refused; where not, nobody is found.
    const answer = await askOutside({ url: `https://localhost.:${port}/`, ...limits })
    expect(['notAllowed', 'unreachable']).toContain('failed' in answer && answer.failed)
    expect(asked).toEqual([])
  })
})

describe('a name that is looked up', () => {
  const looked = (hostname: string, addresses: readonly string[]) =>
    new Promise<{ readonly code: string | undefined; readonly address: unknown }>((resolve) => {
      const all = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
      guardedLookup(hostname, (_, __, found) => found(null, all))(hostname, {}, (error, address) =>
        resolve({ code: error?.code, address }),
      )
    })

  test('is connected to by the very address that was checked, whatever the name server says next', async () => {
    const answers = [['203.0.113.7'], ['127.0.0.1'], ['203.0.113.7', '169.254.169.254'], ['::ffff:7f00:1']]
    const results = await Promise.all(answers.map((each) => looked('ehr.example', each)))
    expect(results.map(({ code }) => code)).toEqual([
      undefined,
      addressNotAllowed,
      addressNotAllowed,
      addressNotAllowed,
    ])
    expect(results[0]?.address).toBe('203.0.113.7')
  })

  test('may stand for a host inside the hospital’s network where the operator has named it, and for this machine by its own name alone', async () => {
    for (const address of ['10.1.2.3', '192.168.4.5', '172.16.0.9', 'fd12:3456::1']) {
      expect((await looked('ehr.hospital.example', [address])).code, address).toBeUndefined()
    }
    expect((await looked('localhost', ['127.0.0.1'])).code).toBeUndefined()
    expect(mayStandFor('ehr.example', 'fd00:ec2::254')).toBe(false)
  })
})

test('the service has one way out, and one for e-mail', () => {
  const root = fileURLToPath(new URL('.', import.meta.url))
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  )
  const out =
    /request[^\n]*from 'node:https?'|\bfetch\(|createRemoteJWKSet\(|from 'nodemailer'|from 'undici'|(connect|Connection|Socket)[^\n]*from 'node:(net|tls|dgram)'/
  const found = files.filter((file) => out.test(readFileSync(join(root, file), 'utf8'))).sort()
  expect(found.map((file) => file.replaceAll('\\', '/'))).toEqual([
    'messages/email.ts',
    'outgoing.ts',
    // jose's, with the fetch of outgoing.ts.
    'remote-keys.ts',
  ])
})

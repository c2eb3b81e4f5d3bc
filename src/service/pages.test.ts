import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ServerUnderTest, serverUnderTest } from '../../tests/server-under-test.ts'
import { screenFiles } from './page-ahead.ts'

/** As Vite lists what it built. */
const built = {
  '_start-01.js': { file: 'assets/start-01.js', name: 'start', css: ['assets/start-02.css'] },
  '_consultation-03.js': {
    file: 'assets/consultation-03.js',
    name: 'consultation',
    imports: ['_start-01.js', '_chart-04.js', '_hash-06.js'],
  },
  '_chart-04.js': { file: 'assets/chart-04.js', name: 'chart', imports: ['_hash-06.js'], css: ['assets/chart-05.css'] },
  '_hash-06.js': { file: 'assets/hash-06.js', name: 'hash' },
  'evidence/evidence-screen.tsx': { file: 'assets/evidence-07.js', name: 'evidence-screen', imports: ['_start-01.js'] },
}

let under: ServerUnderTest
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-web-'))
  const web = join(folder, 'web')
  mkdirSync(join(web, 'assets'), { recursive: true })
  writeFileSync(
    join(web, 'index.html'),
    '<head><meta property="csp-nonce" nonce="__CSP_NONCE__"><title>Plumbline</title>' +
      '<script src="/assets/start-01.js"></script><link href="/assets/start-02.css" rel="stylesheet"></head>',
  )
  writeFileSync(join(web, 'questionnaire.html'), '<title>Questions</title>')
  writeFileSync(join(web, 'assets', 'app-4f2a.js'), 'export {}')
  writeFileSync(join(web, 'assets', 'big-77aa.js'), 'export const big = 1')
  writeFileSync(join(web, 'assets', 'big-77aa.js.gz'), gzipSync('export const big = 1'))
  writeFileSync(join(web, 'assets', 'big-77aa.js.br'), brotliCompressSync('export const big = 1'))
  mkdirSync(join(web, '.vite'))
  writeFileSync(join(web, '.vite', 'manifest.json'), JSON.stringify(built))
  writeFileSync(join(web, 'worker.js'), 'self')
  writeFileSync(join(web, '.hidden'), 'secret')
  writeFileSync(join(folder, 'accounts.sqlite'), 'secret')
  under = await serverUnderTest({ webFolder: web })
})
afterAll(async () => {
  await under.close()
  rmSync(folder, { recursive: true, force: true })
})

const html = { accept: 'text/html,application/xhtml+xml' }

describe("the app's page", () => {
  test.each(['/', '/index.html', '/patients', '/patients/6f1c/assess?overdue=1'])(
    'is what %s gives a browser',
    async (url) => {
      const answer = await under.browser().send('GET', url, { headers: html })
      expect(answer.statusCode).toBe(200)
      expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
      expect(answer.headers['cache-control']).toBe('no-store')
      expect(answer.body).toContain('<title>Plumbline</title>')
    },
  )

  test('of a patient’s link is one of its own, that nobody keeps and no search engine lists', async () => {
    for (const url of ['/q/7QK4M0ZD2X', '/q']) {
      const answer = await under.browser().send('GET', url, { headers: html })
      expect(answer.body).toBe('<title>Questions</title>')
      expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow' })
      expect(answer.headers['referrer-policy']).toBe('no-referrer')
    }
    expect((await under.browser().send('GET', '/quality', { headers: html })).body).toContain(
      '<title>Plumbline</title>',
    )
    expect((await under.browser().send('GET', '/questionnaire.html')).statusCode).toBe(404)
  })

  test('allows its own files and styles with its nonce, and nothing inline or evaluated', async () => {
    const answer = await under.browser().send('GET', '/', { headers: html })
    const nonce = /nonce="([A-Za-z0-9+/]{22}==)"/.exec(answer.body)?.[1]
    expect(nonce).toBeDefined()
    expect(answer.headers['content-security-policy']).toBe(
      [
        "default-src 'none'",
        "script-src 'self'",
        `style-src 'self' 'nonce-${nonce}'`,
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        'trusted-types default',
      ].join('; '),
    )
  })

  test('has a new nonce every time', async () => {
    const pages = await Promise.all(['/', '/', '/'].map((url) => under.browser().send('GET', url, { headers: html })))
    expect(new Set(pages.map(({ body }) => body)).size).toBe(3)
  })

  test('is given to whoever accepts anything, as a check from the command line does', async () => {
    const answer = await under.browser().send('GET', '/', { headers: { accept: '*/*' } })
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-type']).toContain('text/html')
  })

  test('is not given to a program that asks for data', async () => {
    const answer = await under.browser().send('GET', '/patients', { headers: { accept: 'application/json' } })
    expect(answer.statusCode).toBe(404)
    expect(answer.json()).toMatchObject({ code: 'PLB_HTTP_NOT_FOUND' })
  })

  test.each(['/api', '/api/', '/api/nothing', '/assets/missing.js', '/favicon.ico'])(
    'is not what %s gives',
    async (url) => {
      expect((await under.browser().send('GET', url, { headers: html })).statusCode).toBe(404)
    },
  )

  test('cannot be posted to', async () => {
    expect((await under.browser().send('POST', '/patients', { headers: html, body: {} })).statusCode).toBe(404)
  })
})

describe('what a page asks for ahead', () => {
  const opened = { ...html, 'sec-fetch-dest': 'document' }
  const linked = (body: string) =>
    [...body.matchAll(/<link rel="(\w+)"[^>]* href="([^"]+)">/g)].map(([, , href]) => href)
  let clinician: ReturnType<ServerUnderTest['browser']>
  beforeAll(async () => {
    await under.addAccount('ahead', 'clinician')
    clinician = under.browser()
    await clinician.signIn('ahead')
  })
  const at = async (path: string, headers: Readonly<Record<string, string>> = opened) =>
    linked((await clinician.send('GET', path, { headers })).body)

  test('is what its screen shows first, and the code of that screen with all that it loads, once each', async () => {
    const protocol = expect.stringMatching(/^\/api\/protocol\/versions\/[0-9a-f]{64}$/)
    expect(await at('/')).toEqual([protocol, '/api/worklist?show=all&amp;assigned=all', '/api/staff'])
    expect(await at('/evidence')).toEqual(['/assets/evidence-07.js', protocol])
    expect(await at('/patients')).toEqual([protocol])
    expect(await at('/patients/6f1c?episode=7')).toEqual([protocol, '/api/patients/6f1c', '/api/staff'])
    const consultation = ['consultation-03.js', 'chart-04.js', 'chart-05.css', 'hash-06.js']
    const code = consultation.map((file) => `/assets/${file}`)
    expect(await at('/patients/6f1c/assess')).toEqual([...code, protocol, '/api/patients/6f1c'])
  })

  test('names the files of the screens as the app does', () => {
    const screens = readFileSync(new URL('../web/screens.ts', import.meta.url), 'utf8')
    const modules = Object.fromEntries(
      [...screens.matchAll(/(\w+): \(\) => import\('\.\/\w+\/([\w-]+)\.tsx'\)/g)].map(([, name, file]) => [name, file]),
    )
    const { ofPatient, others, summary } = screenFiles
    // The assessment is in the file of what every consultation needs.
    expect({ ...modules, assess: 'consultation' }).toMatchObject({ ...ofPatient, ...others, summary })
  })

  test('is nothing for a page that is kept to be shown at any address', async () => {
    expect(await at('/', { ...html, 'sec-fetch-dest': 'empty' })).toEqual([])
    expect(await at('/', html)).toEqual([])
  })

  test('is nothing for whoever may not see it, and nothing that an address smuggles in', async () => {
    const stranger = await under.browser().send('GET', '/patients/6f1c', { headers: opened })
    expect(linked(stranger.body)).toEqual([])
    await under.addAccount('ahead-administrator', 'administrator')
    const administrator = under.browser()
    await administrator.signIn('ahead-administrator')
    const page = await administrator.send('GET', '/patients/6f1c', { headers: opened })
    expect(linked(page.body)).toEqual([expect.stringContaining('/api/protocol/versions/')])
    expect((await at('/patients/%22%3E%3Cscript%3E')).join()).not.toContain('patients')
  })
})

describe("the app's files", () => {
  test('are kept by the browser for good where the name has a hash of the content', async () => {
    const asset = await under.browser().send('GET', '/assets/app-4f2a.js')
    expect(asset.statusCode).toBe(200)
    expect(asset.headers['content-type']).toMatch(/javascript/)
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    const worker = await under.browser().send('GET', '/worker.js')
    expect(worker.headers['cache-control']).toBe('public, max-age=0')
    expect(worker.headers['content-security-policy']).toContain("style-src 'self';")
  })

  test('are sent packed to whoever takes that, the smaller one first, and as they are to others', async () => {
    const packed = await under.browser().send('GET', '/assets/big-77aa.js', { headers: { 'accept-encoding': 'gzip' } })
    expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' })
    expect(packed.headers['content-type']).toMatch(/javascript/)
    expect(packed.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(gunzipSync(packed.rawPayload).toString()).toBe('export const big = 1')
    const smaller = await under
      .browser()
      .send('GET', '/assets/big-77aa.js', { headers: { 'accept-encoding': 'gzip, br' } })
    expect(smaller.headers).toMatchObject({ 'content-encoding': 'br', vary: 'accept-encoding' })
    expect(smaller.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(brotliDecompressSync(smaller.rawPayload).toString()).toBe('export const big = 1')
    const plain = await under.browser().send('GET', '/assets/big-77aa.js')
    expect(plain.headers['content-encoding']).toBeUndefined()
    expect(plain.body).toBe('export const big = 1')
    // There is no packed one of this.
    const only = await under
      .browser()
      .send('GET', '/assets/app-4f2a.js', { headers: { 'accept-encoding': 'gzip, br' } })
    expect(only.body).toBe('export {}')
  })

  test.each([
    '/../accounts.sqlite',
    '/%2e%2e/accounts.sqlite',
    '/..%2faccounts.sqlite',
    '/assets/..%2f..%2faccounts.sqlite',
    '/assets/%2e%2e/%2e%2e/accounts.sqlite',
    '/%252e%252e%252faccounts.sqlite',
    '/..\\accounts.sqlite',
    '/..%5caccounts.sqlite',
    '//accounts.sqlite',
    '/assets/....//accounts.sqlite',
    '/accounts.sqlite%00.js',
    '/.hidden',
    '/.vite/manifest.json',
    '/%2ehidden',
  ])('do not include %s', async (url) => {
    const answer = await under.server.inject({ method: 'GET', url, headers: { host: 'localhost' } })
    expect([400, 403, 404]).toContain(answer.statusCode)
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(answer.body).not.toContain('secret')
  })

  test('do not include what a raw socket asks for, which no client has cleaned', async () => {
    await under.server.listen({ host: '127.0.0.1', port: 0 })
    const address = under.server.server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const ask = (target: string) =>
      new Promise<string>((resolve, reject) => {
        let text = ''
        const socket = connect(port, '127.0.0.1', () =>
          socket.write(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`),
        )
        socket.on('data', (chunk) => {
          text += chunk
        })
        socket.on('end', () => resolve(text)).on('error', reject)
      })
    for (const target of [
      '/../accounts.sqlite',
      '/assets/../../accounts.sqlite',
      'http://evil.example/../accounts.sqlite',
    ]) {
      const answer = await ask(target)
      expect(answer).toMatch(/^HTTP\/1\.1 (400|403|404|421) /)
      expect(answer).not.toContain('secret')
    }
  })
})

import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hookCatcher, mailCatcher } from '../../../tests/message-catchers.ts'
import { mayStandFor } from '../guarded-lookup.ts'
import { channelsFrom } from './channels.ts'
import { createEmail } from './email.ts'
import { createWebhook } from './webhook.ts'

const key = 'k'.repeat(32)
const from = 'plumbline@clinic.example'

describe('the environment', () => {
  test('sets up nothing while it says nothing', () => {
    expect(channelsFrom({})).toEqual({})
  })

  test('sets up a channel from a variable, or from the file that another one names', () => {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-secret-'))
    const file = join(folder, 'secret')
    writeFileSync(file, `${key}\n`)
    const email = { PLUMBLINE_SMTP_URL: 'smtps://u:p@mail.example:465', PLUMBLINE_SMTP_FROM: from }
    expect(Object.keys(channelsFrom(email))).toEqual(['email'])
    const hosts = { PLUMBLINE_WEBHOOK_HOSTS: 'Hooks.example, 127.0.0.1' }
    expect(channelsFrom({ ...hosts, PLUMBLINE_WEBHOOK_SECRET_FILE: file }).webhook?.hosts).toEqual([
      'hooks.example',
      '127.0.0.1',
    ])
    rmSync(folder, { recursive: true })
  })

  test.each([
    ['an address that is none', { PLUMBLINE_SMTP_URL: 'mail.example', PLUMBLINE_SMTP_FROM: from }],
    ['another protocol', { PLUMBLINE_SMTP_URL: 'file:///etc/passwd', PLUMBLINE_SMTP_FROM: from }],
    ['no sender', { PLUMBLINE_SMTP_URL: 'smtp://mail.example' }],
    ['a short secret', { PLUMBLINE_WEBHOOK_SECRET: 'short', PLUMBLINE_WEBHOOK_HOSTS: 'hooks.example' }],
    ['no hosts', { PLUMBLINE_WEBHOOK_SECRET: key }],
    ['a file that is not there', { PLUMBLINE_WEBHOOK_SECRET_FILE: '/nowhere/secret' }],
  ])('is refused, without its secret in the words, for %s', (_, environment) => {
    expect(() => channelsFrom(environment)).toThrow(expect.objectContaining({ code: 'PLB_START_MESSAGES' }))
    try {
      channelsFrom(environment)
    } catch (error) {
      expect(String(error)).not.toMatch(/short\b|kkkk|passwd/)
    }
  })
})

describe('an e-mail', () => {
  let mail: Awaited<ReturnType<typeof mailCatcher>>
  beforeAll(async () => {
    mail = await mailCatcher('secret word')
  })
  afterAll(() => mail.close())
  const letter = { id: 'message-1', to: 'ana@clinic.example', subject: 'Back clinic: 1 urgent', text: 'One.\nTwo.\n' }
  const through = (user: string) => createEmail({ url: new URL(`smtp://${user}@127.0.0.1:${mail.port}`), from })

  test('arrives at a real mail server, signed in, with an id that is the same each time', async () => {
    const email = through('plumbline:secret%20word')
    expect(await email.send(letter)).toEqual({ sent: true })
    expect(await email.send(letter)).toEqual({ sent: true })
    const [first, second] = mail.caught
    expect(first?.to).toEqual(['ana@clinic.example'])
    expect(first?.source).toContain('Subject: Back clinic: 1 urgent\n')
    expect(first?.source).toContain('Message-ID: <message-1@clinic.example>\n')
    expect(first?.source).toContain('Auto-Submitted: auto-generated\n')
    expect(first?.source).toContain('\n\nOne.\nTwo.\n')
    expect([first?.id, second?.id]).toEqual(['message-1', 'message-1'])
  })

  test('writes no header through its subject or its address', async () => {
    await through('plumbline:secret%20word').send({ ...letter, subject: 'A\r\nBcc: eve@elsewhere.example' })
    expect(mail.caught.at(-1)?.to).toEqual(['ana@clinic.example'])
    expect(mail.caught.at(-1)?.source).not.toMatch(/^Bcc:/m)
  })

  test('is told as refused, not taken now, not signed in, or not reached', async () => {
    const email = through('plumbline:secret%20word')
    mail.behave('knows nobody')
    expect(await email.send(letter)).toEqual({ sent: false, problem: 'PLB_MESSAGE_REFUSED', isFinal: true })
    mail.behave('is busy')
    expect(await email.send(letter)).toEqual({ sent: false, problem: 'PLB_MESSAGE_REFUSED', isFinal: false })
    mail.behave('takes')
    expect(await through('plumbline:wrong').send(letter)).toEqual({
      sent: false,
      problem: 'PLB_MESSAGE_SIGN_IN',
      isFinal: false,
    })
    const nowhere = createEmail({ url: new URL('smtp://127.0.0.1:1'), from })
    expect(await nowhere.send(letter)).toEqual({ sent: false, problem: 'PLB_MESSAGE_UNREACHABLE', isFinal: false })
  })
})

describe('a message to another program', () => {
  let hook: Awaited<ReturnType<typeof hookCatcher>>
  beforeAll(async () => {
    hook = await hookCatcher()
  })
  beforeEach(() => {
    hook.answer(204)
    hook.caught.splice(0)
  })
  afterAll(() => hook.close())
  const webhook = createWebhook({ key, hosts: ['127.0.0.1', 'localhost', 'hooks.example', '169.254.169.254'] })
  const notice = () => ({
    id: 'message-1',
    url: hook.url,
    body: '{"kind":"test"}',
    at: new Date('2026-03-14T09:00:00Z'),
  })

  test('is signed over its time and its body, so that whoever has the key can check it', async () => {
    expect(await webhook.send(notice())).toEqual({ sent: true })
    const [{ headers, body, path } = { headers: {}, body: '', path: '' }] = hook.caught
    const [, seconds = '', signature = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(
      String(headers['x-plumbline-signature']),
    ) ?? ['', '', '']
    expect(seconds).toBe(String(Date.parse('2026-03-14T09:00:00Z') / 1000))
    expect(signature).toBe(createHmac('sha256', key).update(`${seconds}.${body}`).digest('hex'))
    expect([path, body, headers['idempotency-key'], headers['content-type']]).toEqual([
      '/hook',
      '{"kind":"test"}',
      'message-1',
      'application/json',
    ])
  })

  test.each([
    [500, false],
    [401, false],
    [404, false],
    [410, true],
  ])('that is answered with %i is not sent; final: %s', async (status, isFinal) => {
    hook.answer(status)
    expect(await webhook.send(notice())).toEqual({ sent: false, problem: 'PLB_MESSAGE_REFUSED', isFinal })
  })

  test('does not follow a redirect', async () => {
    hook.answer(307, `${hook.url}/elsewhere`)
    expect(await webhook.send(notice())).toMatchObject({ sent: false, problem: 'PLB_MESSAGE_REFUSED' })
    expect(hook.caught.map(({ path }) => path)).toEqual(['/hook'])
  })

  test.each([
    'http://hooks.example/hook',
    'https://other.example/hook',
    'https://user:word@hooks.example/hook',
    'https://hooks.example.evil.example/',
    'ftp://hooks.example/',
    'file:///etc/passwd',
    'not an address',
  ])('is not sent to %s', async (url) => {
    expect(webhook.refusal(url)).toBe('PLB_MESSAGE_WEBHOOK_HOST')
    expect(await webhook.send({ ...notice(), url })).toMatchObject({ problem: 'PLB_MESSAGE_WEBHOOK_HOST' })
  })

  test('is not sent where a machine keeps its credentials, although that host is named', async () => {
    expect(await webhook.send({ ...notice(), url: 'https://169.254.169.254/latest' })).toMatchObject({
      problem: 'PLB_MESSAGE_WEBHOOK_HOST',
    })
  })

  test('to a name goes only to addresses that this name may stand for', () => {
    for (const address of [
      '127.0.0.1',
      '127.9.9.9',
      '::1',
      '169.254.169.254',
      'fe80::1',
      '0.0.0.0',
      '::ffff:127.0.0.1',
    ])
      expect(mayStandFor('hooks.example', address), address).toBe(false)
    for (const address of ['203.0.113.7', '10.1.2.3', '2001:db8::1'])
      expect(mayStandFor('hooks.example', address)).toBe(true)
    expect(mayStandFor('localhost', '127.0.0.1')).toBe(true)
  })

  test('to a name on this machine arrives', async () => {
    const url = hook.url.replace('127.0.0.1', 'localhost')
    expect(await webhook.send({ ...notice(), url })).toEqual({ sent: true })
  })
})

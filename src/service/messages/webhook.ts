import { createHmac } from 'node:crypto'
import { request as requestPlainly } from 'node:http'
import { request as requestSecurely } from 'node:https'
import { isIP } from 'node:net'
import { addressNotAllowed, guardedLookup, loopbackNames, mayStandFor } from '../guarded-lookup.ts'
import { type Attempt, failed, sendWithinMilliseconds } from './sending.ts'

/** One message to another program. `id` is the same however often it is sent. */
export interface Notice {
  readonly id: string
  readonly url: string
  /** JSON text: what is signed is what is sent. */
  readonly body: string
  readonly at: Date
}

/** Messages to another program: signed, and to hosts that the environment names alone. */
export interface Webhook {
  readonly hosts: readonly string[]
  /** Why an address may not be used; nothing where it may. */
  refusal(url: string): 'PLB_MESSAGE_WEBHOOK_HOST' | undefined
  send(notice: Notice): Promise<Attempt>
}

/** The header with the signature: `t=SECONDS,v1=HEX`. */
export const signatureHeader = 'x-plumbline-signature'

/**
 * The signature of a body: HMAC-SHA-256 over the time in seconds, a full stop and the body. Whoever receives it
 * computes it again, and refuses a time that is not of the last minutes.
 *
 * @example signatureOf(key, 1773478800, '{"kind":"test"}') // 't=1773478800,v1=5d41…'
 */
export function signatureOf(key: string, seconds: number, body: string): string {
  return `t=${seconds},v1=${createHmac('sha256', key).update(`${seconds}.${body}`).digest('hex')}`
}

/** Messages signed with this key, to these hosts; one of them may be this machine, which then may do without TLS. */
export function createWebhook({ key, hosts }: { readonly key: string; readonly hosts: readonly string[] }): Webhook {
  function allowed(text: string): URL | undefined {
    if (!URL.canParse(text)) return undefined
    const url = new URL(text)
    const secure = url.protocol === 'https:' || (url.protocol === 'http:' && loopbackNames.includes(url.hostname))
    return secure && hosts.includes(url.hostname) && url.username === '' && url.password === '' ? url : undefined
  }
  return {
    hosts,
    refusal: (text) => (allowed(text) ? undefined : 'PLB_MESSAGE_WEBHOOK_HOST'),
    async send({ id, url: text, body, at }) {
      const url = allowed(text)
      if (url === undefined) return failed('PLB_MESSAGE_WEBHOOK_HOST')
      const seconds = Math.floor(at.getTime() / 1000)
      return post(url, body, {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
        'idempotency-key': id,
        'user-agent': 'Plumbline',
        [signatureHeader]: signatureOf(key, seconds, body),
      })
    },
  }
}

function post(url: URL, body: string, headers: Readonly<Record<string, string>>): Promise<Attempt> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && !mayStandFor(url.hostname, host)) return Promise.resolve(failed('PLB_MESSAGE_WEBHOOK_HOST'))
  return new Promise((resolve) => {
    const send = url.protocol === 'https:' ? requestSecurely : requestPlainly
    const timer = setTimeout(() => finish(failed('PLB_MESSAGE_TIMEOUT')), sendWithinMilliseconds)
    // A redirect is an answer like any other: it is not followed.
    const sent = send(url, { method: 'POST', headers, lookup: guardedLookup(url.hostname), agent: false }, (answer) => {
      answer.resume()
      const status = answer.statusCode ?? 0
      finish(isTaken(status) ? { sent: true } : failed('PLB_MESSAGE_REFUSED', status === gone))
    })
    const finish = (attempt: Attempt): void => {
      clearTimeout(timer)
      resolve(attempt)
      if (!attempt.sent) sent.destroy()
    }
    sent.on('error', (error) =>
      finish(
        failed(
          'code' in error && error.code === addressNotAllowed ? 'PLB_MESSAGE_WEBHOOK_HOST' : 'PLB_MESSAGE_UNREACHABLE',
        ),
      ),
    )
    sent.end(body)
  })
}

const gone = 410
const isTaken = (status: number): boolean => status >= 200 && status < 300

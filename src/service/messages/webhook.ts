import { createHmac } from 'node:crypto'
import { type LookupAddress, lookup } from 'node:dns'
import { request as requestPlainly } from 'node:http'
import { type RequestOptions, request as requestSecurely } from 'node:https'
import { BlockList, isIP } from 'node:net'
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

const loopbackNames = ['localhost', '127.0.0.1', '[::1]']

/** This machine, the link (where clouds keep the credentials of a machine) and addresses that are no host's. */
const neverFromElsewhere = new BlockList()
neverFromElsewhere.addSubnet('0.0.0.0', 8, 'ipv4')
neverFromElsewhere.addSubnet('127.0.0.0', 8, 'ipv4')
neverFromElsewhere.addSubnet('169.254.0.0', 16, 'ipv4')
neverFromElsewhere.addSubnet('224.0.0.0', 3, 'ipv4')
neverFromElsewhere.addAddress('::', 'ipv6')
neverFromElsewhere.addAddress('::1', 'ipv6')
neverFromElsewhere.addSubnet('fe80::', 10, 'ipv6')
neverFromElsewhere.addSubnet('ff00::', 8, 'ipv6')

/**
 * Whether a name may stand for an address: a host of elsewhere never for this machine or its link, whatever a name
 * server says. Hosts inside a hospital's network are the operator's choice, made by naming them.
 *
 * @example mayStandFor('hooks.example', '127.0.0.1') // false
 */
export function mayStandFor(hostname: string, address: string): boolean {
  if (loopbackNames.includes(hostname)) return true
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  return !neverFromElsewhere.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4')
}

function post(url: URL, body: string, headers: Readonly<Record<string, string>>): Promise<Attempt> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && !mayStandFor(url.hostname, host)) return Promise.resolve(failed('PLB_MESSAGE_WEBHOOK_HOST'))
  const guarded: NonNullable<RequestOptions['lookup']> = (name, options, found) => {
    lookup(name, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      const [first] = addresses ?? []
      if (error || first === undefined) return found(error ?? new Error('no address'), '', 4)
      if (!addresses.every(({ address }) => mayStandFor(url.hostname, address)))
        return found(Object.assign(new Error('an address that is not allowed'), { code: notAllowed }), '', 4)
      return options.all ? found(null, addresses) : found(null, first.address, first.family)
    })
  }
  return new Promise((resolve) => {
    const send = url.protocol === 'https:' ? requestSecurely : requestPlainly
    const timer = setTimeout(() => finish(failed('PLB_MESSAGE_TIMEOUT')), sendWithinMilliseconds)
    // A redirect is an answer like any other: it is not followed.
    const sent = send(url, { method: 'POST', headers, lookup: guarded, agent: false }, (answer) => {
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
        failed('code' in error && error.code === notAllowed ? 'PLB_MESSAGE_WEBHOOK_HOST' : 'PLB_MESSAGE_UNREACHABLE'),
      ),
    )
    sent.end(body)
  })
}

const notAllowed = 'ADDRESS_NOT_ALLOWED'
const gone = 410
const isTaken = (status: number): boolean => status >= 200 && status < 300

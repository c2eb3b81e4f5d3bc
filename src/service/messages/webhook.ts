import { createHmac } from 'node:crypto'
import { allowedAddress, askOutside, type OutgoingFailure } from '../outgoing.ts'
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
  function allowed(text: string): boolean {
    const url = allowedAddress(text)
    return url !== undefined && hosts.includes(url.hostname)
  }
  return {
    hosts,
    refusal: (url) => (allowed(url) ? undefined : 'PLB_MESSAGE_WEBHOOK_HOST'),
    async send({ id, url, body, at }) {
      if (!allowed(url)) return failed('PLB_MESSAGE_WEBHOOK_HOST')
      const seconds = Math.floor(at.getTime() / 1000)
      return post(url, body, {
        'content-type': 'application/json',
        'idempotency-key': id,
        [signatureHeader]: signatureOf(key, seconds, body),
      })
    },
  }
}

async function post(url: string, body: string, headers: Readonly<Record<string, string>>): Promise<Attempt> {
  const withinMilliseconds = sendWithinMilliseconds
  const answer = await askOutside({
    url,
    method: 'POST',
    headers,
    body,
    bytesAtMost: answerBytesAtMost,
    withinMilliseconds,
  })
  if ('failed' in answer) return failed(problems[answer.failed])
  return isTaken(answer.status) ? { sent: true } : failed('PLB_MESSAGE_REFUSED', answer.status === gone)
}

/** What is answered is not used. */
const answerBytesAtMost = 1024 * 1024

const problems = {
  notAllowed: 'PLB_MESSAGE_WEBHOOK_HOST',
  timeout: 'PLB_MESSAGE_TIMEOUT',
  unreachable: 'PLB_MESSAGE_UNREACHABLE',
  tooLarge: 'PLB_MESSAGE_REFUSED',
} as const satisfies Readonly<Record<OutgoingFailure, string>>

const gone = 410
const isTaken = (status: number): boolean => status >= 200 && status < 300

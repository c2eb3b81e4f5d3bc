import { request as requestPlainly } from 'node:http'
import { request as requestSecurely } from 'node:https'
import { isIP } from 'node:net'
import { addressNotAllowed, guardedLookup, loopbackNames, mayStandFor } from './guarded-lookup.ts'

/** One request of the service to another program. Which hosts may be asked at all is the caller's, by a list. */
export interface Outgoing {
  readonly url: string
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Of the answer; what is longer is not read to its end. */
  readonly bytesAtMost: number
  readonly withinMilliseconds: number
}

/** Why there was no answer; `notAllowed` where nothing was sent. */
export type OutgoingFailure = 'notAllowed' | 'unreachable' | 'timeout' | 'tooLarge'

/** What came back: any status, a redirect too. */
export type OutgoingAnswer = { readonly status: number; readonly body: string } | { readonly failed: OutgoingFailure }

/**
 * Sends a request: the one way out of the service to an address that is configured, or that such an address named. Over
 * TLS, but to this machine. A name that stands for this machine or its link without being called so is refused at the
 * moment of connecting, so that a name server that changes its mind in between changes nothing; a redirect is an answer
 * and is not followed; size and time have an end.
 *
 * @example await askOutside({ url: 'https://ehr.example/jwks.json', bytesAtMost: 65_536, withinMilliseconds: 3000 })
 *   // { status: 200, body: '{"keys":[…]}' }
 */
export function askOutside({ url: text, method = 'GET', headers, body, ...limits }: Outgoing): Promise<OutgoingAnswer> {
  const url = allowedAddress(text)
  if (url === undefined) return Promise.resolve({ failed: 'notAllowed' })
  return new Promise((resolve) => {
    const timer = setTimeout(() => finish({ failed: 'timeout' }), Math.max(0, limits.withinMilliseconds))
    const ask = url.protocol === 'https:' ? requestSecurely : requestPlainly
    const all = {
      'user-agent': 'Plumbline',
      ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
      ...headers,
    }
    // An agent of its own: no connection that was opened under another answer of the name server is used again.
    const options = { method, headers: all, lookup: guardedLookup(url.hostname), agent: false } as const
    const sent = ask(url, options, (answer) => {
      const parts: Buffer[] = []
      let bytes = 0
      answer.on('data', (part: Buffer) => {
        bytes += part.length
        if (bytes > limits.bytesAtMost) finish({ failed: 'tooLarge' })
        else parts.push(part)
      })
      answer.on('end', () => finish({ status: answer.statusCode ?? 0, body: Buffer.concat(parts).toString('utf8') }))
      answer.on('error', () => finish({ failed: 'unreachable' }))
    })
    const finish = (answer: OutgoingAnswer): void => {
      clearTimeout(timer)
      resolve(answer)
      if ('failed' in answer) sent.destroy()
    }
    sent.on('error', (error) =>
      finish({ failed: 'code' in error && error.code === addressNotAllowed ? 'notAllowed' : 'unreachable' }),
    )
    sent.end(body)
  })
}

/**
 * An address that something may be sent to as far as the address itself says: https, or this machine by its own name;
 * without a password in it; no literal address of this machine or its link that is written otherwise.
 *
 * @example allowedAddress('http://169.254.169.254/latest/meta-data/') // undefined
 */
export function allowedAddress(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  const isHere = loopbackNames.includes(url.hostname)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isHere)) return undefined
  if (url.username !== '' || url.password !== '') return undefined
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return isIP(host) !== 0 && !mayStandFor(url.hostname, host) ? undefined : url
}

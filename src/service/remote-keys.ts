import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose'
import { askOutside } from './outgoing.ts'

/** Sets of keys have a few thousand bytes. */
const bytesAtMost = 256 * 1024
const withinMilliseconds = 3000

/**
 * The keys of another program, from the address where it publishes them: fetched by the service's one way out, kept for
 * ten minutes, and fetched again for an unknown key at most every half minute.
 *
 * @throws jose's errors, when a key is looked for: none matches, or the keys cannot be had
 * @example await jwtVerify(token, remoteKeys('https://ehr.example/jwks.json'), { algorithms: ['ES384'] })
 */
export function remoteKeys(address: string): JWTVerifyGetKey {
  return createRemoteJWKSet(new URL(address), {
    cooldownDuration: 30_000,
    // Longer than a request may take, so that it is the request that ends.
    timeoutDuration: withinMilliseconds + 1000,
    [customFetch]: async (url) => {
      const answer = await askOutside({
        url,
        headers: { accept: 'application/json, application/jwk-set+json' },
        bytesAtMost,
        withinMilliseconds,
      })
      if ('failed' in answer) throw new TypeError(`the keys cannot be had: ${answer.failed}`)
      // jose takes a 200 alone, and no status of this kind may have a body.
      return new Response(answer.status === 200 ? answer.body : null, { status: answer.status === 200 ? 200 : 502 })
    },
  })
}

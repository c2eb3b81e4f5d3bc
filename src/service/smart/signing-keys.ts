import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose'
import { StartError } from '../listen.ts'

/** A key with which the service says who it is to another record's authorisation server. */
interface SigningKey {
  /** The thumbprint of its public part (RFC 7638): the same wherever the key is. */
  readonly kid: string
  readonly algorithm: 'ES384' | 'RS384'
  readonly privateKey: KeyObject
}

/** The keys: the first signs, all are published, so that a new one can be put in front before the old one goes. */
export interface SigningKeys {
  readonly signing: SigningKey
  /** What may be seen by anybody: the public parts. */
  readonly published: { readonly keys: readonly JWK[] }
}

type Environment = Readonly<Record<string, string | undefined>>

const name = 'PLUMBLINE_SMART_KEY'
const fewestRsaBits = 2048
const pemBlock = /-----BEGIN ([A-Z ]+)-----[\s\S]+?-----END \1-----/g

/**
 * The service's own keys, from `PLUMBLINE_SMART_KEY` (PEM) or the file that `PLUMBLINE_SMART_KEY_FILE` names; none where
 * neither is set. Several may stand one after the other. They are kept nowhere else, and nothing shows them.
 *
 * @throws `PLB_START_SMART_KEY` for a key that is weak, of another kind or encrypted, and for a file that others may read
 * @example (await readSigningKeys(process.env))?.published.keys[0].alg // 'ES384'
 */
export async function readSigningKeys(environment: Environment): Promise<SigningKeys | undefined> {
  const text = pemOf(environment)
  if (text === undefined) return undefined
  const blocks = text.match(pemBlock) ?? []
  if (blocks.length === 0) throw refused('holds no key in PEM')
  const keys = await Promise.all(blocks.map(keyOf))
  const [first] = keys
  if (first === undefined || new Set(keys.map(({ key }) => key.kid)).size < keys.length)
    throw refused('holds the same key twice')
  return { signing: first.key, published: { keys: keys.map(({ jwk }) => jwk) } }
}

function pemOf(environment: Environment): string | undefined {
  const file = environment[`${name}_FILE`]
  if (file === undefined || file === '') return environment[name] || undefined
  try {
    // On Windows the mode says nothing of who may read.
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
      throw refused('is in a file that others than its owner may read: chmod 600')
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw error instanceof StartError ? error : refused('is in a file that cannot be read')
  }
}

async function keyOf(pem: string): Promise<{ readonly key: SigningKey; readonly jwk: JWK }> {
  const privateKey = parsed(pem)
  const algorithm = algorithmOf(privateKey)
  const { kty, crv, x, y, n, e } = await exportJWK(createPublicKey(privateKey))
  // Members are named, so that no private one can ever be among them.
  const shown: JWK = kty === 'EC' ? ({ kty, crv, x, y } as JWK) : ({ kty, n, e } as JWK)
  const kid = await calculateJwkThumbprint(shown, 'sha256')
  return {
    key: { kid, algorithm, privateKey },
    jwk: { ...shown, kid, alg: algorithm, use: 'sig', key_ops: ['verify'] },
  }
}

function parsed(pem: string): KeyObject {
  try {
    return createPrivateKey(pem)
  } catch {
    throw refused('is no private key in PEM, or is encrypted')
  }
}

/** As SMART recommends: the curve P-384, or RSA of 2048 bits and more. */
function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails = {} }: KeyObject): SigningKey['algorithm'] {
  if (asymmetricKeyType === 'ec' && asymmetricKeyDetails.namedCurve === 'secp384r1') return 'ES384'
  if (asymmetricKeyType === 'ec') throw refused('is on another curve than P-384')
  if (asymmetricKeyType !== 'rsa') throw refused('is neither of an elliptic curve nor RSA')
  if ((asymmetricKeyDetails.modulusLength ?? 0) < fewestRsaBits)
    throw refused(`is weak: RSA takes ${fewestRsaBits} bits or more`)
  return 'RS384'
}

const refused = (why: string): StartError => new StartError('PLB_START_SMART_KEY', `The key of ${name} ${why}.`)

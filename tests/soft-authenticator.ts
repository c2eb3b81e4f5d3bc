import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import type { Assertion } from '../src/service/api/passkey.ts'

/** A security key made of code, over ES256: makes what the standard (WebAuthn level 2, "none" attestation) asks for. */
export class SoftAuthenticator {
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  readonly id = randomBytes(16)
  counter = 0

  /** What a browser sends when it has made this passkey. */
  make(challenge: Challenged, place: Place) {
    const { x = '', y = '' } = this.keys.publicKey.export({ format: 'jwk' })
    // {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}
    const cose = Buffer.concat([
      Buffer.from('a50102032620012158', 'hex'),
      Buffer.from([32]),
      Buffer.from(x, 'base64url'),
      Buffer.from('225820', 'hex'),
      Buffer.from(y, 'base64url'),
    ])
    const credential = Buffer.concat([Buffer.alloc(16), Buffer.from([0, this.id.length]), this.id, cose])
    const data = Buffer.concat([this.dataFor({ ...place, flags: 0x45 }), credential])
    // {"fmt": "none", "attStmt": {}, "authData": bytes}
    const attestation = Buffer.concat([
      Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746158', 'hex'),
      Buffer.from([data.length]),
      data,
    ])
    return {
      ...this.named(),
      response: {
        clientDataJSON: clientData('webauthn.create', challenge, place),
        attestationObject: attestation.toString('base64url'),
      },
    }
  }

  /** What a browser sends when it has used this passkey, with PIN or fingerprint unless told otherwise. */
  use(challenge: Challenged, place: Place): Assertion {
    this.counter += 1
    const data = this.dataFor({ ...place, flags: place.isVerified === false ? 0x01 : 0x05 })
    const said = clientData('webauthn.get', challenge, place)
    const signed = Buffer.concat([data, createHash('sha256').update(Buffer.from(said, 'base64url')).digest()])
    return {
      ...this.named(),
      response: {
        clientDataJSON: said,
        authenticatorData: data.toString('base64url'),
        signature: sign('sha256', signed, this.keys.privateKey).toString('base64url'),
      },
    }
  }

  private named() {
    const id = this.id.toString('base64url')
    return { id, rawId: id, type: 'public-key' as const }
  }

  private dataFor({ hostName, flags }: { hostName: string; flags: number }): Buffer {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(this.counter)
    return Buffer.concat([createHash('sha256').update(hostName).digest(), Buffer.from([flags]), counter])
  }
}

interface Challenged {
  readonly challenge: string
}
interface Place {
  readonly hostName: string
  readonly origin: string
  readonly isVerified?: boolean
}

const clientData = (type: string, { challenge }: Challenged, { origin }: Place): string =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false })).toString('base64url')

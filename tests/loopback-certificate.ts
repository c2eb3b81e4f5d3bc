import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** A certificate and its key, as a server takes them. */
export interface Certificate {
  readonly cert: string
  readonly key: string
}

/**
 * A certificate for this machine by its own names, signed by itself and good for an hour: made anew for each test, so that
 * none is kept and none runs out. Whoever is to trust it is given `cert` (`NODE_EXTRA_CA_CERTS`).
 */
export function loopbackCertificate(now = new Date()): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = sequence(set(sequence(object('550403'), utf8('localhost'))))
  const algorithm = sequence(object('2a8648ce3d040302'))
  const hour = 3_600_000
  const certificate = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name,
    sequence(time(new Date(now.getTime() - hour)), time(new Date(now.getTime() + hour))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(
      3,
      sequence(
        sequence(
          object('551d13'),
          tagged(0x01, Buffer.from([0xff])),
          octets(sequence(tagged(0x01, Buffer.from([0xff])))),
        ),
        sequence(
          object('551d11'),
          octets(sequence(tagged(0x82, Buffer.from('localhost')), tagged(0x87, Buffer.from([127, 0, 0, 1])))),
        ),
      ),
    ),
  )
  const signature = sign('sha256', certificate, privateKey)
  const whole = sequence(certificate, algorithm, tagged(0x03, Buffer.concat([Buffer.from([0]), signature])))
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? []
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  }
}

// ASN.1 in DER, as far as a certificate needs it.

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, Buffer.concat(parts))
const set = (...parts: readonly Buffer[]): Buffer => tagged(0x31, Buffer.concat(parts))
const explicit = (number: number, content: Buffer): Buffer => tagged(0xa0 + number, content)
const object = (identifier: string): Buffer => tagged(0x06, Buffer.from(identifier, 'hex'))
const utf8 = (text: string): Buffer => tagged(0x0c, Buffer.from(text))
const octets = (content: Buffer): Buffer => tagged(0x04, content)
const integer = (bytes: Buffer): Buffer => tagged(0x02, bytes)
/** `YYMMDDHHMMSSZ`. */
const time = (at: Date): Buffer =>
  tagged(
    0x17,
    Buffer.from(
      at
        .toISOString()
        .replace(/[-:T]|\.\d+/g, '')
        .slice(2),
    ),
  )

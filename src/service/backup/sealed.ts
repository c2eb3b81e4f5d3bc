import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { Transform } from 'node:stream'
import { BackupError } from './errors.ts'

/*
 * A sealed file: `beginning`, 32 bytes of salt, 16 bytes that tell whether a key is the right one, then frames: the length
 * in four bytes, what AES-256-GCM made of at most `frameBytes`, and its tag of 16 bytes. Each file has a key of its own,
 * derived by HKDF from the operator's key and the salt. The nonce is the number of the frame, and its last byte says
 * whether it is the last one: so frames that are left out, moved or added, and a cut end, are noticed.
 */
const beginning = Buffer.from('PLUMBLINE BACKUP 1\n', 'latin1')
const saltBytes = 32
const proofBytes = 16
const tagBytes = 16
const frameBytes = 65_536

interface FileKey {
  readonly key: Buffer
  /** Tells the right key from another, and nothing of it. */
  readonly proof: Buffer
}

function fileKey(key: Buffer, salt: Buffer): FileKey {
  const derived = Buffer.from(hkdfSync('sha256', key, salt, beginning, 32 + proofBytes))
  return { key: derived.subarray(0, 32), proof: derived.subarray(32) }
}

function nonceOf(frame: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeBigUInt64BE(BigInt(frame), 3)
  nonce.writeUInt8(isLast ? 1 : 0, 11)
  return nonce
}

/**
 * Encrypts what passes through.
 *
 * @example await pipeline(lines, createGzip(), sealing(key), createWriteStream('plumbline.backup'))
 */
export function sealing(key: Buffer): Transform {
  const salt = randomBytes(saltBytes)
  const own = fileKey(key, salt)
  let waiting: Buffer = Buffer.alloc(0)
  let frames = 0
  const frame = (content: Buffer, isLast: boolean): Buffer => {
    const cipher = createCipheriv('aes-256-gcm', own.key, nonceOf(frames, isLast))
    frames += 1
    const sealed = Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()])
    const length = Buffer.alloc(4)
    length.writeUInt32BE(sealed.length)
    return Buffer.concat([length, sealed])
  }
  const stream = new Transform({
    transform(chunk: Buffer, _, done) {
      waiting = Buffer.concat([waiting, chunk])
      for (; waiting.length > frameBytes; waiting = waiting.subarray(frameBytes))
        this.push(frame(waiting.subarray(0, frameBytes), false))
      done()
    },
    flush(done) {
      this.push(frame(waiting, true))
      done()
    },
  })
  stream.push(Buffer.concat([beginning, salt, own.proof]))
  return stream
}

/**
 * Decrypts a sealed file; what comes out was sealed with this key, in this order, up to its end.
 *
 * @throws `PLB_BACKUP_OTHER_KEY`; `PLB_BACKUP_DAMAGED` where it is no such file, was changed, or ends too early
 * @example await pipeline(unsealed(createReadStream('plumbline.backup'), key), createGunzip(), lines)
 */
export async function* unsealed(chunks: AsyncIterable<Buffer>, key: Buffer): AsyncIterable<Buffer> {
  const source = new ByteReader(chunks)
  const head = await source.take(beginning.length + saltBytes + proofBytes)
  if (head === undefined || !head.subarray(0, beginning.length).equals(beginning))
    throw damaged('it does not begin as a backup does')
  const own = fileKey(key, head.subarray(beginning.length, beginning.length + saltBytes))
  if (!timingSafeEqual(own.proof, head.subarray(beginning.length + saltBytes)))
    throw new BackupError('PLB_BACKUP_OTHER_KEY', 'The backup was made with another key.')
  for (let frame = 0; ; frame += 1) {
    const length = (await source.take(4))?.readUInt32BE() ?? 0
    if (length < tagBytes || length > frameBytes + tagBytes) throw damaged('a part has no length it can have')
    const sealed = await source.take(length)
    if (sealed === undefined) throw damaged('its end is missing')
    const isLast = await source.isAtEnd()
    yield opened(own.key, nonceOf(frame, isLast), sealed, isLast)
    if (isLast) return
  }
}

function opened(key: Buffer, nonce: Buffer, sealed: Buffer, isLast: boolean): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  decipher.setAuthTag(sealed.subarray(-tagBytes))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()])
  } catch {
    throw damaged(isLast ? 'its end was changed or is missing' : 'it was changed')
  }
}

const damaged = (why: string) => new BackupError('PLB_BACKUP_DAMAGED', `This is no whole backup: ${why}.`)

/** Takes given numbers of bytes off chunks of any size. */
class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>
  #waiting: Buffer = Buffer.alloc(0)

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]()
  }

  /** The next bytes; undefined where so many are not left. */
  async take(count: number): Promise<Buffer | undefined> {
    const parts = [this.#waiting]
    let length = this.#waiting.length
    while (length < count) {
      const { value, done } = await this.#chunks.next()
      if (done) break
      parts.push(value)
      length += value.length
    }
    const all = Buffer.concat(parts)
    if (length < count) {
      this.#waiting = all
      return undefined
    }
    this.#waiting = all.subarray(count)
    return all.subarray(0, count)
  }

  async isAtEnd(): Promise<boolean> {
    if (this.#waiting.length > 0) return false
    const next = await this.take(1)
    if (next === undefined) return true
    this.#waiting = Buffer.concat([next, this.#waiting])
    return false
  }
}

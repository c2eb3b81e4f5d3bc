import type { Protocol } from '../../language/protocol.ts'
import { utf8ToBytes } from '../out/utf8.ts'
import type { Artefact } from './artefacts.ts'

/** A file of the package: its path, and its text. */
export interface PackageFile {
  readonly path: string
  readonly text: string
}

/**
 * The files of a FHIR package (an npm package in form): a manifest, an index, and each resource in a file.
 *
 * @example packageFiles(standard, artefacts, defaultBase)[0].path // 'package/.index.json'
 */
export function packageFiles(
  protocol: Protocol,
  artefacts: readonly Artefact[],
  canonical: string,
): readonly PackageFile[] {
  const { name, version, layer } = protocol
  const files = artefacts.map((artefact) => ({ artefact, filename: fileName(artefact) }))
  const manifest = {
    name: `plumbline.${name}.${layer}`,
    version,
    canonical,
    title: `Plumbline: the ${name} protocol, layer ${layer}`,
    description: `Forms, plan, logic and terminology of the ${name} protocol ${version}, generated from its data.`,
    fhirVersions: ['4.0.1'],
    type: 'Conformance',
    dependencies: { 'hl7.fhir.r4.core': '4.0.1', 'hl7.fhir.uv.sdc': '3.0.0' },
    author: 'Plumbline',
    license: 'Apache-2.0',
  }
  const index = {
    'index-version': 2,
    files: files
      .map(({ artefact, filename }) => {
        const { resourceType, id, url, kind, content } = artefact
        return {
          filename,
          resourceType,
          id,
          url,
          version: artefact.version,
          ...(typeof kind === 'string' ? { kind } : {}),
          ...(typeof content === 'string' ? { content } : {}),
        }
      })
      .sort((a, b) => (a.filename < b.filename ? -1 : 1)),
  }
  const all = [
    { path: 'package/package.json', text: json(manifest) },
    { path: 'package/.index.json', text: json(index) },
    ...files.map(({ artefact, filename }) => ({ path: `package/${filename}`, text: json(artefact) })),
  ]
  return all.sort((a, b) => (a.path < b.path ? -1 : 1))
}

/**
 * The name of a resource's file.
 *
 * @example fileName({ resourceType: 'Library', id: 'BackPainStandard', … }) // 'Library-BackPainStandard.json'
 */
export const fileName = ({ resourceType, id }: Artefact): string => `${resourceType}-${id}.json`

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`

/**
 * A gzipped tar of files, the same bytes for the same files on every machine and every Node: no time, no owner, and
 * stored rather than compressed, since what compresses differs from one version to the next.
 *
 * @example tarball(files).subarray(0, 2) // Uint8Array [ 0x1f, 0x8b ]
 */
export function tarball(files: readonly PackageFile[]): Uint8Array {
  const parts = files.flatMap(({ path, text }) => {
    const bytes = utf8(text)
    return [tarHeader(path, bytes.length), bytes, new Uint8Array((BLOCK - (bytes.length % BLOCK)) % BLOCK)]
  })
  return gzipStored(joined([...parts, new Uint8Array(2 * BLOCK)]))
}

const utf8 = (text: string): Uint8Array => Uint8Array.from(utf8ToBytes(text))

const BLOCK = 512

function tarHeader(path: string, size: number): Uint8Array {
  const header = new Uint8Array(BLOCK)
  const write = (at: number, text: string) => header.set(utf8(text), at)
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`
  if (utf8(path).length > 100) throw new RangeError(`The name ${path} is too long for a tar file.`)
  write(0, path)
  write(100, octal(0o644, 7))
  write(108, octal(0, 7))
  write(116, octal(0, 7))
  write(124, octal(size, 11))
  write(136, octal(0, 11))
  write(148, '        ')
  write(156, '0')
  write(257, 'ustar\u000000')
  write(
    148,
    `${octal(
      header.reduce((sum, byte) => sum + byte, 0),
      6,
    )} `,
  )
  return header
}

function gzipStored(data: Uint8Array): Uint8Array {
  // Member header: deflate, no name, no time, system not told.
  const parts: Uint8Array[] = [Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255)]
  for (let at = 0; at < data.length; at += MOST) {
    const piece = data.subarray(at, at + MOST)
    const isLast = at + MOST >= data.length
    const { length } = piece
    parts.push(Uint8Array.of(isLast ? 1 : 0, length & 255, length >> 8, ~length & 255, (~length >> 8) & 255), piece)
  }
  return joined([...parts, littleEndian(crc32(data)), littleEndian(data.length)])
}

/** The longest stored block. */
const MOST = 65_535

const littleEndian = (value: number): Uint8Array =>
  Uint8Array.of(value & 255, (value >>> 8) & 255, (value >>> 16) & 255, (value >>> 24) & 255)

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value
})

function crc32(data: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of data) crc = (TABLE[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

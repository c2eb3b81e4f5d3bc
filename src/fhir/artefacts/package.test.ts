import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import type { Library } from '@medplum/fhirtypes'
import { describe, expect, test } from 'vitest'
import { standard } from '../../protocol/protocol.ts'
import { exportedOf } from '../../service/fhir/exported.ts'
import { base64 } from '../out/text.ts'
import { fromBase64 } from './from-base64.ts'
import { defaultBase } from './names.ts'
import { fileName, packageFiles, tarball } from './package.ts'

/** The files of a tar, read as the POSIX format says: name, size in octal, blocks of 512 bytes, checksum. */
function untar(tar: Buffer): ReadonlyMap<string, { readonly text: string; readonly modified: number }> {
  const files = new Map<string, { text: string; modified: number }>()
  for (let at = 0; tar[at] !== 0; ) {
    const header = tar.subarray(at, at + 512)
    const field = (from: number, to: number) =>
      header.subarray(from, to).toString('latin1').replace(/\0.*$/s, '').trim()
    const size = Number.parseInt(field(124, 136), 8)
    const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0)
    expect(Number.parseInt(field(148, 156), 8)).toBe(sum)
    const text = tar.subarray(at + 512, at + 512 + size).toString('utf8')
    files.set(field(0, 100), { text, modified: Number.parseInt(field(136, 148), 8) })
    at += 512 + 512 * Math.ceil(size / 512)
  }
  return files
}

const artefacts = exportedOf(standard)
const bytes = tarball(packageFiles(standard, artefacts, defaultBase))
const files = untar(gunzipSync(bytes))

describe('the FHIR package', () => {
  test('holds a manifest, an index and every resource, which gzip and tar can read', () => {
    expect([...files.keys()].sort()).toEqual(
      ['package/.index.json', 'package/package.json', ...artefacts.map((each) => `package/${fileName(each)}`)].sort(),
    )
    expect(JSON.parse(files.get('package/package.json')?.text ?? '')).toMatchObject({
      name: 'plumbline.back-pain.standard',
      version: standard.version,
      canonical: defaultBase,
      fhirVersions: ['4.0.1'],
    })
  })

  test('has an index that says of each file what is in it', () => {
    const index = JSON.parse(files.get('package/.index.json')?.text ?? '')
    expect(index['index-version']).toBe(2)
    expect(index.files).toHaveLength(artefacts.length)
    for (const { filename, resourceType, id, url, version } of index.files)
      expect(JSON.parse(files.get(`package/${filename}`)?.text ?? '')).toMatchObject({ resourceType, id, url, version })
  })

  test('is the same bytes each time, without a time, an owner or the name of a system in them', () => {
    const again = tarball(packageFiles(standard, exportedOf(standard), defaultBase))
    expect(createHash('sha256').update(again).digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'))
    expect([...bytes.subarray(4, 10)]).toEqual([0, 0, 0, 0, 0, 255])
    expect([...files.values()].map(({ modified }) => modified)).toEqual([...files.keys()].map(() => 0))
  })

  test('a package is carried whole when it is no multiple of a block', () => {
    for (const length of [0, 1, 511, 512, 513, 65_535, 65_536, 131_071]) {
      const text = 'x'.repeat(length)
      expect(untar(gunzipSync(tarball([{ path: 'package/a.json', text }]))).get('package/a.json')?.text).toBe(text)
    }
  })
})

describe('the logic of another version of the protocol', () => {
  const changed = { ...standard, parameters: standard.parameters.map((each) => ({ ...each, value: each.value + 1 })) }
  const contentTypes = (protocol: typeof standard) => {
    const library = exportedOf(protocol).find(({ resourceType }) => resourceType === 'Library') as unknown as Library
    return library.content?.map(({ contentType }) => contentType)
  }

  test('is its own CQL, without the ELM of the rules that the build brings', () => {
    expect(contentTypes(standard)).toEqual(['text/cql', 'application/elm+json'])
    expect(contentTypes(changed)).toEqual(['text/cql'])
  })
})

describe('texts in attachments', () => {
  test.each(['', 'M', 'Ma', 'Man', 'ä€𝄞 “not known”', '\n\0'])(
    '%j is in base64 as Node writes it, and comes back',
    (text) => {
      expect(base64(text)).toBe(Buffer.from(text, 'utf8').toString('base64'))
      expect(fromBase64(base64(text))).toBe(text)
    },
  )

  test.each(['*', 'abc', '/w=='])('%j is no text in base64', (data) => {
    expect(fromBase64(data)).toBeUndefined()
  })
})

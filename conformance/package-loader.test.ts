import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import {
  BasePackageLoader,
  type CurrentBuildClient,
  DiskBasedPackageCache,
  LoadStatus,
  type RegistryClient,
  SQLJSPackageDB,
} from 'fhir-package-loader'
import { afterAll, describe, expect, test } from 'vitest'
import { defaultBase } from '../src/fhir/artefacts/names.ts'
import { packageFiles, tarball } from '../src/fhir/artefacts/package.ts'
import { source, standard } from '../src/protocol/protocol.ts'
import { exportedOf } from '../src/service/fhir/exported.ts'
import { report, versionOf } from './versions.ts'

/*
 * The package as SUSHI and its like install it: downloaded from a registry, unpacked into a cache, indexed. The registry is
 * the file that `plumbline export --package` writes; nothing is fetched.
 */

const folder = mkdtempSync(join(tmpdir(), 'plumbline-packages-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const noBuilds: CurrentBuildClient = {
  downloadCurrentBuild: () => Promise.reject(new Error('there are no builds')),
  getCurrentBuildDate: () => Promise.reject(new Error('there are no builds')),
}

/** A loader whose registry has these bytes under every name. */
async function loaderOf(bytes: Uint8Array, name: string): Promise<BasePackageLoader> {
  const registry: RegistryClient = {
    resolveVersion: (_, version) => Promise.resolve(version),
    download: () => Promise.resolve(Readable.from([Buffer.from(bytes)])),
  }
  const database = new SQLJSPackageDB()
  await database.initialize()
  return new BasePackageLoader(database, new DiskBasedPackageCache(join(folder, name)), registry, noBuilds)
}

describe.each([standard, source])('the package of the layer $layer', (protocol) => {
  const name = `plumbline.${protocol.name}.${protocol.layer}`
  const artefacts = exportedOf(protocol)
  const bytes = tarball(packageFiles(protocol, artefacts, defaultBase))

  test('is installed, and gives every resource by its canonical address and version', async () => {
    const loader = await loaderOf(bytes, protocol.layer)
    expect(await loader.loadPackage(name, protocol.version)).toBe(LoadStatus.LOADED)
    expect(loader.findPackageJSON(name, protocol.version)).toMatchObject({ name, fhirVersions: ['4.0.1'] })
    for (const artefact of artefacts)
      expect(loader.findResourceJSON(`${artefact.url}|${artefact.version}`), artefact.url).toEqual(artefact)
    expect(loader.findResourceInfos('*')).toHaveLength(artefacts.length)
    report(`fhir-package-loader ${versionOf('fhir-package-loader')}: ${name}, ${artefacts.length} resources`)
  })

  test('that came only half is not installed', async () => {
    const loader = await loaderOf(bytes.subarray(0, bytes.length / 2), `${protocol.layer}-half`)
    expect(await loader.loadPackage(name, protocol.version)).toBe(LoadStatus.FAILED)
  })
})

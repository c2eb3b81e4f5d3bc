import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { defaultBase } from '../fhir/artefacts/names.ts'
import { fileName, packageFiles, tarball } from '../fhir/artefacts/package.ts'
import type { Protocol } from '../language/protocol.ts'
import { exportedOf } from '../service/fhir/exported.ts'
import { CliError } from './errors.ts'
import type { Output } from './output.ts'

/** What to export, and where to. */
export interface ExportRequest {
  readonly protocol: Protocol
  readonly to: { readonly folder: string } | { readonly file: string }
  /** Where the resources say that they are published. */
  readonly canonical: string | undefined
}

/**
 * `plumbline export`: the protocol as FHIR resources, in a folder or as a package. The same protocol gives the same bytes.
 *
 * @throws {CliError} PLB_CLI_OPTION for an address that is none; PLB_CLI_WRITE where nothing can be written.
 * @example await exportProtocol({ protocol: standard, to: { file: 'package.tgz' }, canonical: undefined }, output) // 0
 */
export async function exportProtocol({ protocol, to, canonical }: ExportRequest, output: Output): Promise<number> {
  const base = canonical === undefined ? defaultBase : baseFrom(canonical)
  const artefacts = exportedOf(protocol, base)
  if ('file' in to) {
    await write(to.file, tarball(packageFiles(protocol, artefacts, base)))
    await output.write(`${artefacts.length} resources in ${to.file}\n`)
  } else {
    for (const artefact of artefacts)
      await write(join(to.folder, fileName(artefact)), `${JSON.stringify(artefact, undefined, 2)}\n`)
    await output.write(`${artefacts.length} resources in ${to.folder}\n`)
  }
  return 0
}

function baseFrom(canonical: string): string {
  const base = canonical.replace(/\/+$/, '')
  if (!URL.canParse(base) || !/^https?:\/\/[^\s"'<>\\?#]+$/.test(base))
    throw new CliError('PLB_CLI_OPTION', '--canonical is no address. Allowed: one as https://fhir.example.org.')
  return base
}

async function write(file: string, content: string | Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, content)
  } catch {
    throw new CliError('PLB_CLI_WRITE', `${file} cannot be written.`)
  }
}

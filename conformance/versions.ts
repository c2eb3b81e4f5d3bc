import { readFileSync } from 'node:fs'

/**
 * The version of a peer as it is installed, here or beside the product.
 *
 * @example versionOf('fhir') // '4.12.0'
 */
export function versionOf(name: string): string {
  for (const folder of ['./node_modules/', '../node_modules/']) {
    try {
      const text = readFileSync(new URL(`${folder}${name}/package.json`, import.meta.url), 'utf8')
      return (JSON.parse(text) as { readonly version: string }).version
    } catch {
      // Not in this folder.
    }
  }
  throw new Error(`${name} is not installed`)
}

/** Says in the output what ran, and what it found. */
export function report(line: string): void {
  process.stdout.write(`  ${line}\n`)
}

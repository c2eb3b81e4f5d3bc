import { demoPatients } from '../../src/service/demo/patients.ts'

/** Everybody whom the tests of this file have entered, and what the demo patients are called. */
const entered = new Set<string>(
  demoPatients.flatMap(({ patient }) => [patient.familyName, patient.givenName, patient.recordNumber]),
)

/** Remembers what a patient is called, to be looked for in all that the service says. */
export function remember(...names: readonly string[]): void {
  for (const name of names) entered.add(name)
}

/**
 * The lines that hold a patient's name or record number, as it is written, in capitals, or as an address encodes it.
 *
 * @example saidNames('{"route":"/api/patients"}') // []
 */
export function saidNames(output: string): readonly string[] {
  const forms = [...entered].flatMap((name) => [name, name.toUpperCase(), encodeURIComponent(name)])
  const whole = new RegExp(`(?<![\\p{L}\\p{N}])(${[...new Set(forms)].map(escaped).join('|')})(?![\\p{L}\\p{N}])`, 'u')
  return output.split('\n').filter((line) => whole.test(line))
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder that holds package.json. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

type OneOrMore<T> = T | readonly T[]

/** What is expected of an action: its stance (one of several), or more about it. */
export type ExpectedAction =
  | OneOrMore<string>
  | {
      readonly stance: OneOrMore<string>
      readonly outcome?: string
      readonly definite?: boolean
      readonly cites?: readonly string[]
    }

/** What a case says about the decision; what it leaves out is not checked. */
export interface Expected {
  readonly status?: string
  readonly urgency?: Partial<Readonly<{ level: string; atLeast: string; atMost: string; settled: boolean }>>
  readonly redFlags?: readonly string[]
  readonly noRedFlags?: true
  readonly notRedFlags?: readonly string[]
  readonly features?: readonly string[]
  readonly notes?: readonly string[]
  readonly actions?: Readonly<Record<string, ExpectedAction>>
  readonly notDefinite?: readonly string[]
  readonly referral?: 'neurosurgery' | 'orthopaedics' | 'vascular' | 'none'
  readonly advice?: { readonly say?: readonly string[]; readonly notSay?: readonly string[] }
  readonly next?: string
  readonly missing?: {
    readonly include?: readonly string[]
    readonly exclude?: readonly string[]
    readonly first?: OneOrMore<string>
    readonly none?: true
  }
  readonly refused?: readonly string[]
}

/** A statement that a near miss does not touch: nowhere cited, or not cited for an action with this stance. */
export type DoesNotApply =
  | string
  | { readonly statement: string; readonly action: string; readonly stance: OneOrMore<string> }

/** A case as it stands in its file. */
interface WrittenCase {
  readonly id: string
  readonly situation: string
  readonly layer?: string
  readonly asOf?: string
  readonly base?: string
  readonly findings: Readonly<Record<string, unknown>>
  readonly expect: Expected
  readonly tests: readonly string[]
  readonly doesNotApply?: readonly DoesNotApply[]
  readonly nearMissOf?: OneOrMore<string>
  readonly because: string
}

/** A case ready to be run: its patient's findings, layer and day filled in. */
export interface ClinicalCase extends WrittenCase {
  readonly file: string
  readonly layer: string
  readonly asOf: string
  readonly doesNotApply: readonly DoesNotApply[]
  readonly nearMissOf: readonly string[]
}

/** One file of `cases/`, parsed. */
export interface CaseFile {
  readonly file: string
  readonly content: unknown
}

type Patient = Readonly<Record<string, unknown>>
interface Patients {
  readonly patients: Readonly<Record<string, Patient>>
  readonly variants: Readonly<Record<string, { readonly of: string; readonly but: Patient }>>
}

const folder = join(root, 'cases')
const PATIENTS = 'patients.json'
/** Files that hold no cases. */
const APART = [PATIENTS, 'words.json']

function parse(file: string): unknown {
  return JSON.parse(readFileSync(join(folder, file), 'utf8'))
}

/** The files of `cases/` as they are, for checking them against their schema. */
export function caseFiles(): readonly CaseFile[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json') && !APART.includes(name))
  return names.sort().map((file) => ({ file, content: parse(file) }))
}

/** The patients that cases are based on, by name. */
export function patients(): ReadonlyMap<string, Patient> {
  const { patients: whole, variants } = parse(PATIENTS) as Patients
  const known = new Map(Object.entries(whole))
  for (const [name, { of, but }] of Object.entries(variants)) known.set(name, { ...patientOf(of, known), ...but })
  return known
}

function patientOf(name: string, known: ReadonlyMap<string, Patient>): Patient {
  const patient = known.get(name)
  if (!patient) throw new Error(`cases/${PATIENTS} has no patient ${name}`)
  return patient
}

/** Every case of `cases/`, its base patient's findings overridden by its own. */
export function clinicalCases(): readonly ClinicalCase[] {
  const bases = patients()
  return caseFiles().flatMap(({ file, content }) => {
    const { asOf, cases } = content as { readonly asOf: string; readonly cases: readonly WrittenCase[] }
    return cases.map((written) => ({
      layer: 'standard',
      asOf,
      ...written,
      file,
      findings: { ...(written.base === undefined ? {} : patientOf(written.base, bases)), ...written.findings },
      doesNotApply: written.doesNotApply ?? [],
      nearMissOf: asList(written.nearMissOf ?? []),
    }))
  })
}

/** One value as a list of one. */
export function asList<T>(value: OneOrMore<T>): readonly T[] {
  return Array.isArray(value) ? value : [value as T]
}

/** The findings that two cases record differently; "notKnown" is the same as silence. */
export function findingsThatDiffer(one: ClinicalCase, other: ClinicalCase): readonly string[] {
  const ids = new Set([...Object.keys(one.findings), ...Object.keys(other.findings)])
  const recorded = ({ findings }: ClinicalCase, id: string) => JSON.stringify(findings[id] ?? 'notKnown')
  return [...ids].filter((id) => recorded(one, id) !== recorded(other, id))
}

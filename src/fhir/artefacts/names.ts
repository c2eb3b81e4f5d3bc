import type { FindingDefinition } from '../../language/finding.ts'
import type { Protocol } from '../../language/protocol.ts'
import { canonicalBase } from '../systems.ts'

/**
 * Where the artefacts say that they are published. Nothing is served there: `.example` is reserved for names that lead
 * nowhere, so that nobody is sent to a server that is not theirs. Whoever publishes them gives an address of their own.
 */
export const defaultBase = canonicalBase

/** The protocol's name in words that begin with a capital, without spaces: as CQL and FHIR name a library. */
const pascal = (text: string): string =>
  text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')

/**
 * The name of a layer's CQL library, which is the id of its Library too.
 *
 * @example libraryName(standard) // 'BackPainStandard'
 */
export const libraryName = ({ name, layer }: Protocol): string => pascal(`${name}-${layer}`)

/** A name for programs, as FHIR's `name` must be: a capital letter, then letters and digits. */
export const computableName = (id: string): string => pascal(id)

/** The ids of what is made of a protocol. Findings are the same in every layer, so what is made of them names no layer. */
export interface ArtefactIds {
  readonly library: string
  readonly plan: string
  readonly clinicianForm: string
  readonly patientForm: string
  readonly findings: string
  readonly answers: string
  readonly decisions: string
  readonly statements: string
  readonly flags: string
  readonly rules: string
}

/**
 * The ids of what is made of a protocol.
 *
 * @example artefactIds(standard).plan // 'back-pain-standard'
 */
export function artefactIds(protocol: Protocol): ArtefactIds {
  const { name, layer } = protocol
  return {
    library: libraryName(protocol),
    plan: `${name}-${layer}`,
    clinicianForm: `${name}-clinician`,
    patientForm: `${name}-patient`,
    findings: 'findings',
    answers: 'finding-values',
    decisions: `decisions-${layer}`,
    statements: `statements-${layer}`,
    flags: `flags-${layer}`,
    rules: `rules-${layer}`,
  }
}

/** Answers that findings of every kind share, with their words. "Not known" is an answer, and a test can be "not done". */
export const sharedAnswers = [
  { code: 'present', display: 'Present' },
  { code: 'absent', display: 'Absent' },
  { code: 'notKnown', display: 'Not known' },
  { code: 'notDone', display: 'Not done' },
] as const

/**
 * The code of an outcome of a decision.
 *
 * @example outcomeCode('mri', 'recommended') // 'mri.recommended'
 */
export const outcomeCode = (decision: string, outcome: string): string => `${decision}.${outcome}`

/** Whether a finding is only counted from dates, and so never asked. */
export const isCounted = (finding: FindingDefinition): boolean =>
  finding.kind === 'quantity' && finding.elapsed?.only === true

/** What makes one canonical address of a type and an id. */
export type Canonical = (type: string, id: string) => string

/**
 * Canonical addresses under a base.
 *
 * @example canonicalsUnder('https://plumbline.example/fhir')('Library', 'X') // 'https://plumbline.example/fhir/Library/X'
 */
export const canonicalsUnder =
  (base: string): Canonical =>
  (type, id) =>
    `${base}/${type}/${id}`

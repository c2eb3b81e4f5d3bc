/** Where codes come from. */
export const systems = {
  loinc: 'http://loinc.org',
  snomed: 'http://snomed.info/sct',
  icd10cm: 'http://hl7.org/fhir/sid/icd-10-cm',
  cpt: 'http://www.ama-assn.org/go/cpt',
  ucum: 'http://unitsofmeasure.org',
} as const

/** A code system that codes are matched in. */
export type CodeSystem = 'loinc' | 'snomed' | 'icd10cm' | 'cpt'

/**
 * The beginning of every canonical of our own. It is a name, not an address (`.example` is reserved for that): a site
 * that publishes the artefacts sets its own.
 */
export const canonicalBase = 'https://plumbline.example/fhir'

/** Our own code systems and identifiers, by what they hold. */
export const own = {
  /** The findings of the protocol: code = finding id. */
  findings: `${canonicalBase}/CodeSystem/findings`,
  /** Their values: code = `present`, `absent`, `notKnown`, or the value of a choice. */
  values: `${canonicalBase}/CodeSystem/finding-values`,
  urgencies: `${canonicalBase}/CodeSystem/urgencies`,
  /** Kinds of open work. */
  work: `${canonicalBase}/CodeSystem/work`,
  tags: `${canonicalBase}/CodeSystem/tags`,
  /** `name|version|layer`. */
  protocol: `${canonicalBase}/PlanDefinition`,
  questionnaire: `${canonicalBase}/Questionnaire`,
  patientId: `${canonicalBase}/NamingSystem/patient`,
  recordNumber: `${canonicalBase}/NamingSystem/record-number`,
  episodeId: `${canonicalBase}/NamingSystem/episode`,
  /** What was written into another record: episode, signature, and what it is. */
  written: `${canonicalBase}/NamingSystem/written`,
  accountId: `${canonicalBase}/NamingSystem/account`,
} as const

/** The code systems of one layer. */
export interface LayerSystems {
  /** Decisions, and beneath each its outcomes. */
  readonly decisions: string
  readonly flags: string
  readonly rules: string
}

/**
 * The code systems that each layer has of its own, since it has other decisions, red flags and rules than another.
 *
 * @example layerSystems('standard').flags // 'https://plumbline.example/fhir/CodeSystem/flags-standard'
 */
export function layerSystems(layer: string, base = canonicalBase): LayerSystems {
  const system = (name: string) => `${base}/CodeSystem/${name}-${layer}`
  return { decisions: system('decisions'), flags: system('flags'), rules: system('rules') }
}

/** What a resource is marked with. */
export const tags = { invented: 'Invented patient' } as const

/** Sex at birth, as the US Core profile records it (its codes are F, M and UNK). */
export const birthSexExtension = 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex'

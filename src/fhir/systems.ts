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
  /** The protocol's decisions, actions, rules and urgencies. */
  decisions: `${canonicalBase}/CodeSystem/decisions`,
  urgencies: `${canonicalBase}/CodeSystem/urgencies`,
  flags: `${canonicalBase}/CodeSystem/flags`,
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

/** Sex at birth, as the US Core profile records it (its codes are F, M and UNK). */
export const birthSexExtension = 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex'

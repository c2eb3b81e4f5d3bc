import type { CodeSystem } from '../systems.ts'

/** What is ordered instead of the MRI of the protocol, and is judged by the same statements. */
export const computedTomography: {
  readonly concept: string
  readonly codes: Partial<Readonly<Record<CodeSystem, readonly string[]>>>
} = {
  concept: 'CT of the lumbar spine',
  codes: {
    loinc: ['24963-1', '30620-9', '24964-9', '36402-6'],
    cpt: ['72131', '72132', '72133'],
    snomed: ['702523007'],
  },
}

/** RxNorm and ATC, in which medicines are ordered. */
export const medicineSystems = {
  rxnorm: 'http://www.nlm.nih.gov/research/umls/rxnorm',
  atc: 'http://www.whocc.no/atc',
} as const

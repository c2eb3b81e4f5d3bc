import type { Protocol } from '../../language/protocol.ts'
import { type Logic, libraryOf } from './library.ts'
import { defaultBase } from './names.ts'
import { episodeOperationOf } from './operation.ts'
import type { PatientText } from './patient-words.ts'
import { activitiesOf, planOf } from './plan.ts'
import { formOf } from './questionnaire.ts'
import { settingOf } from './setting.ts'
import { codeSystemsOf, conceptMapOf, valueSetsOf } from './terminology.ts'

/** A resource of the exported package, as JSON. */
export type Artefact = Readonly<Record<string, unknown>> & {
  readonly resourceType: string
  readonly id: string
  readonly url: string
  readonly version: string
}

/** Where artefacts say that they are published, and what patients are asked in them, the form's own language first. */
export interface Published {
  readonly base?: string
  readonly texts: readonly PatientText[]
}

/**
 * Everything that is exported of a protocol: forms, plan, activities, library, terminology. `logic` is the CQL and its ELM
 * as they were generated under the default base; under another they say that base instead.
 *
 * @example artefactsOf(standard, hash, logic, { texts }).length // 84
 */
export function artefactsOf(
  protocol: Protocol,
  hash: string,
  logic: Logic,
  { base = defaultBase, texts }: Published,
): readonly Artefact[] {
  const setting = settingOf(protocol, hash, base, texts)
  const { cql, elm } = logic
  const moved = { cql: movedTo(base, cql), ...(elm === undefined ? {} : { elm: movedTo(base, elm) }) }
  const resources = [
    formOf(setting, 'clinician'),
    formOf(setting, 'patient'),
    planOf(setting),
    ...activitiesOf(setting),
    libraryOf(setting, moved),
    ...codeSystemsOf(setting),
    ...valueSetsOf(setting),
    conceptMapOf(setting),
    episodeOperationOf(setting),
  ]
  return resources as unknown as readonly Artefact[]
}

const movedTo = (base: string, text: string): string => text.replaceAll(`${defaultBase}/`, `${base}/`)

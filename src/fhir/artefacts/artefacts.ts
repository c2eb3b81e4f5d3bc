import type { Protocol } from '../../language/protocol.ts'
import { type Logic, libraryOf } from './library.ts'
import { defaultBase } from './names.ts'
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

/**
 * Everything that is exported of a protocol: forms, plan, activities, library, terminology. `logic` is the CQL and its ELM
 * as they were generated under the default base; under another they say that base instead.
 *
 * @example artefactsOf(standard, hash, logic).length // 79
 */
export function artefactsOf(protocol: Protocol, hash: string, logic: Logic, base = defaultBase): readonly Artefact[] {
  const setting = settingOf(protocol, hash, base)
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
  ]
  return resources as unknown as readonly Artefact[]
}

const movedTo = (base: string, text: string): string => text.replaceAll(`${defaultBase}/`, `${base}/`)

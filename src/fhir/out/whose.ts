import type { CalendarDate } from '../../language/date.ts'
import { type LayerSystems, layerSystems } from '../systems.ts'
import { type Referred, referTo } from './references.ts'

/** Whom resources are about, and what their ids are made of. */
export interface Whose {
  readonly patientId: string
  readonly subject: Referred
  /** The episode, or where there is none the case. */
  readonly scope: string
  readonly asOf: CalendarDate
  /** What codes are of: those of the layer that decided. */
  readonly systems: LayerSystems
  /** Of several signed decisions of an episode, the event that signed this one. */
  readonly signedAs?: number
}

/**
 * Whom resources are about.
 *
 * @example whoseOf('patient-1', 'episode-1', '2026-03-15', 'standard').subject // { reference: 'Patient/…' }
 */
export function whoseOf(patientId: string, scope: string, asOf: CalendarDate, layer: string): Whose {
  return { patientId, subject: referTo('Patient', patientId), scope, asOf, systems: layerSystems(layer) }
}

/**
 * What the ids of one decision's own resources are made of; its findings are the episode's.
 *
 * @example decisionScope(whose) // 'episode-1#3'
 */
export function decisionScope({ scope, signedAs }: Whose): string {
  return signedAs === undefined ? scope : `${scope}#${signedAs}`
}

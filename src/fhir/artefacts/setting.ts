import type { Protocol } from '../../language/protocol.ts'
import { narrative } from '../out/text.ts'
import { type LayerSystems, layerSystems } from '../systems.ts'
import { type ArtefactIds, artefactIds, type Canonical, canonicalsUnder, computableName } from './names.ts'
import type { PatientText } from './patient-words.ts'

/** What every artefact is made in: the protocol, its content hash, and where the artefacts say they are published. */
export interface Setting {
  readonly protocol: Protocol
  /** SHA-256 over its canonical JSON, so that whoever runs an artefact can tell which rules they run. */
  readonly hash: string
  readonly canonical: Canonical
  readonly base: string
  readonly ids: ArtefactIds
  /** What patients are asked, the form's own language first. */
  readonly texts: readonly PatientText[]
  readonly systems: LayerSystems & { readonly findings: string; readonly values: string }
}

/**
 * The setting of a protocol's artefacts under a base.
 *
 * @example settingOf(standard, hash, defaultBase).systems.findings // 'https://plumbline.example/fhir/CodeSystem/findings'
 */
export function settingOf(protocol: Protocol, hash: string, base: string, texts: readonly PatientText[] = []): Setting {
  const canonical = canonicalsUnder(base)
  const ids = artefactIds(protocol)
  const systems = {
    findings: canonical('CodeSystem', ids.findings),
    values: canonical('CodeSystem', ids.answers),
    ...layerSystems(protocol.layer, base),
  }
  return { protocol, hash, canonical, base, ids, texts, systems }
}

/**
 * What every conformance resource begins with. All are drafts: whoever publishes them says when they are more. They bear
 * no date, so that the same protocol gives the same bytes.
 */
export function heading<Type extends string>(
  { protocol, canonical }: Setting,
  resourceType: Type,
  id: string,
  title: string,
) {
  return {
    resourceType,
    id,
    url: canonical(resourceType, id),
    version: protocol.version,
    name: computableName(id),
    title,
    status: 'draft' as const,
    experimental: true,
    publisher: 'Plumbline',
    text: narrative([title]),
  }
}

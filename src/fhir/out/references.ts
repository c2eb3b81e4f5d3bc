import type { Bundle, Resource } from '@medplum/fhirtypes'
import { resourceId } from './ids.ts'

/** Any resource that is written: it has its id. */
export type Written = Resource & { id: string }

/** What others refer to a resource by. */
export interface Referred {
  reference: string
}

/**
 * A reference to a resource that stands in the same bundle.
 *
 * @example referTo('Patient', 'patient-1') // { reference: 'Patient/…' }
 */
export function referTo(type: string, ...parts: readonly (string | number)[]): Referred {
  return { reference: `${type}/${resourceId(type, ...parts)}` }
}

/** What a bundle is for, and where its resources are found. */
export interface BundleAs {
  readonly type: 'collection' | 'searchset' | 'transaction'
  /** The address of the FHIR service that serves them; without one they are known by `urn:uuid:` within the bundle. */
  readonly base?: string
}

/**
 * Puts resources into a bundle. A transaction writes each under its own id, so that it can be sent twice. Of a resource that
 * is given twice the first stays.
 *
 * @example bundleOf([patient], { type: 'collection' }).entry?.[0]?.fullUrl // 'urn:uuid:…'
 */
export function bundleOf(resources: readonly Written[], { type, base }: BundleAs): Bundle {
  const unique = [...new Map(resources.toReversed().map((each) => [nameOf(each), each] as const)).values()].toReversed()
  const urls = new Map(
    unique.map((each) => [
      nameOf(each),
      base === undefined || type === 'transaction' ? `urn:uuid:${each.id}` : `${base}/${nameOf(each)}`,
    ]),
  )
  const isRest = base !== undefined && type !== 'transaction'
  return {
    resourceType: 'Bundle',
    type,
    ...(type === 'searchset' ? { total: unique.length } : {}),
    ...(unique.length === 0
      ? {}
      : {
          entry: unique.map((each) => ({
            fullUrl: urls.get(nameOf(each)) ?? '',
            resource: isRest ? each : readdressed(each, urls),
            ...(type === 'searchset' ? { search: { mode: 'match' as const } } : {}),
            ...(type === 'transaction' ? { request: { method: 'PUT' as const, url: nameOf(each) } } : {}),
          })),
        }),
  } as Bundle
}

function nameOf({ resourceType, id }: Written): string {
  return `${resourceType}/${id}`
}

/** The same with every reference inside the bundle by its address there. */
function readdressed<Part>(part: Part, urls: ReadonlyMap<string, string>): Part {
  if (Array.isArray(part)) return part.map((each) => readdressed(each, urls)) as Part
  if (typeof part !== 'object' || part === null) return part
  const entries = Object.entries(part).map(([member, value]) => {
    const url = member === 'reference' && typeof value === 'string' ? urls.get(value) : undefined
    return [member, url ?? readdressed(value, urls)]
  })
  return Object.fromEntries(entries) as Part
}

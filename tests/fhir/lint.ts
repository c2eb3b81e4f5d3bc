import type { Bundle } from '@medplum/fhirtypes'

/** What FHIR's JSON allows nowhere and what validators miss: empty values, references to what is not there, ids twice. */
export function bundleFaults(bundle: Bundle): readonly string[] {
  const resources = (bundle.entry ?? []).map((entry) => ({ url: entry.fullUrl ?? '', resource: entry.resource }))
  const urls = new Set(resources.flatMap(({ url, resource }) => [url, `${resource?.resourceType}/${resource?.id}`]))
  const faults = emptyValues(bundle, '')
  const seen = new Set<string>()
  for (const { url, resource } of resources) {
    if (seen.has(url)) faults.push(`${url} stands twice`)
    seen.add(url)
    if (!/^[A-Za-z0-9\-.]{1,64}$/.test(resource?.id ?? '')) faults.push(`${url} has no id`)
    // Another server's resource stands there, and only its address here.
    const isElsewhere = (reference: string): boolean =>
      URL.canParse(reference) && /^https?:/.test(reference) && !isOfOrigin(reference, resources)
    for (const reference of referencesIn(resource))
      if (!urls.has(reference) && !isElsewhere(reference)) faults.push(`${reference} is not there`)
  }
  return faults
}

function emptyValues(value: unknown, path: string): string[] {
  if (value === null || value === undefined || value === '') return [`${path} is empty`]
  if (typeof value === 'string') return value.trim() === '' ? [`${path} is blank`] : []
  if (typeof value !== 'object') return []
  const members = Object.entries(value)
  if (members.length === 0) return [`${path} is empty`]
  return members.flatMap(([member, each]) => emptyValues(each, `${path}.${member}`))
}

function referencesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([member, each]) =>
    member === 'reference' && typeof each === 'string' ? [each] : referencesIn(each),
  )
}

const isOfOrigin = (reference: string, resources: readonly { readonly url: string }[]): boolean =>
  resources.some(({ url }) => URL.canParse(url) && new URL(url).origin === new URL(reference).origin)

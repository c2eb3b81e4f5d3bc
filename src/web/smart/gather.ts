import { readTypes } from '../../fhir/in/read-record.ts'
import { isObject, objectsAt, textAt } from '../../fhir/json.ts'
import type { SmartClient } from './client.ts'
import { allows } from './scopes.ts'

/** What was fetched of the other record, and the types of resource that could not be, whole or in part. */
export interface Gathered {
  readonly resources: readonly unknown[]
  readonly unread: readonly string[]
}

/** A record of a lifetime has fewer; whoever has more is said to be read in part. */
const PAGES_AT_MOST = 50
const PAGE_SIZE = 200

/**
 * Everything of the patient that reading needs, by one search for each type of resource, all pages. What is refused or
 * fails is told by its type: it is not known, and not absent.
 *
 * @example (await gatherRecord(client, '123')).unread // ['AllergyIntolerance']
 */
export async function gatherRecord(client: SmartClient, patient: string): Promise<Gathered> {
  const granted = client.state.tokenResponse?.scope
  const types = readTypes.filter((type) => type !== 'Patient')
  const found = await Promise.all(
    types.map(async (type) => {
      // Who says nothing of scopes grants those that were asked for.
      if (granted !== undefined && !allows(granted, type, 'read')) return { type, resources: [], isWhole: false }
      return { type, ...(await searched(client, `${type}?patient=${encodeURIComponent(patient)}&_count=${PAGE_SIZE}`)) }
    }),
  )
  return {
    resources: found.flatMap(({ resources }) => resources),
    unread: found.filter(({ isWhole }) => !isWhole).map(({ type }) => type),
  }
}

interface Searched {
  readonly resources: readonly unknown[]
  readonly isWhole: boolean
}

async function searched(client: SmartClient, first: string): Promise<Searched> {
  const resources: unknown[] = []
  let next: string | undefined = first
  for (let page = 0; next !== undefined; page += 1) {
    if (page === PAGES_AT_MOST) return { resources, isWhole: false }
    const bundle: unknown = await client.request<unknown>(next).catch(() => undefined)
    if (!isObject(bundle) || textAt(bundle, 'resourceType') !== 'Bundle') return { resources, isWhole: false }
    for (const entry of objectsAt(bundle, 'entry')) if (isObject(entry.resource)) resources.push(entry.resource)
    const link = objectsAt(bundle, 'link').find((each) => textAt(each, 'relation') === 'next')
    next = textAt(link, 'url')
    // The token is for this server alone.
    if (next !== undefined && !isOfServer(next, client.state.serverUrl)) return { resources, isWhole: false }
  }
  return { resources, isWhole: true }
}

function isOfServer(url: string, server: string): boolean {
  const base = server.endsWith('/') ? server : `${server}/`
  return URL.canParse(url, base) && new URL(url, base).origin === new URL(base).origin
}

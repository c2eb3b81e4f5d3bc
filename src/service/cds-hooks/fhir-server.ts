import { isObject, type JsonObject, objectsAt, textAt } from '../../fhir/json.ts'
import { askOutside } from '../outgoing.ts'

/** What a FHIR server is asked with. */
export interface FhirAccess {
  /** As allowed for the client, without a slash at the end. */
  readonly server: string
  /** Given with the call; never kept, never logged. */
  readonly token?: string
  /** After this instant (milliseconds) nothing more is waited for. */
  readonly deadline: number
}

/** A part of a record as the server gave it, or why it could not be had. */
export type Fetched = { readonly resources: readonly JsonObject[] } | { readonly failed: FetchFailure }

export type FetchFailure =
  | 'timeout'
  | 'refused'
  | 'notFound'
  | 'unreachable'
  | 'notFhir'
  | 'tooLarge'
  | 'pageElsewhere'
  | 'tooManyPages'

const bytesAtMost = 8 * 1024 * 1024
const pagesAtMost = 20

/**
 * Reads one resource, or a search with all its pages.
 *
 * @example await fetchAll('Condition?patient=1', { server: 'https://ehr.example/r4', token, deadline }) // { resources: [bundle] }
 */
export async function fetchAll(query: string, access: FhirAccess): Promise<Fetched> {
  return fetchPages(`${access.server}/${query}`, access)
}

/**
 * Reads a page and those that follow it; a page that would lie elsewhere than the server is not asked for.
 *
 * @example await fetchPages(nextLink, access) // { resources: [secondPage, thirdPage] }
 */
export async function fetchPages(first: string, access: FhirAccess): Promise<Fetched> {
  const resources: JsonObject[] = []
  let next: string | undefined = first
  for (let page = 0; next !== undefined; page += 1) {
    if (page >= pagesAtMost) return { failed: 'tooManyPages' }
    if (!isWithin(next, access.server)) return { failed: 'pageElsewhere' }
    const got = await getJson(next, access)
    if ('failed' in got) return got
    if (isOutcome(got.json)) return { failed: 'refused' }
    resources.push(got.json)
    next = nextPage(got.json, access.server)
  }
  return { resources }
}

/**
 * The address of a search's next page, where it has one.
 *
 * @example nextPage({ link: [{ relation: 'next', url: 'https://ehr.example/r4?page=2' }] }, 'https://ehr.example/r4')
 */
export function nextPage(bundle: JsonObject, server: string): string | undefined {
  const url = textAt(
    objectsAt(bundle, 'link').find((link) => textAt(link, 'relation') === 'next'),
    'url',
  )
  return url !== undefined && URL.canParse(url, `${server}/`) ? new URL(url, `${server}/`).href : url
}

/** A server that answers with an OperationOutcome has not answered the search. */
export const isOutcome = (value: JsonObject): boolean => value.resourceType === 'OperationOutcome'

function isWithin(url: string, server: string): boolean {
  if (!URL.canParse(url) || !URL.canParse(server)) return false
  const [there, base] = [new URL(url), new URL(server)]
  const path = base.pathname.replace(/\/+$/, '')
  return (
    there.origin === base.origin &&
    there.username === '' &&
    there.password === '' &&
    (there.pathname === path || there.pathname.startsWith(`${path}/`))
  )
}

type Got = { readonly json: JsonObject } | { readonly failed: FetchFailure }

async function getJson(url: string, { token, deadline }: FhirAccess): Promise<Got> {
  // A redirect is an answer like any other: it is not followed, so that the token stays where it belongs.
  const answer = await askOutside({
    url,
    headers: {
      accept: 'application/fhir+json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    bytesAtMost,
    withinMilliseconds: deadline - performance.now(),
  })
  if ('failed' in answer) return { failed: answer.failed === 'notAllowed' ? 'unreachable' : answer.failed }
  if (answer.status === 200) return asJson(answer.body)
  return { failed: answer.status === 404 || answer.status === 410 ? 'notFound' : 'refused' }
}

function asJson(text: string): Got {
  try {
    const json: unknown = JSON.parse(text)
    return isObject(json) && typeof json.resourceType === 'string' ? { json } : { failed: 'notFhir' }
  } catch {
    return { failed: 'notFhir' }
  }
}

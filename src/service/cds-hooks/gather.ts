import { type PrefetchTemplate, prefetchTemplates } from '../../fhir/hooks/hooks.ts'
import { isObject, type JsonObject, objectAt, objectsAt } from '../../fhir/json.ts'
import type { InputFault } from '../api/problem.ts'
import { ServiceError } from '../errors.ts'
import { type HookClient, mayAsk } from './clients.ts'
import {
  type Fetched,
  type FetchFailure,
  type FhirAccess,
  fetchAll,
  fetchPages,
  isOutcome,
  nextPage,
} from './fhir-server.ts'

/** What of a hook call says where the record is. */
export interface Sources {
  readonly patientId: string
  readonly prefetch: JsonObject
  readonly fhirServer?: string
  readonly token?: string
}

/** The record as far as it could be had. */
export interface Gathered {
  /** Resources and bundles, in the order of the searches. */
  readonly parts: readonly JsonObject[]
  /** Keys of searches that are not needed and could not be had. */
  readonly unread: readonly string[]
}

/** How long the record is waited for: whoever sees a patient waits with it. */
const fetchWithinMilliseconds = 4000

/**
 * Gathers the record: what was prefetched, and from the client's FHIR server what was not, what failed, and the pages that
 * were left out.
 *
 * @throws `PLB_CDS_HOOKS_DATA_NEEDED` (412) where a part is missing without which something would be taken for not done.
 */
export async function gather(sources: Sources, client: HookClient): Promise<Gathered> {
  const access = accessOf(sources, client)
  const parts = await Promise.all(prefetchTemplates.map((template) => partOf(template, sources, access)))
  const faults: InputFault[] = []
  const unread: string[] = []
  const resources: JsonObject[] = []
  parts.forEach((part, index) => {
    const template = prefetchTemplates[index]
    if (template === undefined) return
    if ('resources' in part) resources.push(...part.resources)
    else {
      resources.push(...part.partly)
      if (template.isRequired) faults.push({ path: `body.prefetch.${template.key}`, message: messageOf(part.why) })
      else unread.push(template.key)
    }
  })
  if (faults.length > 0) throw new ServiceError('PLB_CDS_HOOKS_DATA_NEEDED', { errors: faults })
  return { parts: resources, unread }
}

type Why = FetchFailure | 'noServer' | 'serverNotAllowed' | 'noToken'

const messages: Readonly<Record<Why, string>> = {
  noServer: 'Not prefetched, and no fhirServer was given to ask',
  serverNotAllowed: 'Not prefetched, and the fhirServer is not one that is set up for this client',
  noToken: 'Not prefetched, and no access token was given for the fhirServer',
  timeout: 'Not prefetched, and the FHIR server did not answer in time',
  refused: 'Not prefetched, and the FHIR server refused the search',
  notFound: 'Not prefetched, and the FHIR server has nothing there',
  unreachable: 'Not prefetched, and the FHIR server could not be reached',
  notFhir: 'Not prefetched, and what the FHIR server answered is no FHIR resource',
  tooLarge: 'Not prefetched, and the answer of the FHIR server is too large',
  pageElsewhere: 'The next page lies on another server, which is not asked',
  tooManyPages: 'The search has too many pages',
}

const messageOf = (why: Why): string => messages[why]

function accessOf({ fhirServer, token }: Sources, client: HookClient): FhirAccess | { readonly not: Why } {
  if (fhirServer === undefined) return { not: 'noServer' }
  if (!mayAsk(client, fhirServer)) return { not: 'serverNotAllowed' }
  if (token === undefined && !client.isOpen) return { not: 'noToken' }
  return {
    server: fhirServer.replace(/\/+$/, ''),
    deadline: performance.now() + fetchWithinMilliseconds,
    ...(token === undefined ? {} : { token }),
  }
}

type Part =
  | { readonly resources: readonly JsonObject[] }
  | { readonly why: Why; readonly partly: readonly JsonObject[] }

async function partOf(
  template: PrefetchTemplate,
  { patientId, prefetch }: Sources,
  access: FhirAccess | { readonly not: Why },
): Promise<Part> {
  const given = givenPart(template, prefetch, patientId)
  if (given === undefined) {
    if ('not' in access) return { why: access.not, partly: [] }
    const query = template.query.replaceAll('{{context.patientId}}', encodeURIComponent(patientId))
    return asPart(await fetchAll(query, access), [], template, patientId)
  }
  const [bundle] = given
  const next = bundle === undefined ? undefined : nextPage(bundle, 'server' in access ? access.server : '')
  if (next === undefined) return { resources: given }
  if ('not' in access) return { why: access.not, partly: given }
  return asPart(await fetchPages(next, access), given, template, patientId)
}

/** What was prefetched and counts: nothing where the key is absent, or holds a failure or something else. */
function givenPart(
  { key }: PrefetchTemplate,
  prefetch: JsonObject,
  patientId: string,
): readonly JsonObject[] | undefined {
  const value = Object.hasOwn(prefetch, key) ? prefetch[key] : undefined
  if (key === 'patient') return isObject(value) && isThePatient(value, patientId) ? [value] : undefined
  if (value === null) return [] // the search ran and found nothing
  if (!isObject(value) || isOutcome(value) || value.resourceType !== 'Bundle' || hasFailed(value)) return undefined
  return [value]
}

const isThePatient = (value: JsonObject, patientId: string): boolean =>
  value.resourceType === 'Patient' && value.id === patientId

/** A searchset may carry an OperationOutcome about itself; one of an error says that the search is not whole. */
function hasFailed(bundle: JsonObject): boolean {
  return objectsAt(bundle, 'entry')
    .map((entry) => objectAt(entry, 'resource'))
    .filter((resource) => resource !== undefined && isOutcome(resource))
    .some((outcome) => objectsAt(outcome, 'issue').some(({ severity }) => severity === 'error' || severity === 'fatal'))
}

function asPart(fetched: Fetched, before: readonly JsonObject[], { key }: PrefetchTemplate, patientId: string): Part {
  if ('failed' in fetched) return { why: fetched.failed, partly: before }
  const [first] = fetched.resources
  if (key === 'patient' && !(first && isThePatient(first, patientId))) return { why: 'notFhir', partly: [] }
  if (key !== 'patient' && fetched.resources.some((each) => each.resourceType !== 'Bundle' || hasFailed(each)))
    return { why: 'notFhir', partly: before }
  return { resources: [...before, ...fetched.resources] }
}

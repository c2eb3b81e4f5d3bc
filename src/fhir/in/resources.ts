import { isObject, type JsonObject, objectAt, objectsAt, textAt } from '../json.ts'
import { type FhirProblem, fhirProblem } from '../problems.ts'

/** A resource as received, with where it stood. */
export interface ReceivedResource {
  /** As `entry[3].resource`, or `line 4`. */
  readonly path: string
  readonly type: string
  readonly id?: string
  /** Its address in the bundle, as others refer to it. */
  readonly fullUrl?: string
  readonly resource: JsonObject
}

export interface ReceivedResources {
  readonly resources: readonly ReceivedResource[]
  readonly problems: readonly FhirProblem[]
}

/** A record of a lifetime has a few thousand resources; a patient with more is refused rather than read in part. */
export const mostResources = 50_000
/** Bundles inside bundles: more has no use. */
const DEEPEST = 8

interface Gathered {
  readonly resources: ReceivedResource[]
  readonly problems: FhirProblem[]
  isFull: boolean
}

/**
 * The resources of one JSON value: a Bundle of any type, a resource, or a list of these (the answers to several searches).
 * Entries that delete are passed over; of a resource that stands twice the newest version is kept. Never throws.
 *
 * @example resourcesIn({ resourceType: 'Bundle', type: 'searchset', entry: [{ resource: condition }] }).resources.length // 1
 */
export function resourcesIn(value: unknown, path = ''): ReceivedResources {
  const gathered: Gathered = { resources: [], problems: [], isFull: false }
  gather(value, path, '', 0, gathered)
  return finished(gathered)
}

/**
 * The resources of a text: one JSON value, or one on each line (NDJSON; blank lines are passed over). Never throws.
 *
 * @example resourcesInText('{"resourceType":"Patient"}\n{"resourceType":"Condition"}').resources.length // 2
 */
export function resourcesInText(text: string): ReceivedResources {
  const whole = parsed(text)
  if (whole.ok) return resourcesIn(whole.value)
  const gathered: Gathered = { resources: [], problems: [], isFull: false }
  const lines = text.replace(/^\uFEFF/, '').split('\n')
  let read = 0
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue
    const one = parsed(line)
    if (one.ok) {
      gather(one.value, `line ${index + 1}`, '', 0, gathered)
      read += 1
    } else gathered.problems.push({ ...fhirProblem('PLB_FHIR_NOT_JSON', `line ${index + 1}`), readOn: false })
    if (read === 0 && gathered.problems.length > 0) break
  }
  return finished(gathered)
}

function parsed(text: string): { readonly ok: true; readonly value: unknown } | { readonly ok: false } {
  try {
    return { ok: true, value: JSON.parse(text.replace(/^\uFEFF/, '')) }
  } catch {
    return { ok: false }
  }
}

function gather(value: unknown, path: string, fullUrl: string, depth: number, into: Gathered): void {
  if (into.isFull) return
  if (Array.isArray(value) && depth === 0) {
    for (const [index, each] of value.entries()) gather(each, `${path}[${index}]`, '', 1, into)
    return
  }
  const type = isObject(value) ? textAt(value, 'resourceType') : undefined
  if (!isObject(value) || type === undefined || !/^[A-Z][A-Za-z]{1,63}$/.test(type)) {
    into.problems.push(fhirProblem('PLB_FHIR_NOT_A_RESOURCE', path))
    return
  }
  if (type === 'Bundle') {
    gatherBundle(value, path, depth, into)
    return
  }
  if (type === 'OperationOutcome') {
    if (hasFailed(value)) into.problems.push(fhirProblem('PLB_FHIR_OUTCOME', path))
    return
  }
  if (into.resources.length >= mostResources) {
    into.isFull = true
    into.problems.push(fhirProblem('PLB_FHIR_TOO_MANY', path))
    return
  }
  const id = textAt(value, 'id')
  into.resources.push({
    path,
    type,
    ...(id === undefined ? {} : { id }),
    ...(fullUrl === '' ? {} : { fullUrl }),
    resource: value,
  })
}

function gatherBundle(bundle: JsonObject, path: string, depth: number, into: Gathered): void {
  if (depth >= DEEPEST) {
    into.problems.push(fhirProblem('PLB_FHIR_TOO_DEEP', path))
    return
  }
  const below = path === '' ? '' : `${path}.`
  if (objectsAt(bundle, 'link').some((link) => textAt(link, 'relation') === 'next'))
    into.problems.push(fhirProblem('PLB_FHIR_PAGED', `${below}link`))
  const entries = bundle.entry
  if (!Array.isArray(entries)) return
  for (let index = 0; index < entries.length && !into.isFull; index += 1) {
    const entry: unknown = entries[index]
    const place = `${below}entry[${index}]`
    if (!isObject(entry)) {
      into.problems.push(fhirProblem('PLB_FHIR_NOT_A_RESOURCE', place))
      continue
    }
    // An entry that only deletes or asks carries no resource.
    if (entry.resource === undefined || textAt(objectAt(entry, 'request'), 'method') === 'DELETE') continue
    gather(entry.resource, `${place}.resource`, textAt(entry, 'fullUrl') ?? '', depth + 1, into)
  }
}

function hasFailed(outcome: JsonObject): boolean {
  return objectsAt(outcome, 'issue').some((issue) => ['error', 'fatal'].includes(textAt(issue, 'severity') ?? ''))
}

/** Of a resource that stands more than once (two searches, a history) the one last updated counts. */
function finished({ resources, problems }: Gathered): ReceivedResources {
  const newest = new Map<string, ReceivedResource>()
  let repeated = false
  for (const each of resources) {
    if (each.id === undefined) continue
    const key = `${each.type}/${each.id}`
    const other = newest.get(key)
    if (other === undefined) newest.set(key, each)
    else {
      repeated = true
      if (updated(each) >= updated(other)) newest.set(key, each)
    }
  }
  if (!repeated) return { resources, problems }
  const kept = resources.filter((each) => each.id === undefined || newest.get(`${each.type}/${each.id}`) === each)
  return { resources: kept, problems }
}

function updated({ resource }: ReceivedResource): string {
  return textAt(objectAt(resource, 'meta'), 'lastUpdated') ?? ''
}

import type { Artefact } from './artefacts.ts'
import { fromBase64 } from './from-base64.ts'
import { type FormFacts, lintForm } from './lint-form.ts'
import { lintPlan } from './lint-plan.ts'

type Json = Readonly<Record<string, unknown>>

/**
 * What FHIR validators do not see: references within the package that lead nowhere, names of expressions that no library
 * has, empty members, link ids that stand twice, choices without a choice. Each fault is a line; none is the empty list.
 *
 * @example lintArtefacts([{ resourceType: 'Questionnaire', id: 'q', url: '…', version: '1', item: [] }])
 *   // ['Questionnaire/q: item is empty']
 */
export function lintArtefacts(artefacts: readonly Artefact[]): readonly string[] {
  const urls = new Set(artefacts.map(({ url }) => url))
  const codes = codesOf(artefacts)
  const libraries = new Map(
    artefacts.filter(({ resourceType }) => resourceType === 'Library').map((each) => [each.url, each]),
  )
  const facts: FormFacts = { isCode: (system, code) => codes.get(system)?.has(code) ?? !urls.has(system) }
  return artefacts.flatMap((artefact) => {
    const { resourceType, id } = artefact
    const faults = [
      ...emptyIn(artefact, ''),
      ...(artefacts.some((other) => other !== artefact && other.url === artefact.url) ? [`url stands twice`] : []),
      ...danglingIn(artefact, urls),
      ...(resourceType === 'Questionnaire' ? lintForm(artefact, facts) : []),
      ...(resourceType === 'PlanDefinition' ? lintPlan(artefact, expressionsOf(artefact, libraries)) : []),
      ...(resourceType === 'Library' ? lintLibrary(artefact) : []),
      ...(resourceType === 'CodeSystem' ? twiceIn(conceptsOf(artefact)) : []),
    ]
    return faults.map((fault) => `${resourceType}/${id}: ${fault}`)
  })
}

function emptyIn(value: unknown, path: string): readonly string[] {
  if (value === null || value === '') return [`${path} is empty`]
  if (typeof value !== 'object') return typeof value === 'string' && value.trim() === '' ? [`${path} is blank`] : []
  const members = Array.isArray(value)
    ? value.map((each, index) => [`[${index}]`, each] as const)
    : Object.entries(value)
  if (members.length === 0) return [`${path || 'the resource'} is empty`]
  return members.flatMap(([name, each]) =>
    emptyIn(each, name.startsWith('[') ? `${path}${name}` : path ? `${path}.${name}` : name),
  )
}

/** Members that hold canonical addresses of other artefacts. */
const CANONICALS = new Set([
  'library',
  'definitionCanonical',
  'answerValueSet',
  'valueSet',
  'sourceCanonical',
  'targetCanonical',
  'derivedFrom',
])
/** Where what this package does not hold is known to be. */
const ELSEWHERE = ['http://hl7.org/fhir', 'http://terminology.hl7.org/', 'http://loinc.org', 'http://snomed.info/']

function danglingIn(value: unknown, urls: ReadonlySet<string>, name = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((each) => danglingIn(each, urls, name))
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([member, each]) => danglingIn(each, urls, member))
  if (typeof value !== 'string') return []
  const address = value.split(/[|#]/)[0] ?? ''
  const isOwn = [...urls].some((url) => sameHome(url, address))
  const leads = CANONICALS.has(name) || (isOwn && (name === 'system' || name === 'source' || name === 'target'))
  if (!leads || urls.has(address) || ELSEWHERE.some((home) => address.startsWith(home))) return []
  return [`${name} ${address} is not in the package`]
}

/** Whether two canonicals stand under one base. */
function sameHome(url: string, address: string): boolean {
  const base = url.split('/').slice(0, -2).join('/')
  return address.startsWith(`${base}/`)
}

interface Concept {
  readonly code?: string
  readonly concept?: readonly Concept[]
}

const conceptsOf = ({ concept }: Json): readonly string[] => {
  const walk = (list: readonly Concept[]): readonly string[] =>
    list.flatMap((each) => [each.code ?? '', ...walk(each.concept ?? [])])
  return walk((concept ?? []) as readonly Concept[])
}

function codesOf(artefacts: readonly Artefact[]): ReadonlyMap<string, ReadonlySet<string>> {
  const systems = artefacts.filter(({ resourceType }) => resourceType === 'CodeSystem')
  return new Map(systems.map((each) => [each.url, new Set(conceptsOf(each))]))
}

const twiceIn = (codes: readonly string[]): readonly string[] =>
  [...new Set(codes.filter((code, index) => codes.indexOf(code) !== index))].map((code) => `code ${code} stands twice`)

interface Elm {
  readonly library?: {
    readonly identifier?: { readonly id?: string; readonly version?: string }
    readonly statements?: { readonly def?: readonly { readonly name: string }[] }
  }
}

function elmOf({ content }: Json): Elm | undefined {
  const list = (content ?? []) as readonly { readonly contentType?: string; readonly data?: string }[]
  const data = list.find(({ contentType }) => contentType === 'application/elm+json')?.data
  const text = data === undefined ? undefined : fromBase64(data)
  try {
    return text === undefined ? undefined : (JSON.parse(text) as Elm)
  } catch {
    return undefined
  }
}

/** The names that the libraries of a plan define. */
function expressionsOf({ library }: Json, libraries: ReadonlyMap<string, Artefact>): ReadonlySet<string> {
  const urls = ((library ?? []) as readonly string[]).map((url) => url.split('|')[0] ?? '')
  return new Set(
    urls.flatMap((url) => {
      const found = libraries.get(url)
      return found ? (elmOf(found)?.library?.statements?.def ?? []).map(({ name }) => name) : []
    }),
  )
}

function lintLibrary(library: Artefact): readonly string[] {
  const elm = elmOf(library)
  if (!elm) return ['there is no ELM that can be read']
  const { id, version } = elm.library?.identifier ?? {}
  return [
    ...(id === library.name ? [] : [`its ELM is of the library ${id}`]),
    ...(version === library.version ? [] : [`its ELM has the version ${version}`]),
  ]
}

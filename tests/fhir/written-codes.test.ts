import { describe, expect, test } from 'vitest'
import type { WorklistKind } from '../../src/care/worklist-item.ts'
import { decide } from '../../src/evaluate/decide.ts'
import { readFindings } from '../../src/evaluate/read-findings.ts'
import { decisionBundle } from '../../src/fhir/out/decision.ts'
import { patientBundle } from '../../src/fhir/out/patient-bundle.ts'
import { overrideTasks, workTasks } from '../../src/fhir/out/tasks.ts'
import { whoseOf } from '../../src/fhir/out/whose.ts'
import { answersResponse, draftOrders } from '../../src/fhir/out/written-back.ts'
import { canonicalBase, layerSystems, own } from '../../src/fhir/systems.ts'
import type { Protocol } from '../../src/language/protocol.ts'
import { source, standard } from '../../src/protocol/protocol.ts'
import { exportedOf } from '../../src/service/fhir/exported.ts'
import { clinicalCases } from '../engines/clinical-case.ts'
import { layerNamed } from '../engines/interpreter.ts'
import { toldStory } from './stories.ts'

/* Whoever imports what is written looks its codes up in what is exported: each has to be there, and none without use. */

interface Coding {
  readonly system: string
  readonly code: string
  readonly display?: string
}
interface Concept extends Coding {
  readonly designation?: readonly { readonly value: string }[]
  readonly concept?: readonly Concept[]
}

/** Every coding of our own systems, at any depth. */
function codingsIn(value: unknown): readonly Coding[] {
  if (Array.isArray(value)) return value.flatMap(codingsIn)
  if (typeof value !== 'object' || value === null) return []
  const { system, code } = value as Partial<Coding>
  const isOurs = typeof system === 'string' && system.startsWith(`${canonicalBase}/CodeSystem/`)
  return [...(isOurs && typeof code === 'string' ? [value as Coding] : []), ...Object.values(value).flatMap(codingsIn)]
}

/** The codes of the exported code systems, each with the words that it may be displayed with. */
function exportedCodes(protocol: Protocol): ReadonlyMap<string, readonly string[]> {
  const walk = (system: string, concepts: readonly Concept[]): readonly (readonly [string, readonly string[]])[] =>
    concepts.flatMap(({ code, display, designation = [], concept = [] }) => [
      [`${system}|${code}`, [display ?? '', ...designation.map(({ value }) => value)]] as const,
      ...walk(system, concept),
    ])
  const systems = exportedOf(protocol).filter(({ resourceType }) => resourceType === 'CodeSystem')
  return new Map(systems.flatMap(({ url, concept }) => walk(url, concept as readonly Concept[])))
}

const everything = [source, standard].flatMap((protocol) => exportedOf(protocol))
const codes = new Map([source, standard].flatMap((protocol) => [...exportedCodes(protocol)]))

/** The decision of every case of `cases/`, in the layer that it was made for. */
const decided = clinicalCases().flatMap(({ id, layer, asOf, findings: entered }) => {
  const protocol = layerNamed(layer)
  const read = readFindings(protocol, entered, asOf)
  if (!read.ok) return []
  const decision = decide(protocol, read.findings, asOf, { withChanges: false })
  const author = { recordedAt: `${asOf}T10:00:00Z` }
  const facts = { decision, findings: read.findings, protocol, patientId: 'patient-1', scope: id, author }
  return [decisionBundle(facts, { type: 'collection' })]
})

const { story, patient } = toldStory()
const episode = story.asOf('2026-03-10')
const told = patientBundle({ patientId: 'patient-1', patient, episodes: [episode], protocol: standard })
const there = { protocol: standard, patientId: 'patient-1', episodeId: 'episode-1', subject: 'Patient/there' }
const writtenBack = episode.signed.flatMap((signed) => [
  answersResponse({ ...there, signed }),
  ...draftOrders({ ...there, signed }),
])

const kinds: Readonly<Record<WorklistKind, true>> = {
  protocolChanged: true,
  actOnDecision: true,
  resultToSignOff: true,
  unsigned: true,
  patientAnswers: true,
  resultAwaited: true,
  referralUnacknowledged: true,
  letterOutdated: true,
  review: true,
  overrideCheck: true,
  nothingPlanned: true,
}
const whose = whoseOf('patient-1', 'episode-1', '2026-03-10', 'standard')
const anyWork = {
  patientId: 'patient-1',
  episodeId: 'episode-1',
  opensOn: '2026-03-01',
  dueOn: '2026-03-02',
  overdueFrom: '2026-03-03',
  urgency: 'routine',
  nextAction: 'act',
  decisions: [],
  sequence: 1,
  asOf: '2026-03-02',
  overdueDays: 0,
  due: 'today',
} as const
const work = [
  ...workTasks(
    {
      ...episode,
      worklist: (Object.keys(kinds) as WorklistKind[]).map((kind) => ({ ...anyWork, id: kind, kind })),
    },
    standard,
    whose,
  ),
  ...overrideTasks(episode, standard, whose),
]

const written = codingsIn([decided, told, writtenBack, work])
const nameOf = ({ system, code }: Coding) => `${system}|${code}`

describe('the codes of our own that are written', () => {
  test('are each defined in an exported code system', () => {
    expect(written.length).toBeGreaterThan(10_000)
    expect([...new Set(written.map(nameOf))].filter((name) => !codes.has(name))).toEqual([])
  })

  test('are displayed in the words that the code system has for them', () => {
    const otherwise = written
      .filter((coding) => coding.display !== undefined && !codes.get(nameOf(coding))?.includes(coding.display))
      .map((coding) => `${nameOf(coding)}: ${coding.display}`)
    expect([...new Set(otherwise)]).toEqual([])
  })

  test('have the protocol and the form that they were made by under addresses that are exported', () => {
    const addresses = new Set(everything.map(({ url, version }) => `${url}|${version}`))
    const named = [...JSON.stringify([decided, told, writtenBack]).matchAll(/"(https:[^"|]*\|[^"]*)"/g)].map(
      ([, address = '']) => address,
    )
    expect(new Set(named).size).toBe(3)
    expect([...new Set(named)].filter((address) => !addresses.has(address))).toEqual([])
  })
})

describe('the codes of our own that are exported', () => {
  const inResources = new Set(written.map(nameOf))
  const inArtefacts = new Set(
    codingsIn(everything.filter(({ resourceType }) => resourceType !== 'CodeSystem')).map(nameOf),
  )
  const unusedIn = (...systems: readonly string[]) =>
    [...codes.keys()].filter(
      (name) => systems.includes(name.split('|')[0] ?? '') && !inResources.has(name) && !inArtefacts.has(name),
    )

  test('are each written by something: urgencies, red flags, kinds of work, tags', () => {
    const flags = [source, standard].map(({ layer }) => layerSystems(layer).flags)
    expect(unusedIn(own.urgencies, own.work, own.tags, ...flags)).toEqual([])
  })

  test('are each asked for or ordered by some artefact: findings, and every outcome that asks something', () => {
    const counted = standard.findings.filter((each) => each.kind === 'quantity' && each.elapsed?.only)
    expect(unusedIn(own.findings)).toEqual(counted.map(({ id }) => `${own.findings}|${id}`))
    for (const { layer, decisions } of [source, standard]) {
      const asking = decisions.flatMap(({ id, rules, outcomes }) =>
        outcomes
          .filter((outcome) => outcome.stance && rules.some(({ then }) => then === outcome.id))
          .map((outcome) => `${layerSystems(layer).decisions}|${id}.${outcome.id}`),
      )
      expect(unusedIn(layerSystems(layer).decisions).filter((name) => asking.includes(name))).toEqual([])
    }
  })

  test('name every rule that a card can have as its topic, and none that there is not', () => {
    for (const { layer, decisions } of [source, standard]) {
      const { rules } = layerSystems(layer)
      const there = [...codes.keys()].filter((name) => name.startsWith(`${rules}|`))
      expect(there.sort()).toEqual(decisions.flatMap((each) => each.rules.map(({ id }) => `${rules}|${id}`)).sort())
    }
  })
})

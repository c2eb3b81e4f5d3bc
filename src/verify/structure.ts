import { FALSE, type Node } from '../diagram/diagram.ts'
import { type ConditionData, walk } from '../language/condition.ts'
import type { DecisionKind, Stance } from '../language/decision.ts'
import type { DecisionDefinition, Protocol } from '../language/protocol.ts'
import { exampleOf, type GivenAnswer, type Patient, patientOf, replay } from './patient.ts'
import type { LayerModel, Model, RecordedModel } from './prove.ts'
import { refute } from './refute.ts'

/** A patient for something that was found, with the answers that show it. */
export interface Seen {
  /** How many cases show it. */
  readonly cases: bigint
  readonly patient: Patient
  readonly answers: readonly GivenAnswer[]
}

/** Two rules of a decision that speak side by side and disagree. */
export interface Conflict extends Seen {
  readonly decision: string
  readonly rules: readonly [string, string]
}

/** One thing that is so, or not, in a situation. */
export interface Part {
  readonly label: string
  readonly holds: boolean
  /** A test whose result no condition reads. */
  readonly isUnread?: true
}

/**
 * A situation on which a layer is silent: there is a red flag, or a result that it calls abnormal, and no rule says what
 * is done next to find the cause: in every decision about tests and reviews only the default speaks, a rule that advises
 * against, or the review that belongs to a treatment.
 */
export interface Gap extends Seen {
  /** Which tests are on record, and which conditions about results hold. */
  readonly situation: readonly Part[]
  /** The decision that grades how fast. */
  readonly urgency?: string
}

/** A test that the layer orders, and whose result no rule of it reads. */
export interface UnreadResult {
  readonly decision: string
  readonly finding: string
}

/** A rule that speaks although no rule it is an exception to would. */
export interface Outside extends Seen {
  readonly decision: string
  readonly rule: string
}

/** A test that is asked for although its result is on record. */
export interface Repeated extends Seen {
  readonly decision: string
  readonly outcome: string
  readonly isCurrent: boolean
}

/** What stands out in the rules of one layer. */
export interface Structure {
  readonly layer: string
  readonly conflicts: readonly Conflict[]
  readonly gaps: readonly Gap[]
  readonly unreadResults: readonly UnreadResult[]
  /** Rules and definitions that decide no case. */
  readonly indecisive: readonly string[]
  readonly outside: readonly Outside[]
  readonly repeated: readonly Repeated[]
}

export interface StructureOptions {
  /** For each test that can be ordered (a decision), the finding in which its result is recorded. */
  readonly results: Readonly<Record<string, string>>
  readonly alwaysTold?: readonly string[]
}

/**
 * Looks over the rules of a layer: conflicts, gaps, rules that never decide, exceptions outside what they except, tests
 * that are ordered again. Each with the most ordinary patient who shows it.
 *
 * @example structureOf('standard', model, recordedModelOf(model), { results: { xray: 'xray' } }).conflicts // []
 */
export function structureOf(
  layerName: string,
  model: Model,
  recorded: RecordedModel,
  options: StructureOptions,
): Structure {
  const [layer, complete] = [model.layers.get(layerName), recorded.layers.get(layerName)]
  const none: Structure = {
    layer: layerName,
    conflicts: [],
    gaps: [],
    unreadResults: [],
    indecisive: [],
    outside: [],
    repeated: [],
  }
  if (!layer || !complete) return none
  const seer = seerOf(complete, recorded.cases, options)
  return {
    layer: layerName,
    conflicts: conflictsOf(layer, seerOf(layer, model.cases, options)),
    gaps: gapsOf(complete, seer, options),
    unreadResults: unreadResultsOf(complete.protocol, options),
    indecisive: refute({ kind: 'all decisive' }, layer, model).names,
    outside: outsideOf(complete, seer),
    repeated: repeatedOf(complete, seer, options),
  }
}

/** Shows the most ordinary case of a function as a patient; nothing where there is none. */
type Seer = (where: Node, decisions: readonly string[]) => Seen | undefined

function seerOf(layer: LayerModel, cases: Node, { alwaysTold }: StructureOptions): Seer {
  const { space } = layer.regions
  return (where, decisions) => {
    const among = space.diagram.and(where, cases)
    const found = among === FALSE ? undefined : exampleOf(layer, among)
    if (!found) return undefined
    const patient = patientOf(space, found, layer.protocol, alwaysTold)
    return { cases: space.diagram.count(among), patient, answers: replay(layer, found, patient, decisions) }
  }
}

function conflictsOf(layer: LayerModel, see: Seer): readonly Conflict[] {
  const { diagram } = layer.regions.space
  return [...layer.decisions.values()].flatMap(({ decision, speaks }) =>
    decision.rules.flatMap((rule, index) =>
      decision.rules.slice(index + 1).flatMap((other) => {
        if (other.then === rule.then) return []
        const both = diagram.and(speaks.get(rule.id) ?? FALSE, speaks.get(other.id) ?? FALSE)
        const seen = see(both, [decision.id])
        return seen ? [{ decision: decision.id, rules: [rule.id, other.id] as const, ...seen }] : []
      }),
    ),
  )
}

/** Where a rule says, or might say, what is done next to find the cause: a test, or a review that is not that of a treatment begun. */
function whereSpoken(layer: LayerModel): Node {
  const { diagram } = layer.regions.space
  const spoken = (kind: DecisionKind) =>
    [...layer.decisions.values()]
      .filter(({ decision }) => decision.kind === kind)
      .flatMap(({ decision, live }) =>
        decision.rules
          .filter((rule) => rule.exceptionTo.length > 0 && stanceOf(decision, rule.then) !== 'not advised')
          .map((rule) => live.get(rule.id) ?? FALSE),
      )
  const treated = [...layer.decisions.values()]
    .filter(({ decision }) => decision.kind === 'treatment')
    .flatMap(({ decision, now }) =>
      [...now].flatMap(([outcome, node]) => (isAsked(stanceOf(decision, outcome)) ? [node] : [])),
    )
  return diagram.or(...spoken('order'), diagram.without(diagram.or(...spoken('review')), diagram.or(...treated)))
}

function isAsked(stance: Stance | undefined): boolean {
  return stance === 'recommended' || stance === 'consider'
}

function gapsOf(layer: LayerModel, see: Seer, options: StructureOptions): readonly Gap[] {
  const { regions, protocol } = layer
  const { diagram } = regions.space
  const tests = protocol.findings.filter(({ id }) => Object.values(options.results).includes(id))
  const about = protocol.conditions.filter(({ definitions }) =>
    definitions.every(({ when }) => tests.some(({ id }) => readsValue(when, id))),
  )
  const redFlags = protocol.conditions.filter(({ shows }) => shows === 'red flag')
  const holds = (condition: string) => regions.region({ op: 'defined', condition }).holds
  const spoken = whereSpoken(layer)
  const silent = diagram.without(diagram.or(...[...redFlags, ...about].map(({ id }) => holds(id))), spoken)
  const parts = [
    ...tests.map(({ id, label }) => {
      const isRead = about.some(({ definitions }) => definitions.some(({ when }) => readsValue(when, id)))
      const region = regions.region({ op: 'done', finding: id })
      return { label: `${label} on record`, ...(isRead ? {} : { isUnread: true as const }), region }
    }),
    ...about.map(({ id, label }) => ({
      label,
      isUnread: undefined,
      region: regions.region({ op: 'defined', condition: id }),
    })),
  ]
  const decisions = protocol.decisions.filter(({ kind }) => kind !== 'advice').map(({ id }) => id)
  const urgency = protocol.decisions.find(({ kind }) => kind === 'urgency')?.id
  const cells = (index: number, where: Node, situation: Gap['situation']): readonly Gap[] => {
    if (where === FALSE) return []
    const part = parts[index]
    if (part)
      return [true, false].flatMap((isSo) =>
        cells(index + 1, diagram.and(where, isSo ? part.region.holds : part.region.fails), [
          ...situation,
          { label: part.label, holds: isSo, ...(part.isUnread ? { isUnread: true as const } : {}) },
        ]),
      )
    const seen = see(where, decisions)
    return seen ? [{ situation, ...(urgency ? { urgency } : {}), ...seen }] : []
  }
  const found = cells(0, silent, []).toSorted((a, b) => a.patient.told.length - b.patient.told.length)
  return found.filter((gap, index) => !found.slice(0, index).some((before) => isMoreOf(gap, before)))
}

/** Whether a gap adds to another no more than a result that nothing reads: its patient is asked for the same. */
function isMoreOf(gap: Gap, other: Gap): boolean {
  const read = ({ situation }: Gap) => situation.filter(({ isUnread }) => !isUnread).map(({ holds }) => holds)
  const asked = ({ answers }: Gap) =>
    answers.filter(({ stance }) => isAsked(stance)).map(({ decision, outcome }) => `${decision} ${outcome}`)
  return read(gap).join() === read(other).join() && asked(gap).join() === asked(other).join()
}

function stanceOf(decision: DecisionDefinition, outcome: string): Stance | undefined {
  return decision.outcomes.find(({ id }) => id === outcome)?.stance
}

/** Whether a condition itself asks what a test showed. */
function readsValue(when: ConditionData, finding: string): boolean {
  let reads = false
  walk(when, (part) => {
    if ((part.op === 'is' || part.op === 'compare' || part.op === 'present') && part.finding === finding) reads = true
  })
  return reads
}

function unreadResultsOf(protocol: Protocol, { results }: StructureOptions): readonly UnreadResult[] {
  const conditions = [
    ...protocol.conditions.flatMap(({ definitions }) => definitions),
    ...protocol.decisions.flatMap(({ rules }) => rules),
  ]
  return protocol.decisions.flatMap(({ id }) => {
    const finding = results[id]
    if (finding === undefined || conditions.some(({ when }) => readsValue(when, finding))) return []
    return [{ decision: id, finding }]
  })
}

function outsideOf(layer: LayerModel, see: Seer): readonly Outside[] {
  const { diagram } = layer.regions.space
  return [...layer.decisions.values()].flatMap(({ decision, speaks }) =>
    decision.rules.flatMap((rule) => {
      const parents = decision.rules.filter(({ id }) => rule.exceptionTo.includes(id))
      if (parents.length === 0) return []
      const inside = diagram.or(...parents.map(({ when }) => layer.regions.region(when).holds))
      const seen = see(diagram.without(speaks.get(rule.id) ?? FALSE, inside), [decision.id])
      return seen ? [{ decision: decision.id, rule: rule.id, ...seen }] : []
    }),
  )
}

function repeatedOf(layer: LayerModel, see: Seer, { results }: StructureOptions): readonly Repeated[] {
  const { regions } = layer
  const { diagram } = regions.space
  return [...layer.decisions.values()].flatMap(({ decision, now }) => {
    const finding = results[decision.id]
    if (finding === undefined) return []
    const isDone = regions.region({ op: 'done', finding }).holds
    const isCurrent = diagram.or(...currencies(layer.protocol, finding).map((part) => regions.region(part).holds))
    return decision.outcomes
      .filter(({ stance }) => isAsked(stance))
      .flatMap(({ id: outcome }) =>
        [true, false].flatMap((current) => {
          const result = current ? isCurrent : diagram.without(isDone, isCurrent)
          const seen = see(diagram.and(now.get(outcome) ?? FALSE, result), [decision.id])
          return seen ? [{ decision: decision.id, outcome, isCurrent: current, ...seen }] : []
        }),
      )
  })
}

/** Every way in which a protocol asks whether a result is current. */
function currencies(protocol: Protocol, finding: string): readonly ConditionData[] {
  const found = new Map<string, ConditionData>()
  const gather = (when: ConditionData) =>
    walk(when, (part) => {
      if (part.op === 'within' && part.finding === finding) found.set(part.days, part)
    })
  for (const { definitions } of protocol.conditions) for (const { when } of definitions) gather(when)
  for (const { rules } of protocol.decisions) for (const { when } of rules) gather(when)
  return [...found.values()]
}

import { describe, expect, test } from 'vitest'
import { answerEverywhere, type DecisionRegions } from '../../src/diagram/answers.ts'
import type { Region } from '../../src/diagram/case-space.ts'
import { FALSE, type Node } from '../../src/diagram/diagram.ts'
import { isBeyond } from '../../src/diagram/lift.ts'
import { type Case, holdsOf, ordinaryCase, recordedCase } from '../../src/diagram/patients.ts'
import { type Answered, answer } from '../../src/evaluate/answer.ts'
import { completionsOf, exactly } from '../../src/evaluate/completions.ts'
import { generateCase, seededChance } from '../../src/evaluate/generate-cases.ts'
import { informationOf } from '../../src/evaluate/information.ts'
import { missingOf } from '../../src/evaluate/missing.ts'
import { type Recorded, type RecordedFindings, situate } from '../../src/evaluate/situation.ts'
import { type Reading, read, truthOf } from '../../src/evaluate/truth.ts'
import type { Claim } from '../../src/language/claim.ts'
import type { ConditionData } from '../../src/language/condition.ts'
import type { Protocol } from '../../src/language/protocol.ts'
import { actionGuarantees } from '../../src/protocol/action-guarantees.ts'
import { guarantees } from '../../src/protocol/guarantees.ts'
import { source, standard } from '../../src/protocol/protocol.ts'
import { askedBy, type LayerModel, type Model, modelOf } from '../../src/verify/prove.ts'
import { refute } from '../../src/verify/refute.ts'
import { tinyProtocol } from './tiny-protocol.ts'

const AS_OF = '2026-03-15'
const tiny = tinyProtocol({ longDays: 30, currentDays: 90, asksNew: true })

const readingOf = (protocol: Protocol, findings: RecordedFindings): Reading =>
  read(protocol, situate(protocol, findings, AS_OF))
const byRules = (reading: Reading): readonly Answered[] =>
  reading.protocol.decisions.map((decision) => answer(decision, reading))
const canBe = (reading: Reading): boolean =>
  reading.protocol.constraints.every(({ impossible }) => truthOf(impossible, reading) !== true)

/** Some days before the as-of date: further back than a scan counts. */
const LONG_AGO = '2025-01-01'
const recorded = (value: string | number): Recorded => ({ value })

/** Every way in which a finding of the tiny protocol can stand, numbers all of them. */
const values: Readonly<Record<string, readonly Recorded[]>> = {
  fever: ['present', 'absent'].map(recorded),
  weakness: ['present', 'absent'].map(recorded),
  cancer: ['never', 'past', 'current'].map(recorded),
  days: Array.from({ length: 61 }, (_, day) => recorded(day)),
  scan: [
    ...['notDone', 'normal', 'lesion'].map(recorded),
    { value: 'normal', observedOn: LONG_AGO },
    { value: 'lesion', observedOn: LONG_AGO },
  ],
  isNew: ['present', 'absent'].map(recorded),
}

/** Every record of the tiny protocol with the numbers around its limit, and with anything not known. */
function* tinyRecords(): Generator<RecordedFindings> {
  const each = Object.entries({ ...values, days: [0, 30, 31, 60].map(recorded) })
  const from = function* (index: number, record: RecordedFindings): Generator<RecordedFindings> {
    const [id, list] = each[index] ?? []
    if (id === undefined || list === undefined) {
      yield record
      return
    }
    for (const each of [...list, recorded('notKnown')]) yield* from(index + 1, { ...record, [id]: each })
  }
  yield* from(0, {})
}

/** All complete records that a record may turn out to be, one finding after the other, by brute force. */
function completionsByForce(record: RecordedFindings): readonly RecordedFindings[] {
  let list: readonly RecordedFindings[] = [record]
  for (const [id, all] of Object.entries(values)) {
    if (record[id]?.value !== 'notKnown') continue
    list = list.flatMap((each) => {
      // What cannot apply beside the rest is not asked: it stays silent.
      if (id === 'isNew' && each.weakness?.value !== 'present') return [withoutFinding(each, id)]
      return all.map((turned) => ({ ...each, [id]: turned }))
    })
  }
  return list.filter((each) => {
    const applies = each.weakness?.value === 'present' || each.isNew === undefined || record.isNew?.value !== 'notKnown'
    return applies && canBe(readingOf(tiny, each))
  })
}

function withoutFinding(record: RecordedFindings, id: string): RecordedFindings {
  return Object.fromEntries(Object.entries(record).filter(([other]) => other !== id))
}

const answersOf = (record: RecordedFindings): readonly string[] =>
  byRules(readingOf(tiny, record)).map(({ outcome }) => outcome)

describe('on a protocol small enough to be enumerated', () => {
  test('the answers that are open are those of its completions, the bounds their ends, and no other', () => {
    let open = 0
    for (const record of tinyRecords()) {
      const reading = readingOf(tiny, record)
      const completions = completionsByForce(record).map(answersOf)
      if (completions.length === 0 || !canBe(reading)) continue
      exactly(byRules(reading), reading).forEach(({ possible, atLeast, atMost, settled, outcome }, index) => {
        const own = new Set(completions.map((answers) => answers[index]))
        expect(new Set(possible), JSON.stringify(record)).toEqual(own)
        expect([atLeast, atMost, settled]).toEqual([possible[0], possible.at(-1), own.size === 1])
        expect(possible).toContain(outcome)
        if (!settled) open += 1
      })
    }
    expect(open).toBeGreaterThan(100)
  }, 120_000)

  test('what is missing is what excludes an answer, or what alike completions can differ in and be answered differently', () => {
    let asked = 0
    for (const record of tinyRecords()) {
      const reading = readingOf(tiny, record)
      if (!canBe(reading) || completionsByForce(record).length === 0) continue
      const expected = new Set<string>()
      const byRest = new Map<string, Set<string>>()
      const byValue = new Map<string, Map<string, Set<string>>>()
      for (const completion of completionsByForce(record))
        for (const [id, { value }] of Object.entries(record)) {
          if (value !== 'notKnown') continue
          const rest = `${id} ${JSON.stringify(withoutFinding(completion, id))}`
          const own = byRest.get(rest) ?? new Set<string>()
          byRest.set(rest, own.add(answersOf(completion).join()))
          if (own.size > 1) expected.add(id)
          const values = byValue.get(id) ?? new Map<string, Set<string>>()
          byValue.set(id, values)
          const turned = JSON.stringify(completion[id] ?? 'does not apply')
          const open = values.get(turned) ?? new Set<string>()
          values.set(turned, open)
          for (const [decision, outcome] of answersOf(completion).entries()) open.add(`${decision} ${outcome}`)
        }
      for (const [id, values] of byValue)
        if (new Set([...values.values()].map((open) => [...open].sort().join())).size > 1) expected.add(id)
      // Whether a finding applies is asked first.
      if (expected.has('isNew') && record.weakness?.value === 'notKnown') expected.add('weakness')
      const missing = missingOf(exactly(byRules(reading), reading), reading)
      expect(new Set(missing.map(({ finding }) => finding)), JSON.stringify(record)).toEqual(expected)
      asked += missing.length
    }
    expect(asked).toBeGreaterThan(100)
  }, 120_000)

  test('what a question teaches is the uncertainty that its answers take away, in bits', () => {
    const shares = { fever: 0.1, weakness: 0.3 }
    const record = { cancer: { value: 'never' }, days: { value: 5 }, scan: { value: 'notDone' } }
    const reading = readingOf(tinyProtocol({ longDays: 30, currentDays: 90, asksNew: false }), record)
    const { admitted, narrowed } = completionsOf(reading)
    const graph = narrowed('urgency')
    const gains = informationOf(graph ? [graph] : [], admitted, reading.protocol, {
      fever: { present: shares.fever, absent: 1 - shares.fever },
      weakness: { present: shares.weakness, absent: 1 - shares.weakness },
    })
    // Routine without fever, soon with it, urgent with weakness too: by hand.
    const bits = (...parts: readonly number[]) =>
      parts.reduce((sum, part) => (part > 0 ? sum - part * Math.log2(part) : sum), 0)
    const before = bits(0.9, 0.1 * 0.7, 0.1 * 0.3)
    expect(gains.get('fever')).toBeCloseTo(before - 0.1 * bits(0.7, 0.3), 12)
    expect(gains.get('weakness')).toBeCloseTo(before - bits(0.9, 0.1), 12)
  })
})

/** A layer as `decide` answers it: for all cases with unknowns at once, worked out by diagrams alone. */
function exactLayer(layer: LayerModel, model: Model): LayerModel {
  const whole = model.completeLayers.get(layer.protocol.layer)
  if (!whole) throw new Error('the layer was not read')
  const regions = shared(layer, whole, model)
  const decisions = layer.protocol.decisions.map((decision): [string, DecisionRegions] => {
    const now = whole.decisions.get(decision.id)?.now
    const reached = decision.outcomes.map(({ id: outcome }) =>
      model.lift(model.complete.diagram.and(now?.get(outcome) ?? FALSE, model.completeCases)),
    )
    return [decision.id, exactDecision(answerEverywhere(regions, decision), reached, model)]
  })
  return { ...layer, regions, decisions: new Map(decisions) }
}

/** Conditions hold where they hold in every completion, and fail where they fail in every one. */
function shared(layer: LayerModel, whole: LayerModel, { complete, completeCases, partial, lift }: Model) {
  const known = new Map<ConditionData, Region>()
  const region = (condition: ConditionData): Region => {
    const { holds, fails } = whole.regions.region(condition)
    const somewhere = (node: Node) => lift(complete.diagram.and(node, completeCases))
    const made = known.get(condition) ?? {
      holds: partial.diagram.not(somewhere(fails)),
      fails: partial.diagram.not(somewhere(holds)),
    }
    known.set(condition, made)
    return made
  }
  return Object.create(layer.regions, {
    region: { value: region },
    space: { value: partial },
  }) as LayerModel['regions']
}

function exactDecision(regions: DecisionRegions, reached: readonly Node[], { partial }: Model): DecisionRegions {
  const { diagram } = partial
  const { decision, now, live } = regions
  const outcomes = decision.outcomes.map(({ id, stance }, rank) => ({ id, stance, rank, here: reached[rank] ?? FALSE }))
  const whereOnly = (keep: (each: (typeof outcomes)[number]) => boolean) =>
    diagram.not(diagram.or(...outcomes.filter((each) => !keep(each)).map(({ here }) => here)))
  const answered = new Map(outcomes.map(({ id }) => [id, FALSE]))
  const possible = new Map(outcomes.map(({ id, here }) => [id, here]))
  const add = (to: Map<string, Node>, id: string, node: Node) => to.set(id, diagram.or(to.get(id) ?? FALSE, node))
  const byDefault = decision.rules.find(({ exceptionTo }) => exceptionTo.length === 0)
  const single = diagram.or(...outcomes.map(({ rank: only }) => whereOnly((each) => each.rank === only)))
  for (const { id, stance, rank, here } of outcomes) {
    const own = now.get(id) ?? FALSE
    let left = diagram.without(own, here)
    add(answered, id, diagram.and(own, here))
    const give = (where: Node, to: string) => {
      const given = diagram.and(left, where)
      add(answered, to, given)
      add(possible, to, given)
      left = diagram.without(left, given)
    }
    if (decision.kind === 'treatment' && byDefault) give(regions.speaks.get(byDefault.id) ?? FALSE, id)
    if (decision.kind !== 'treatment' && stance)
      give(
        diagram.without(
          whereOnly((each) => each.stance === stance),
          single,
        ),
        id,
      )
    for (const to of outcomes) {
      // Brought up to the weakest that completions give, or down to the strongest.
      const isEnd = whereOnly((each) => (to.rank > rank ? each.rank >= to.rank : each.rank <= to.rank))
      const isPutForward = decision.kind === 'treatment' && to.rank > rank && to.stance === 'recommended'
      if (to.rank !== rank) give(diagram.and(to.here, isEnd), isPutForward ? id : to.id)
    }
    give(left, id)
  }
  const speaks = new Map(
    decision.rules.map(({ id, then }) => {
      const given = answered.get(then) ?? FALSE
      const inferred = diagram.without(diagram.and(live.get(id) ?? FALSE, given), now.get(then) ?? FALSE)
      return [id, diagram.or(diagram.and(regions.speaks.get(id) ?? FALSE, given), inferred)]
    }),
  )
  return { decision, live, speaks, now: answered, possible }
}

/** Where each outcome lies within the bounds, not only where some completion has it: what an answer may not take back. */
function withinBounds(layer: LayerModel, { partial: { diagram } }: Model): LayerModel {
  const decisions = [...layer.decisions].map(([id, regions]): [string, DecisionRegions] => {
    const open = regions.decision.outcomes.map(({ id: outcome }) => regions.possible.get(outcome) ?? FALSE)
    const filled = regions.decision.outcomes.map(
      ({ id: outcome }, rank) =>
        [outcome, diagram.and(diagram.or(...open.slice(0, rank + 1)), diagram.or(...open.slice(rank)))] as const,
    )
    return [id, { ...regions, possible: new Map(filled) }]
  })
  return { ...layer, decisions: new Map(decisions) }
}

/** The same cases but for those in which something is recorded that does not apply: silence never turns out so. */
function applying(model: Model): Model {
  const { complete, completeCases, lift } = model
  const beyond = complete.diagram.or(...complete.placed.map((placed) => complete.where(placed, isBeyond)))
  const cases = complete.diagram.without(completeCases, beyond)
  return { ...model, completeCases: cases, cases: lift(cases) }
}

const model = modelOf([source, standard], undefined, { alsoRead: askedBy(guarantees.flatMap(({ claims }) => claims)) })
/** The claims that say where an action is, and that it is nowhere else. */
const inBothDirections = new Set(actionGuarantees.flatMap(({ claims }) => claims))
const applyingModel = applying(model)
const exactModel: Model = {
  ...model,
  layers: new Map([...model.layers].map(([name, layer]) => [name, exactLayer(layer, model)])),
}

describe.each([source, standard])('what completions share, in the layer $layer', (protocol) => {
  const layer = exactModel.layers.get(protocol.layer)
  const narrowing = layer && exactLayer(model.layers.get(protocol.layer) ?? layer, applyingModel)

  test('is what the diagrams give by another way, on 2,000 cases with unknowns', () => {
    const chance = seededChance(7)
    const { partial } = model
    let [compared, narrower] = [0, 0]
    while (compared < 2000) {
      const unknown = chance() * 0.5
      const ill = chance() * 0.3
      const chosen: Case = partial.placed.map(({ states }) => {
        const silent = states.findIndex(({ samples }) => [...samples.values()].every(({ is }) => is !== 'value'))
        if (chance() < unknown && silent >= 0) return silent
        return chance() < ill ? Math.floor(chance() * states.length) : 0
      })
      if (!holdsOf(partial, model.cases, chosen)) continue
      compared += 1
      const reading = readingOf(protocol, recordedCase(partial, chosen, AS_OF))
      const rules = byRules(reading)
      exactly(rules, reading).forEach((answered, index) => {
        const regions = layer?.decisions.get(answered.decision)
        const open = regions?.decision.outcomes.filter(({ id }) =>
          holdsOf(partial, regions.possible.get(id) ?? FALSE, chosen),
        )
        expect(answered.possible, answered.decision).toEqual(open?.map(({ id }) => id))
        expect(holdsOf(partial, regions?.now.get(answered.outcome) ?? FALSE, chosen), answered.decision).toBe(true)
        if (answered.possible.length < (rules[index]?.possible.length ?? 0)) narrower += 1
      })
    }
    expect(narrower).toBeGreaterThan(50)
  }, 120_000)

  test('keeps every guarantee that is proved of the rules', () => {
    const { diagram } = exactModel.partial
    // "The action here, and nowhere else" is said of answers that are settled: each completion has it so. What is put
    // forward while an answer is open lies within the bounds, and may be that of no rule that is known to speak.
    const open = (claim: Claim): Node =>
      diagram.or(
        ...(claim.kind === 'never' && inBothDirections.has(claim) ? claim.facts : []).flatMap((fact) => {
          const regions = 'decision' in fact ? layer?.decisions.get(fact.decision) : undefined
          const list = [...(regions?.possible.values() ?? [])]
          return list.map((node, index) => diagram.and(node, diagram.or(...list.slice(index + 1))))
        }),
      )
    const broken = guarantees.flatMap(({ name, layers, expected, claims }) => {
      if (!layer || !narrowing || expected !== 'proved' || !layers.some((each) => each === protocol.layer)) return []
      return claims.flatMap((claim) => {
        // These two are about the text of the rules, not about answers.
        if (claim.kind === 'all cited' || claim.kind === 'all decisive') return []
        const own = claim.kind === 'answers narrow' ? withinBounds(narrowing, exactModel) : layer
        const { where, names } = refute(claim, own, own === layer ? exactModel : applyingModel)
        // A contraindicated MRI is no step on the way from weak to strong: while it is possible, what is provisional may be
        // on either side of it.
        const mri = layer.decisions.get('mri')
        const apart = diagram.without(
          mri?.possible.get('contraindicated') ?? FALSE,
          mri?.now.get('contraindicated') ?? FALSE,
        )
        if (names.length === 0 && diagram.without(where, open(claim)) === FALSE) return []
        if (
          (where === FALSE && names.length === 0) ||
          (names.includes('mri') && diagram.without(where, apart) === FALSE)
        )
          return []
        const found = ordinaryCase(exactModel.partial, where)
        return [
          `${name}: ${claim.kind} ${names.join()} ${JSON.stringify(found && Object.fromEntries(Object.entries(recordedCase(exactModel.partial, found, AS_OF)).map(([k, v]) => [k, v.value])))}`,
        ]
      })
    })
    expect(broken).toEqual([])
  }, 120_000)

  test('knows every state that generated findings come to', () => {
    const chance = seededChance(11)
    for (let sample = 0; sample < 3000; sample += 1) {
      const reading = readingOf(protocol, generateCase(protocol, chance, AS_OF))
      for (const { codes, answers } of completionsOf(reading).admitted) {
        expect(codes.length).toBeGreaterThan(0)
        if (answers.size === 0) expect(codes.length).toBeLessThanOrEqual(2)
      }
    }
  }, 120_000)
})

test('an answer to a question that is not asked excludes nothing that is open', () => {
  const chance = seededChance(23)
  const answers = (reading: Reading) =>
    exactly(byRules(reading), reading).map(({ decision, possible }) => [decision, possible])
  let tried = 0
  for (let sample = 0; sample < 300; sample += 1) {
    const findings = generateCase(standard, chance, AS_OF)
    const reading = readingOf(standard, findings)
    const missing = new Set(missingOf(exactly(byRules(reading), reading), reading).map(({ finding }) => finding))
    for (const { id, kind } of standard.findings) {
      if (kind !== 'sign' || missing.has(id) || reading.situation.get(id)?.is !== 'notKnown') continue
      for (const value of ['present', 'absent']) {
        const answered = readingOf(standard, { ...findings, [id]: { value } })
        if (!canBe(answered)) continue
        tried += 1
        expect(answers(answered), `${id} ${value}`).toEqual(answers(reading))
      }
    }
  }
  expect(tried).toBeGreaterThan(500)
}, 120_000)

import { FALSE } from '../../src/diagram/diagram.ts'
import { compile } from '../../src/evaluate/compile.ts'
import { packInto, tableFor } from '../../src/evaluate/pack.ts'
import { readFindings } from '../../src/evaluate/read-findings.ts'
import { runCases } from '../../src/evaluate/run-program.ts'
import { situate } from '../../src/evaluate/situation.ts'
import { unpackAnswers } from '../../src/evaluate/unpack.ts'
import type { Claim, Guarantee } from '../../src/language/claim.ts'
import type { Protocol } from '../../src/language/protocol.ts'
import { askedBy, type LayerModel, type Model, modelOf } from '../../src/verify/prove.ts'
import { refute } from '../../src/verify/refute.ts'
import { type ClinicalCase, clinicalCases } from '../engines/clinical-case.ts'
import { faultsOf } from '../engines/expectation.ts'
import { interpret } from '../engines/interpreter.ts'
import type { Layers } from './mutant.ts'

/**
 * The guarantees that a protocol breaks, of those that are expected to be proved.
 *
 * @example [...brokenGuarantees({ source, standard }, guarantees)] // none
 */
export function* brokenGuarantees(layers: Layers, guarantees: readonly Guarantee[]): Generator<Guarantee> {
  const model = modelOf(Object.values(layers), undefined, {
    alsoRead: askedBy(guarantees.flatMap(({ claims }) => claims)),
  })
  for (const guarantee of guarantees) if (guarantee.expected === 'proved' && isBroken(guarantee, model)) yield guarantee
}

/** Whether a claim of a guarantee fails in one of its layers. */
export function isBroken({ layers, claims }: Guarantee, model: Model): boolean {
  return layers.some((name) => {
    const layer = model.layers.get(name)
    return layer !== undefined && claims.some((claim) => isRefuted(claim, layer, model))
  })
}

/** Whether a claim fails in a layer. */
export function isRefuted(claim: Claim, layer: LayerModel, model: Model): boolean {
  const { where, names } = refute(claim, layer, model)
  return where !== FALSE || names.length > 0
}

const cases = clinicalCases()

/**
 * The first hand-written case that a protocol answers otherwise than it expects. Those whose outcomes differ from those of
 * the original are tried first, by the compiled form, which is fast; what only the interpreter says (flags, reasons, the
 * next question) comes after.
 */
export function failedCase(layers: Layers, original: Layers): ClinicalCase | undefined {
  const rest: ClinicalCase[] = []
  const changed = Object.entries(layers).flatMap(([name, protocol]) => {
    const before = original[name]
    const own = cases.filter(({ layer }) => layer === name)
    if (!before || before === protocol) return []
    const [one, other] = [outcomesOf(before, own), outcomesOf(protocol, own)]
    rest.push(...own.filter((_, index) => one[index] === other[index]))
    return own.filter((_, index) => one[index] !== other[index])
  })
  return [...changed, ...rest].find((each) => faultsOf(each, interpret(each, layers[each.layer])).length > 0)
}

const outcomesKnown = new WeakMap<Protocol, readonly string[]>()

/** What each case is answered, decision by decision, in short. */
function outcomesOf(protocol: Protocol, own: readonly ClinicalCase[]): readonly string[] {
  const known = outcomesKnown.get(protocol) ?? outcomesNow(protocol, own)
  outcomesKnown.set(protocol, known)
  return known
}

function outcomesNow(protocol: Protocol, own: readonly ClinicalCase[]): readonly string[] {
  const program = compile(protocol)
  const packed = tableFor(own.length, program.caseWords)
  const refused = own.map(({ findings, asOf }, row) => {
    const read = readFindings(protocol, findings, asOf)
    if (read.ok) packInto(packed, row * program.caseWords, program, situate(protocol, read.findings, asOf))
    return !read.ok
  })
  const table = runCases(program, packed)
  return own.map((_, row) =>
    refused[row] ? 'refused' : JSON.stringify(unpackAnswers(program, { table, at: row * program.explainedWords })),
  )
}

/** Where two protocols differ over all possible cases: decisions, what is shown, or only the rules that are cited. */
export interface Difference {
  /** Decisions that answer otherwise, now or in what they still hold possible, and conditions that show otherwise. */
  readonly treats: readonly string[]
  /** Decisions in which other rules speak. */
  readonly cites: readonly string[]
}

/** Compares layers with their originals over every possible case. */
export function differenceOf(layers: Layers, original: Layers): Difference {
  const found = Object.entries(layers).flatMap(([name, protocol]) => {
    const before = original[name]
    return before && before !== protocol ? [differenceOfLayer(before, protocol)] : []
  })
  return {
    treats: [...new Set(found.flatMap(({ treats }) => treats))],
    cites: [...new Set(found.flatMap(({ cites }) => cites))],
  }
}

function differenceOfLayer(before: Protocol, after: Protocol): Difference {
  const model = modelOf([before, after], (protocol) => (protocol === before ? 'before' : 'after'))
  const { diagram } = model.partial
  const [one, other] = [model.layers.get('before'), model.layers.get('after')]
  if (!one || !other) throw new Error('the layers were not read')
  const differ = (a: number, b: number) => diagram.and(model.cases, diagram.ite(a, diagram.not(b), b)) !== FALSE
  const anyDiffers = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>) =>
    [...new Set([...a.keys(), ...b.keys()])].some((id) => differ(a.get(id) ?? FALSE, b.get(id) ?? FALSE))
  const decisions = [...one.decisions].map(([id, mine]) => ({ id, mine, yours: other.decisions.get(id) ?? mine }))
  const treats = decisions.filter(
    ({ mine, yours }) => anyDiffers(mine.now, yours.now) || anyDiffers(mine.possible, yours.possible),
  )
  const cites = decisions.filter(({ mine, yours }) => anyDiffers(mine.speaks, yours.speaks))
  const shows = anyDiffers(shownIn(one), shownIn(other)) ? ['what is shown'] : []
  return { treats: [...treats.map(({ id }) => id), ...shows], cites: cites.map(({ id }) => id) }
}

/** Where each red flag, feature and note is shown. */
function shownIn({ protocol, regions }: LayerModel): ReadonlyMap<string, number> {
  return new Map(
    protocol.conditions
      .filter(({ shows }) => shows)
      .flatMap(({ definitions }) => definitions.map(({ id, when }) => [id, regions.region(when).holds])),
  )
}

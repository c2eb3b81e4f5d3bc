import type { CalendarDate } from '../language/date.ts'
import type { FindingDefinition } from '../language/finding.ts'
import type { Answered } from './answer.ts'
import { BLOCK, compile, type Program } from './compile.ts'
import { wordsFor } from './explain.ts'
import { pack } from './pack.ts'
import type { Change } from './result.ts'
import { runBlock } from './run-program.ts'
import { leafTruth, limitValue, type Reading } from './truth.ts'

/** One finding with another value. */
interface Variant {
  readonly definition: FindingDefinition
  readonly from: string
  readonly value: string | number
}

/**
 * The smallest changes that would give another answer: every single finding that is known (or a test that is not done),
 * set to another value, where that changes the urgency or the stance of an action. Changes the vocabulary's constraints
 * forbid are left out. Where no single change gives an answer, `combinedChangesOf` adds one of several findings.
 *
 * There are some 150 of them, so they are answered by the compiled form, 32 at once; a test reads each by the interpreter.
 *
 * @example changesOf(reading, asOf, answers)[0] // { finding: 'fever', from: 'absent', to: 'present', … }
 */
export function changesOf(reading: Reading, asOf: CalendarDate, answers: readonly Answered[]): readonly Change[] {
  const program = compile(reading.protocol)
  const variants = variantsOf(reading)
  const changes: Change[] = []
  for (let first = 0; first < variants.length; first += BLOCK) {
    const lanes = variants.slice(first, first + BLOCK)
    const bits = runBlock(program, blockOf(lanes, program, reading, asOf))
    lanes.forEach(({ definition, from, value }, lane) => {
      const change = difference(program, answers, bits, lane)
      if (change)
        changes.push({
          finding: definition.id,
          label: definition.label,
          from,
          to: wordsFor(definition, value),
          ...change,
        })
    })
  }
  return changes
}

function variantsOf(reading: Reading): readonly Variant[] {
  return reading.protocol.findings.flatMap((definition): readonly Variant[] => {
    if (definition.kind === 'date' || (definition.kind === 'quantity' && definition.elapsed?.only)) return []
    const state = reading.situation.get(definition.id)
    if (!state || state.is === 'notKnown') return []
    const from = state.is === 'value' ? wordsFor(definition, state.value) : 'not done'
    return otherValues(definition, reading).map((value) => ({ definition, from, value }))
  })
}

/** Up to 32 variants of the patient on their side: the patient in every lane, but for what each changes. */
function blockOf(lanes: readonly Variant[], program: Program, reading: Reading, asOf: CalendarDate): Int32Array {
  const packed = pack(program.protocol, reading.situation)
  const block = new Int32Array(BLOCK * program.caseWords)
  for (let bit = 0; bit < block.length; bit += 1)
    block[bit] = -(((packed[Math.floor(bit / BLOCK)] ?? 0) >>> (bit % BLOCK)) & 1)
  const situation = new Map(reading.situation)
  const changed: Reading = { ...reading, situation }
  const fails = (BLOCK * program.caseWords) / 2
  lanes.forEach(({ definition, value }, lane) => {
    const before = situation.get(definition.id)
    situation.set(definition.id, { is: 'value', value, observedOn: asOf, ageDays: 0 })
    for (const place of program.atomsReading.get(definition.id) ?? []) {
      const atom = program.atoms[place]
      const truth = atom && leafTruth(atom, changed)
      setLane(block, place, lane, truth === true)
      setLane(block, fails + place, lane, truth === false)
    }
    if (before) situation.set(definition.id, before)
  })
  return block
}

function setLane(words: Int32Array, at: number, lane: number, value: boolean): void {
  words[at] = ((words[at] ?? 0) & ~(1 << lane)) | (Number(value) << lane)
}

/** What differs in one lane from the answers given; nothing where the patient would be treated alike, or cannot be. */
function difference(
  program: Program,
  answers: readonly Answered[],
  bits: Int32Array,
  lane: number,
): Pick<Change, 'urgency' | 'decisions'> | undefined {
  const bit = (at: number) => ((bits[at] ?? 0) >>> lane) & 1
  if (bit(0)) return undefined
  const decisions: { decision: string; from: string; to: string }[] = []
  let urgency: { from: string; to: string } | undefined
  program.decisions.forEach(({ decision, outcome: { word, shift, mask } }) => {
    const answered = answers.find((each) => each.decision === decision.id)
    if (!answered || decision.kind === 'advice' || decision.kind === 'scope') return
    let rank = 0
    for (let digit = 0; mask >>> digit; digit += 1) rank |= bit(word * BLOCK + shift + digit) << digit
    const from = answered.outcome
    const to = decision.outcomes[rank]?.id ?? ''
    if (from === to) return
    if (decision.kind === 'urgency') urgency = { from, to }
    else decisions.push({ decision: decision.id, from, to })
  })
  if (!urgency && decisions.length === 0) return undefined
  return { ...(urgency ? { urgency } : {}), decisions }
}

/** Values on the other side of something: each other choice, and for a quantity the nearest values across each limit. */
function otherValues(definition: FindingDefinition, reading: Reading): readonly (string | number)[] {
  const state = reading.situation.get(definition.id)
  const current = state?.is === 'value' ? state.value : undefined
  if (definition.kind === 'sign') return ['present', 'absent'].filter((value) => value !== current)
  if (definition.kind === 'choice') return definition.values.map(({ id }) => id).filter((value) => value !== current)
  if (definition.kind !== 'quantity') return []
  const step = 10 ** -definition.decimals
  const nearest = limitsOf(definition.id, reading).flatMap((limit) => {
    const below = Math.floor(limit / step + 1e-9) * step
    // Just across the limit, seen from where the value stands now.
    if (current === undefined) return [below, below + step]
    return Number(current) > limit ? [below, below - step] : [below, below + step]
  })
  return [...new Set(nearest.map((value) => Number(value.toFixed(definition.decimals))))].filter(
    (value) => value !== current && value >= definition.minimum && value <= definition.maximum,
  )
}

/** Every limit that the protocol compares a quantity with, as a number in this situation. */
function limitsOf(finding: string, reading: Reading): readonly number[] {
  const { atoms, atomsReading } = compile(reading.protocol)
  const limits = (atomsReading.get(finding) ?? []).flatMap((place) => {
    const atom = atoms[place]
    return atom?.op === 'compare' && atom.finding === finding ? [limitValue(atom.limit, reading)] : []
  })
  return [...new Set(limits.filter((limit) => limit !== undefined))]
}

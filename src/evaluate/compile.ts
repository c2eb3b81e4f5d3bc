import { type ConditionData, findingsOf, type Leaf, walk } from '../language/condition.ts'
import { exceptionsOf } from '../language/exceptions.ts'
import type { DecisionDefinition, Protocol } from '../language/protocol.ts'
import { ALWAYS, Circuit, NEVER, type Wire } from './circuit.ts'

/*
 * The compiled form of a protocol. Every condition that asks a finding directly is an *atom*. A packed case has two bits
 * for each atom: known true, and known false (neither: not known). 32 packed cases are turned on their side, so that one
 * word holds one bit of 32 cases; a condition is then a few and/or operations on words, which answer 32 cases at once.
 * The interpreter (truth.ts, answer.ts) is the reference; tests compare both.
 */

/** The cases that a block holds: one for each bit of a word. */
export const BLOCK = 32

/** Where an outcome stands in a packed answer, as its rank from the weakest: `(word >>> shift) & mask`. */
export interface Field {
  readonly word: number
  readonly shift: number
  readonly mask: number
}

/** Where the answer of one decision stands in a packed answer. */
export interface CompiledDecision {
  readonly decision: DecisionDefinition
  readonly outcome: Field
  readonly atLeast: Field
  readonly atMost: Field
  /** The place of its first rule's bit among those of all rules. */
  readonly firstRule: number
}

/**
 * A protocol as gates, with the layout of what goes in and comes out. All sizes are in words of 32 bits.
 *
 * A packed case is `caseWords`: known true of every atom, then known false of every atom.
 * An explained answer is `explainedWords`: the packed answer (`answerWords`, its lowest bit: the case is impossible by a
 * constraint), then from `speaks` the rules that speak, from `open` those that may yet, from `holds` the definitions
 * known to hold and from `fails` those known not to.
 */
export interface Program {
  readonly protocol: Protocol
  readonly atoms: readonly Leaf[]
  /** The place of a leaf of this protocol, and of a definition by its id, among their bits. */
  readonly atomPlaces: ReadonlyMap<Leaf, number>
  readonly definitionPlaces: ReadonlyMap<string, number>
  /** The places of the atoms that read a finding, by its id. */
  readonly atomsReading: ReadonlyMap<string, readonly number[]>
  readonly decisions: readonly CompiledDecision[]
  readonly caseWords: number
  readonly answerWords: number
  readonly explainedWords: number
  readonly speaks: number
  readonly open: number
  readonly holds: number
  readonly fails: number
  readonly circuit: Circuit
  /** For each bit of an explained answer, the wire it is read from. */
  readonly outputs: readonly Wire[]
}

const programs = new WeakMap<Protocol, Program>()

/**
 * Compiles a protocol, once.
 *
 * @example compile(standard).atoms.length // 95
 */
export function compile(protocol: Protocol): Program {
  const found = programs.get(protocol)
  if (found) return found
  const program = new Compiler(protocol).program()
  programs.set(protocol, program)
  return program
}

/** Names an atom: two leaves that ask the same have the same name. */
function nameOf(leaf: Leaf): string {
  return JSON.stringify(Object.entries(leaf).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/**
 * The place of every leaf among the atoms; leaves that ask the same share it. Those of definitions and rules come first,
 * in their order, then those only constraints ask.
 */
function placesOf(protocol: Protocol): ReadonlyMap<Leaf, number> {
  const places = new Map<Leaf, number>()
  const named = new Map<string, number>()
  const whens = [
    ...protocol.conditions.flatMap((condition) => condition.definitions.map(({ when }) => when)),
    ...protocol.decisions.flatMap((decision) => decision.rules.map(({ when }) => when)),
    ...protocol.constraints.map(({ impossible }) => impossible),
  ]
  for (const when of whens)
    walk(when, (part) => {
      if (!('finding' in part)) return
      const place = named.get(nameOf(part)) ?? named.size
      named.set(nameOf(part), place)
      places.set(part, place)
    })
  return places
}

/** One leaf for each place. */
function atomsAt(places: ReadonlyMap<Leaf, number>): readonly Leaf[] {
  const atoms: Leaf[] = []
  for (const [leaf, place] of places) atoms[place] ??= leaf
  return atoms
}

function byFinding(atoms: readonly Leaf[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>()
  atoms.forEach((atom, place) => {
    for (const finding of findingsOf(atom)) places.set(finding, [...(places.get(finding) ?? []), place])
  })
  return places
}

/** A truth in three values as two wires: known to hold, known to fail. */
interface Rails {
  readonly holds: Wire
  readonly fails: Wire
}

const FALSE: Rails = { holds: NEVER, fails: ALWAYS }

class Compiler {
  readonly #protocol: Protocol
  readonly #atoms: readonly Leaf[]
  readonly #places: ReadonlyMap<Leaf, number>
  readonly #atomWords: number
  readonly #circuit: Circuit
  readonly #named = new Map<string, Rails>()
  readonly #outputs: Wire[] = []

  constructor(protocol: Protocol) {
    this.#protocol = protocol
    this.#places = placesOf(protocol)
    this.#atoms = atomsAt(this.#places)
    // A protocol that asks nothing still has cases: they take up room, or a table of them would have no length.
    this.#atomWords = Math.max(1, Math.ceil(this.#atoms.length / BLOCK))
    this.#circuit = new Circuit(2 * BLOCK * this.#atomWords)
  }

  program(): Program {
    const { conditions, constraints, decisions } = this.#protocol
    const definitions = conditions.flatMap((condition) => condition.definitions)
    const definitionRails = conditions.flatMap((condition) => {
      const rails = condition.definitions.map(({ when }) => this.#rails(when))
      this.#named.set(condition.id, this.#any(rails))
      return rails
    })
    this.#outputs.push(this.#any(constraints.map(({ impossible }) => this.#rails(impossible))).holds)
    const answered = decisions.map((decision) => ({ decision, ...this.#answer(decision) }))
    const rules = decisions.flatMap((decision) => decision.rules.map(() => decision.id))
    const compiled = answered.map(({ decision, outcome, atLeast, atMost }) => ({
      decision,
      firstRule: rules.indexOf(decision.id),
      outcome: this.#field(outcome),
      atLeast: this.#field(atLeast),
      atMost: this.#field(atMost),
    }))
    const answerWords = this.#align()
    const [speaks, open, holds, fails] = [
      this.#bits(answered.flatMap((answer) => answer.speaks)),
      this.#bits(answered.flatMap((answer) => answer.open)),
      this.#bits(definitionRails.map((rails) => rails.holds)),
      this.#bits(definitionRails.map((rails) => rails.fails)),
    ]
    return {
      protocol: this.#protocol,
      atoms: this.#atoms,
      atomPlaces: this.#places,
      definitionPlaces: new Map(definitions.map(({ id }, place) => [id, place])),
      atomsReading: byFinding(this.#atoms),
      decisions: compiled,
      caseWords: 2 * this.#atomWords,
      answerWords,
      explainedWords: this.#align(),
      ...{ speaks, open, holds, fails },
      circuit: this.#circuit,
      outputs: this.#outputs,
    }
  }

  #rails(condition: ConditionData): Rails {
    switch (condition.op) {
      case 'not': {
        const { holds, fails } = this.#rails(condition.of)
        return { holds: fails, fails: holds }
      }
      case 'all':
        return this.#atLeast(
          condition.of.length,
          condition.of.map((part) => this.#rails(part)),
        )
      case 'any':
        return this.#any(condition.of.map((part) => this.#rails(part)))
      case 'atLeast':
        return this.#atLeast(
          condition.count,
          condition.of.map((part) => this.#rails(part)),
        )
      case 'defined':
        return this.#named.get(condition.condition) ?? FALSE
      default: {
        const place = this.#places.get(condition) ?? 0
        return {
          holds: this.#circuit.input(place),
          fails: this.#circuit.input(BLOCK * this.#atomWords + place),
        }
      }
    }
  }

  #any(parts: readonly Rails[]): Rails {
    return {
      holds: this.#circuit.or(...parts.map(({ holds }) => holds)),
      fails: this.#circuit.and(...parts.map(({ fails }) => fails)),
    }
  }

  /** Fails once so many fail that too few can still hold. */
  #atLeast(count: number, parts: readonly Rails[]): Rails {
    const [holds, fails] = [parts.map((part) => part.holds), parts.map((part) => part.fails)]
    if (count === parts.length) return { holds: this.#circuit.and(...holds), fails: this.#circuit.or(...fails) }
    return {
      holds: this.#circuit.atLeast(count, holds),
      fails: this.#circuit.atLeast(parts.length - count + 1, fails),
    }
  }

  /** What `answer` says of a decision, for every case: the outcome's and the bounds' ranks in binary, and each rule's state. */
  #answer(decision: DecisionDefinition) {
    const circuit = this.#circuit
    const rails = new Map(decision.rules.map((rule) => [rule.id, this.#rails(rule.when)]))
    const exceptions = exceptionsOf(decision)
    const states = decision.rules.map((rule) => {
      const { holds, fails } = rails.get(rule.id) ?? FALSE
      const excepted = circuit.or(...(exceptions.get(rule.id) ?? []).map((id) => rails.get(id)?.holds ?? NEVER))
      const speaks = circuit.andNot(holds, excepted)
      const open = circuit.andNot(ALWAYS, circuit.or(holds, fails, excepted))
      const rank = decision.outcomes.findIndex((outcome) => outcome.id === rule.then)
      return { rank, speaks, open, live: circuit.or(speaks, open) }
    })
    const ranks = decision.outcomes.map((_, rank) => rank)
    const livesAt = ranks.map((rank) =>
      circuit.or(...states.filter((state) => state.rank === rank).map(({ live }) => live)),
    )
    const speaking = this.#firstOf(states.map((state) => state.speaks))
    const lowest = this.#firstOf(livesAt)
    const highest = this.#firstOf(livesAt.toReversed()).toReversed()
    return {
      outcome: this.#binary(
        ranks.map((rank) => circuit.or(...speaking.filter((_, place) => states[place]?.rank === rank))),
      ),
      atLeast: this.#binary(lowest),
      atMost: this.#binary(highest),
      speaks: states.map((state) => state.speaks),
      open: states.map((state) => state.open),
    }
  }

  /** Each wire where none before it is true. */
  #firstOf(wires: readonly Wire[]): readonly Wire[] {
    return wires.map((wire, place) => this.#circuit.andNot(wire, this.#circuit.or(...wires.slice(0, place))))
  }

  /** The rank of the one wire that is true, in binary, lowest bit first. */
  #binary(wires: readonly Wire[]): readonly Wire[] {
    const bits = Math.ceil(Math.log2(wires.length))
    return Array.from({ length: bits }, (_, bit) =>
      this.#circuit.or(...wires.filter((_wire, rank) => (rank >>> bit) & 1)),
    )
  }

  /** Puts a number's bits beside what is there, all in one word. */
  #field(bits: readonly Wire[]): Field {
    if ((this.#outputs.length % BLOCK) + bits.length > BLOCK) this.#align()
    const at = this.#outputs.length
    this.#outputs.push(...bits)
    return { word: Math.floor(at / BLOCK), shift: at % BLOCK, mask: (1 << bits.length) - 1 }
  }

  /** Puts bits into words of their own; answers the first word. */
  #bits(bits: readonly Wire[]): number {
    const word = this.#align()
    this.#outputs.push(...bits)
    return word
  }

  /** Fills the last word; answers how many words there are. */
  #align(): number {
    while (this.#outputs.length % BLOCK !== 0) this.#outputs.push(NEVER)
    return this.#outputs.length / BLOCK
  }
}

import type { CaseSpace } from '../../src/diagram/case-space.ts'
import type { ComponentState, Sample } from '../../src/diagram/component.ts'
import type { Case } from '../../src/diagram/patients.ts'
import { BLOCK, type Program } from '../../src/evaluate/compile.ts'
import { type ConditionData, findingsOf, type Leaf } from '../../src/language/condition.ts'
import { and, not, or, type Truth } from '../../src/language/kleene.ts'
import { leafTruth } from '../../src/language/leaf.ts'

/** What one state of a component puts into a packed case, and what its silence does where the finding cannot apply. */
interface PackedState {
  readonly words: Int32Array
  readonly outside?: Int32Array
}

/** A finding of a component that may not apply. */
interface Silent {
  readonly id: string
  readonly index: number
  readonly appliesWhen: ConditionData
}

/**
 * Packs cases of a case space state by state: a case is the union of what its components' states put into it, so that a
 * million cases take a second. A finding that is not known and cannot apply is not there, as `situate` has it; that both
 * agree is tested where this is used.
 */
export class PackedStates {
  readonly #space: CaseSpace
  readonly #program: Program
  readonly #states: readonly (readonly PackedState[])[]
  readonly #silent: readonly Silent[]

  constructor(space: CaseSpace, program: Program) {
    this.#space = space
    this.#program = program
    const { findings } = program.protocol
    // In the vocabulary's order: whether weeks of pregnancy apply hangs on whether pregnancy does.
    this.#silent = findings.flatMap(({ id, appliesWhen }) => {
      const index = space.placed.findIndex(({ component }) => component.findings.some((finding) => finding.id === id))
      return appliesWhen && index >= 0 ? [{ id, index, appliesWhen }] : []
    })
    this.#states = space.placed.map(({ states, component }, index) => {
      const silent = this.#silent.find((each) => each.index === index)
      if (silent && component.findings.length > 1) throw new Error(`${silent.id} does not stand alone`)
      const own = new Set(component.findings.map(({ id }) => id))
      return states.map((state): PackedState => {
        const words = this.#wordsOf(own, state.samples)
        if (state.samples.get(silent?.id ?? '')?.is !== 'notKnown') return { words }
        return { words, outside: this.#wordsOf(own, new Map([[silent?.id ?? '', { is: 'notDone' }]])) }
      })
    })
  }

  /** Puts a case into a table of packed cases, from a word on that holds zeros. */
  packInto(cases: Int32Array, at: number, chosen: Case): void {
    let outside: readonly string[] = []
    for (const { id, index, appliesWhen } of this.#silent)
      if (this.#state(index, chosen)?.samples.get(id)?.is === 'notKnown')
        if (this.#truth(appliesWhen, chosen, outside) === false) outside = [...outside, id]
    this.#states.forEach((states, index) => {
      const state = states[chosen[index] ?? 0]
      const silent =
        outside.length > 0 && state?.outside ? this.#silent.find((each) => each.index === index) : undefined
      const words = silent && outside.includes(silent.id) ? state?.outside : state?.words
      if (!words) throw new Error(`component ${index} has no state ${chosen[index]}`)
      for (let word = 0; word < words.length; word += 1) cases[at + word] = (cases[at + word] ?? 0) | (words[word] ?? 0)
    })
  }

  #state(index: number, chosen: Case): ComponentState | undefined {
    return this.#space.placed[index]?.states[chosen[index] ?? 0]
  }

  /** What the atoms that read only these findings say, as the interpreter reads them. */
  #wordsOf(own: ReadonlySet<string>, samples: ReadonlyMap<string, Sample>): Int32Array {
    const { atoms, caseWords } = this.#program
    const words = new Int32Array(caseWords)
    atoms.forEach((atom, place) => {
      if (!findingsOf(atom).every((id) => own.has(id))) return
      const truth = this.#truthIn(atom, samples)
      if (truth === undefined) return
      const word = Math.floor(place / BLOCK) + (truth ? 0 : caseWords / 2)
      words[word] = (words[word] ?? 0) | (1 << (place % BLOCK))
    })
    return words
  }

  #truth(condition: ConditionData, chosen: Case, outside: readonly string[]): Truth {
    switch (condition.op) {
      case 'not':
        return not(this.#truth(condition.of, chosen, outside))
      case 'all':
        return and(condition.of.map((part) => this.#truth(part, chosen, outside)))
      case 'any':
        return or(condition.of.map((part) => this.#truth(part, chosen, outside)))
      case 'atLeast':
      case 'defined':
        throw new Error('no finding applies by such a condition')
      default:
        return outside.includes(condition.finding) ? false : this.#leaf(condition, chosen)
    }
  }

  #truthIn(leaf: Leaf, samples: ReadonlyMap<string, Sample>): Truth {
    const { parameters } = this.#program.protocol
    return leafTruth(leaf, {
      state: (id) => samples.get(id) ?? { is: 'notKnown' },
      parameter: (id) => parameters.find((each) => each.id === id)?.value ?? Number.NaN,
    })
  }

  readonly #leaves = new Map<Leaf, { readonly index: number; readonly truths: readonly Truth[] }>()

  #leaf(leaf: Leaf, chosen: Case): Truth {
    const known = this.#leaves.get(leaf)
    if (known) return known.truths[chosen[known.index] ?? 0]
    const index = this.#space.placed.findIndex(({ component }) =>
      component.findings.some(({ id }) => id === leaf.finding),
    )
    const truths = (this.#space.placed[index]?.states ?? []).map(({ samples }) => this.#truthIn(leaf, samples))
    this.#leaves.set(leaf, { index, truths })
    return truths[chosen[index] ?? 0]
  }
}

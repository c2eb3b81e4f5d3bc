import { type Answered, answer } from '../../src/evaluate/answer.ts'
import { exactly } from '../../src/evaluate/completions.ts'
import type { Chance } from '../../src/evaluate/generate-cases.ts'
import { frequenciesOf } from '../../src/evaluate/information.ts'
import { missingOf } from '../../src/evaluate/missing.ts'
import { type Recorded, situate } from '../../src/evaluate/situation.ts'
import { type Reading, read, truthOf } from '../../src/evaluate/truth.ts'
import type { FindingDefinition } from '../../src/language/finding.ts'
import type { Protocol } from '../../src/language/protocol.ts'

const AS_OF = '2026-03-15'

type Findings = Readonly<Record<string, Recorded>>

/** What is known before the first question: who the patient is. */
const TOLD = ['ageYears', 'sexAtBirth']

/** How the next question is chosen. */
export type Policy = 'form order' | 'form order, without what cannot matter' | 'most useful first'
export const policies: readonly Policy[] = ['form order', 'form order, without what cannot matter', 'most useful first']

/** Asks generated patients until everything is settled, each by every policy. */
export class Questioning {
  readonly #protocol: Protocol
  readonly #askable: readonly FindingDefinition[]
  readonly #missing = new Map<string, readonly string[]>()
  readonly #settled = new Map<string, boolean>()

  constructor(protocol: Protocol) {
    this.#protocol = protocol
    const read = new Set(missingOf(this.#answers({}), this.#reading({})).map(({ finding }) => finding))
    // What no rule reads is asked for the letter, not for the answer, and counts for no policy.
    this.#askable = protocol.findings.filter(({ id }) => read.has(id) && !TOLD.includes(id))
  }

  /** A patient of whom everything that is asked is known, drawn by the protocol's frequencies. */
  patient(chance: Chance): Findings {
    for (;;) {
      const drawn = this.#drawn(chance)
      const reading = this.#reading(drawn)
      if (this.#protocol.constraints.every(({ impossible }) => truthOf(impossible, reading) !== true)) return drawn
    }
  }

  /** How many questions a policy asks of a patient before nothing that is not known could change an answer. */
  questions(patient: Findings, policy: Policy): number {
    let known: Findings = Object.fromEntries(TOLD.flatMap((id) => (patient[id] ? [[id, patient[id]]] : [])))
    for (let asked = 0; ; asked += 1) {
      const next = this.#next(known, policy)
      const answered = next === undefined ? undefined : patient[next]
      if (next === undefined || answered === undefined) return asked
      known = { ...known, [next]: answered }
    }
  }

  #next(known: Findings, policy: Policy): string | undefined {
    if (policy === 'most useful first') return this.#missingIn(known)[0]
    if (policy === 'form order, without what cannot matter') {
      const missing = new Set(this.#missingIn(known))
      return this.#askable.find(({ id }) => missing.has(id))?.id
    }
    if (this.#isSettled(known)) return undefined
    return this.#askable.find((definition) => known[definition.id] === undefined && this.#applies(definition, known))
      ?.id
  }

  #missingIn(known: Findings): readonly string[] {
    const key = keyOf(known)
    const found = this.#missing.get(key)
    if (found) return found
    const missing = missingOf(this.#answers(known), this.#reading(known)).map(({ finding }) => finding)
    this.#missing.set(key, missing)
    return missing
  }

  #isSettled(known: Findings): boolean {
    const key = keyOf(known)
    const found = this.#settled.get(key) ?? this.#answers(known).every(({ settled }) => settled)
    this.#settled.set(key, found)
    return found
  }

  #reading(findings: Findings): Reading {
    return read(this.#protocol, situate(this.#protocol, findings, AS_OF))
  }

  #answers(findings: Findings): readonly Answered[] {
    const reading = this.#reading(findings)
    return exactly(
      this.#protocol.decisions.map((decision) => answer(decision, reading)),
      reading,
    )
  }

  #applies({ appliesWhen }: FindingDefinition, findings: Findings): boolean {
    return appliesWhen === undefined || truthOf(appliesWhen, this.#reading(findings)) === true
  }

  #drawn(chance: Chance): Findings {
    const frequencies = frequenciesOf(this.#protocol)
    const drawn: Record<string, Recorded> = {
      ageYears: { value: 18 + Math.floor(chance() * 70) },
      sexAtBirth: { value: chance() < 0.5 ? 'male' : 'female' },
    }
    for (const definition of this.#askable) {
      if (!this.#applies(definition, drawn)) continue
      const { id, kind } = definition
      if (kind === 'date') continue
      if (kind === 'quantity') drawn[id] = { value: numberFor(definition, chance) }
      else {
        const values = kind === 'choice' ? definition.values.map((value) => value.id) : ['present', 'absent']
        const shares = frequencies[id] ?? {}
        let left = chance()
        const value = values.find((each) => {
          left -= shares[each] ?? 1 / values.length
          return left < 0
        })
        drawn[id] = { value: value ?? values.at(-1) ?? 'absent' }
      }
    }
    return drawn
  }
}

/** Pain of up to three months; any other number of its range. */
function numberFor(
  { id, minimum, maximum }: Extract<FindingDefinition, { readonly kind: 'quantity' }>,
  chance: Chance,
): number {
  return id === 'durationDays' ? Math.floor(chance() * 90) : minimum + Math.floor(chance() * (maximum - minimum + 1))
}

function keyOf(known: Findings): string {
  return Object.keys(known)
    .sort()
    .map((id) => `${id}=${known[id]?.value}`)
    .join()
}

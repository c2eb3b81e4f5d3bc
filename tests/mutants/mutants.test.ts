import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { DecisionRegions } from '../../src/diagram/answers.ts'
import { guarantees } from '../../src/protocol/guarantees.ts'
import { source, standard } from '../../src/protocol/protocol.ts'
import { askedBy, type LayerModel, modelOf } from '../../src/verify/prove.ts'
import { clinicalCases, root } from '../engines/clinical-case.ts'
import { claimsOf, secondOpinion } from '../second-opinion/opinion.ts'
import { refutes } from '../second-opinion/replay.ts'
import { automaticMutants } from './automatic.ts'
import { isBroken, isRefuted } from './judge.ts'
import type { Layers } from './mutant.ts'
import { planted } from './planted.ts'
import { resultOf, survives } from './result.ts'
import { digestOf, explanationOf } from './survivors.ts'

const AS_OF = '2026-03-15'
const layers = { source, standard }

function guaranteeNamed(name: string) {
  const guarantee = guarantees.find((each) => each.name === name)
  if (!guarantee) throw new Error(`there is no guarantee ${name}`)
  return guarantee
}

function model(of: Layers) {
  return modelOf(Object.values(of), undefined, { alsoRead: askedBy(guarantees.flatMap(({ claims }) => claims)) })
}

describe('a mistake planted by hand is caught by the guarantee it breaks', () => {
  test.each(planted)('$invariant: $sentence', ({ invariant, guarantee: name, plant }) => {
    const guarantee = guaranteeNamed(name)
    expect(guarantee.id).toBe(invariant)
    expect(isBroken(guarantee, model(plant(layers)))).toBe(true)
  })

  test('V8: an exception that is not known is taken as one that does not hold', () => {
    const read = model(layers)
    const guarantee = guaranteeNamed('an_answer_never_takes_back_what_was_certain')
    for (const name of guarantee.layers) {
      const layer = read.layers.get(name)
      if (!layer) throw new Error(`there is no layer ${name}`)
      // No protocol can break V8, only an engine: one whose bounds are no more than the answer on what is known.
      const hasty = ({ now, ...rest }: DecisionRegions): DecisionRegions => ({ ...rest, now, possible: now })
      const decisions = new Map([...layer.decisions].map(([id, regions]) => [id, hasty(regions)]))
      const wrong: LayerModel = { ...layer, decisions }
      expect(guarantee.claims.some((claim) => isRefuted(claim, wrong, read))).toBe(true)
    }
  })

  test('there are at least twelve, and one for each invariant that a protocol can break', () => {
    expect(planted.length).toBeGreaterThanOrEqual(12)
    const invariants = new Set([...planted.map(({ invariant }) => invariant), 'V8'])
    expect([...new Set(guarantees.map(({ id }) => id))].filter((id) => !invariants.has(id))).toEqual([])
  })
})

describe('z3 catches it too, and its patient is decided so by the interpreter', () => {
  test.each(planted.filter(({ invariant }) => ['V2', 'V7'].includes(invariant)))(
    '$invariant: $sentence',
    async ({ guarantee: name, plant }) => {
      const wrong = plant(layers)
      const opinions = await secondOpinion(wrong, claimsOf([guaranteeNamed(name)]), AS_OF)
      const refuted = opinions.filter(({ holds }) => !holds)
      expect(refuted).not.toEqual([])
      for (const { claim, layer, witnesses } of refuted)
        for (const { patients } of witnesses)
          expect(refutes(claim, patients, { own: wrong[layer] ?? standard, all: wrong }, AS_OF)).toBe(true)
    },
    120_000,
  )
})

describe('a small change of any rule, definition or parameter is noticed', () => {
  const all = automaticMutants(layers)

  test('there are mutants of every kind, and of every rule and definition', () => {
    const kinds = new Set(all.map(({ kind }) => kind))
    expect(kinds.size).toBe(26)
    const pieces = new Set(all.map(({ piece }) => piece))
    const ids = [
      ...standard.conditions.flatMap(({ definitions }) => definitions.map(({ id }) => id)),
      ...standard.decisions
        .flatMap(({ rules }) => rules.filter(({ exceptionTo }) => exceptionTo.length > 0))
        .map(({ id }) => id),
    ]
    expect(ids.filter((id) => !pieces.has(id))).toEqual([])
  })

  test('docs/mutants.md was written for these mutants, and by no more guarantees and cases than there are', () => {
    const text = readFileSync(join(root, 'docs', 'mutants.md'), 'utf8')
    const [, digest] = text.match(/digest of the mutants: `([0-9a-f]+)`/) ?? []
    const [, proofs, cases] = text.match(/judged by (\d+) guarantees and (\d+) cases/) ?? []
    expect(digest).toBe(digestOf(all))
    expect(Number(proofs)).toBeLessThanOrEqual(guarantees.length)
    expect(Number(cases)).toBeLessThanOrEqual(clinicalCases().length)
  })

  // A sample that moves on through all of them as the protocol grows; `npm run mutants` judges every one.
  const sample = all.filter((_, index) => index % 127 === 20)

  test.each(sample)(
    '$kind of $piece: $description',
    (mutant) => {
      const result = resultOf(mutant, layers)
      expect(survives(result) && explanationOf(result) === undefined).toBe(false)
    },
    60_000,
  )
})

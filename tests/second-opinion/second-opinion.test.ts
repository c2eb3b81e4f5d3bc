import { beforeAll, describe, expect, test } from 'vitest'
import { guarantees } from '../../src/protocol/guarantees.ts'
import { source, standard } from '../../src/protocol/protocol.ts'
import { askedBy, modelOf } from '../../src/verify/prove.ts'
import { refute } from '../../src/verify/refute.ts'
import { claimsOf, type Opinion, secondOpinion } from './opinion.ts'
import { decides, refutes } from './replay.ts'
import { solve } from './solver.ts'

const AS_OF = '2026-03-15'
const layers = { source, standard }
const asked = claimsOf(guarantees)
const model = modelOf([source, standard], undefined, { alsoRead: askedBy(asked.map(({ claim }) => claim)) })
let opinions: readonly Opinion[] = []

beforeAll(async () => {
  opinions = await secondOpinion(layers, asked, AS_OF)
}, 240_000)

function ownLayer(name: string) {
  return { own: name === 'source' ? source : standard, all: layers }
}

describe('z3, told the protocol’s data and nothing of our diagrams, judges as they do', () => {
  test.each(asked.map((each, index) => ({ ...each, index, id: each.guarantee.id, kind: each.claim.kind })))(
    '$id in $layer: $kind ($guarantee.name)',
    ({ index, layer, claim }) => {
      const opinion = opinions[index]
      const layerModel = model.layers.get(layer)
      if (!opinion || !layerModel) throw new Error('not asked')
      const { where, names } = refute(claim, layerModel, model)
      // Diagrams name where a claim fails only for claims about rules and statements; 0 is the diagram of no case.
      const byDiagrams = where === 0 ? (claim.kind.startsWith('all ') ? names : []) : ['cases']
      expect(opinion.holds).toBe(byDiagrams.length === 0)
      if (claim.kind.startsWith('all ')) expect([...opinion.names].sort()).toEqual([...byDiagrams].sort())
    },
  )

  test.each(guarantees.flatMap((guarantee) => guarantee.layers.map((layer) => ({ ...guarantee, layer }))))(
    '$id in $layer is $expected: $name',
    ({ name, layer, expected }) => {
      const own = opinions.filter((opinion) => opinion.guarantee.name === name && opinion.layer === layer)
      expect(own.length).toBeGreaterThan(0)
      expect(own.every(({ holds }) => holds) ? 'proved' : 'refuted').toBe(expected)
    },
  )
})

describe('what z3 finds is a patient whom the interpreter decides as z3 says', () => {
  test('every claim that it refutes is refuted by its patients', () => {
    const refuted = opinions.filter(({ holds }) => !holds)
    expect(refuted.length).toBeGreaterThan(0)
    for (const { claim, layer, witnesses } of refuted) {
      expect(witnesses).not.toEqual([])
      for (const { name, patients } of witnesses)
        expect(refutes(claim, patients, ownLayer(layer), AS_OF), `${layer} ${name}`).toBe(true)
    }
  })

  test('every rule and definition decides the patient whom it names for it', () => {
    for (const { layer, witnesses } of opinions.filter(({ claim }) => claim.kind === 'all decisive')) {
      expect(witnesses.length).toBeGreaterThan(70)
      const idle = witnesses.filter(
        ({ name, patients }) => !decides(name, patients[0] ?? {}, ownLayer(layer).own, AS_OF),
      )
      expect(idle.map(({ name }) => name)).toEqual([])
    }
  })
})

test('the solver answers what is known', async () => {
  const script = '(declare-const |a b| Int) (assert (> |a b| 3))'
  const found = await solve(script, [{ term: '(< |a b| 5)' }, { term: '(< |a b| 4)' }])
  expect(found.map(({ model: values }) => values)).toEqual([{ 'a b': '4' }, null])
})

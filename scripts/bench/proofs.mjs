// What it costs to prove everything: reading the layers over every possible case, then every guarantee. These are warm
// figures; `npm run verify` prints those of a process that has just started, and its memory.
import { checkedGuarantees, proofModel } from '../../dist/cli/proofs.js'
import { guarantees } from '../../dist/protocol/guarantees.js'
import { askedBy } from '../../dist/verify/prove.js'
import { refute } from '../../dist/verify/refute.js'

const model = proofModel()
const claims = guarantees.flatMap(({ layers, claims: own }) => layers.map((layer) => ({ layer, own })))
const cases = model.partial.diagram.count(model.cases)

export const title = `Proving ${claims.length} guarantees over ${cases} cases (${model.partial.placed.length} components, ${askedBy(guarantees.flatMap((guarantee) => guarantee.claims)).length} facts; one core)`

/** @param {import('../../dist/verify/prove.js').Model} over */
function proveAll(over) {
  for (const { layer, own } of claims) {
    const read = over.layers.get(layer)
    if (read) for (const claim of own) refute(claim, read, over)
  }
}

export function contestants() {
  return [
    { name: 'the layers over every case', units: 1, unit: 'model', work: () => proofModel() },
    { name: 'the layers, then every proof', units: 1, unit: 'proof of all', work: () => proveAll(proofModel()) },
    {
      name: 'the same, with the patients of what is refuted',
      units: 1,
      unit: 'report',
      work: () => [...checkedGuarantees(proofModel())],
    },
  ]
}

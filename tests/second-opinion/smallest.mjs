// Asks z3 for every smallest way in which each term can hold.
// In: JSON of { "script", "terms", "oddities" }; an oddity is { "ordinary", "parts" }: a term that holds where there is
// nothing out of the ordinary, and terms whose truths tell what it is where there is. Out: one line of JSON for each term, a
// list of models: constants and their values. Of no model's oddities can some, without the others, make the term hold.
import { finish, input, session } from './z3-session.mjs'

const { script, terms, oddities } = await input()
const z3 = await session(script)
/** @param {string} term */
const read = (term) => z3.demandsOf(`(assert ${term})`)[0]
/** @param {string} term */
const demand = (term) => z3.demand(...z3.demandsOf(`(assert ${term})`))
const asked = oddities.map((/** @type {{ ordinary: string, parts: string[] }} */ { ordinary, parts }) => ({
  ordinary,
  parts,
  terms: [ordinary, ...parts].map(read),
}))

/** What is out of the ordinary in what has just been found: the ordinary that is missing, and what is there instead. */
function oddNow() {
  return asked.map((/** @type {any} */ { ordinary, parts, terms: own }) => {
    const [isOrdinary, ...truths] = z3.truthsNow(own)
    const same = parts.map((/** @type {string} */ part, /** @type {number} */ index) =>
      truths[index] ? part : `(not ${part})`,
    )
    return { ordinary, isOdd: !isOrdinary, same: `(and true (not ${ordinary}) ${same.join(' ')})` }
  })
}

const answers = []
for (const term of terms) {
  const models = []
  z3.push()
  demand(term)
  while (await z3.canHold()) {
    let odd = oddNow()
    let model = z3.valuesNow()
    for (;;) {
      z3.push()
      for (const each of odd) demand(each.isOdd ? `(or ${each.ordinary} ${each.same})` : each.ordinary)
      const out = odd.filter((/** @type {any} */ { isOdd }) => isOdd)
      demand(`(or false ${out.map((/** @type {any} */ { ordinary }) => ordinary).join(' ')})`)
      const isLess = await z3.canHold()
      if (isLess) {
        odd = oddNow()
        model = z3.valuesNow()
      }
      z3.pop()
      if (!isLess) break
    }
    models.push(model)
    const same = odd.filter((/** @type {any} */ { isOdd }) => isOdd).map((/** @type {any} */ each) => each.same)
    demand(`(not (and true ${same.join(' ')}))`)
  }
  z3.pop()
  answers.push(models)
}
await finish(answers)

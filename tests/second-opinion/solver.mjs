// Asks z3 for each term whether it can hold.
// In: JSON of { "script", "questions" }: SMT-LIB text that declares and demands; questions are { "term", "group" }. Out: one
// line of JSON for each, { "model", "milliseconds" }: constants and their values that make the term hold under the script,
// null where there are none; "skipped" in place of a model for those of a group in which one has been found.
import { finish, input, session } from './z3-session.mjs'

const { script, questions } = await input()
const z3 = await session(script)
const terms = questions.flatMap((/** @type {{ term: string }} */ { term }) => z3.demandsOf(`(assert ${term})`))
/** @type {Map<number, { model: Record<string, string> | 'skipped' | null, milliseconds: number }>} */
const answers = new Map()

/** What has been found for one question may be an answer to others as well. */
function answersByTheSame() {
  const truths = z3.truthsNow(terms)
  return truths.flatMap((holds, index) => (holds && !answers.has(index) ? [index] : []))
}

/** Groups of which one question has been found to hold. */
const found = new Set()

for (const [index, term] of terms.entries()) {
  if (answers.has(index)) continue
  const { group } = questions[index]
  if (group !== undefined && found.has(group)) {
    answers.set(index, { model: 'skipped', milliseconds: 0 })
    continue
  }
  const start = performance.now()
  z3.push()
  z3.demand(term)
  const model = (await z3.canHold()) ? z3.valuesNow() : null
  const milliseconds = performance.now() - start
  answers.set(index, { model, milliseconds })
  if (model) {
    found.add(group)
    for (const other of answersByTheSame()) answers.set(other, { model, milliseconds: 0 })
  }
  z3.pop()
}
await finish(terms.map((/** @type {unknown} */ _, /** @type {number} */ index) => answers.get(index)))

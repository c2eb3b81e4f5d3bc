import type { Claim, Guarantee } from '../../src/language/claim.ts'
import type { CalendarDate } from '../../src/language/date.ts'
import type { Protocol } from '../../src/language/protocol.ts'
import { askedBy, isAboutTwo, type Query, queriesOf } from './claims.ts'
import { decode, type Entered } from './decode.ts'
import { type Encoding, encode } from './encoding.ts'
import { type Found, solve } from './solver.ts'

/** A claim of a guarantee in one layer. */
export interface Asked {
  readonly guarantee: Guarantee
  readonly layer: string
  readonly claim: Claim
}

/** Patients whom the solver found for a query: one, or one before and after. */
export interface Witness {
  readonly name: string
  readonly patients: readonly Entered[]
}

/** What the solver says of a claim. */
export interface Opinion extends Asked {
  readonly holds: boolean
  /** Where it does not hold: a decision, a turn, a statement; the rules and definitions that decide nothing. */
  readonly names: readonly string[]
  /** Patients who refute it; for `all decisive` those who show it, a rule or definition each. */
  readonly witnesses: readonly Witness[]
  readonly queries: number
  readonly milliseconds: number
}

/** Every claim of some guarantees, in every layer that they are about. */
export function claimsOf(guarantees: readonly Guarantee[]): readonly Asked[] {
  return guarantees.flatMap((guarantee) =>
    guarantee.layers.flatMap((layer) => guarantee.claims.map((claim) => ({ guarantee, layer, claim }))),
  )
}

interface Answered extends Found {
  readonly each: Asked
  readonly query: Query
  readonly encoding: Encoding
}

/** Claims that one run of the solver answers: about one patient, or about one before and after in one layer. */
interface Part {
  readonly layers: Readonly<Record<string, Protocol>>
  readonly names: readonly string[]
  readonly own: readonly Asked[]
}

function partsOf(protocols: Readonly<Record<string, Protocol>>, asked: readonly Asked[]): readonly Part[] {
  const single = asked.filter(({ claim }) => !isAboutTwo(claim))
  const double = asked.filter(({ claim }) => isAboutTwo(claim))
  const parts = [
    { layers: protocols, names: ['before'], own: single },
    ...Object.entries(protocols).map(([name, protocol]) => ({
      layers: { [name]: protocol },
      names: ['before', 'after'],
      own: double.filter(({ layer }) => layer === name),
    })),
  ]
  return parts.filter(({ own }) => own.length > 0)
}

/**
 * Asks z3 about claims over the given layers.
 *
 * @example await secondOpinion({ source, standard }, claimsOf(guarantees), '2026-03-15')
 */
export async function secondOpinion(
  protocols: Readonly<Record<string, Protocol>>,
  asked: readonly Asked[],
  asOf: CalendarDate,
): Promise<readonly Opinion[]> {
  const alsoRead = askedBy(asked.map(({ claim }) => claim))
  const parts = partsOf(protocols, asked)
  const answered = await Promise.all(
    parts.map(async ({ layers, names, own }) => {
      const encoding = encode(layers, names, alsoRead)
      const plans = own.flatMap((each) =>
        queriesOf(each.claim, each.layer, encoding).map((query) => ({ each, query, encoding })),
      )
      const questions = plans.map(({ each, query }) =>
        // Every rule needs a patient of its own; of any other claim one patient who refutes it is enough.
        each.claim.kind === 'all decisive' ? { term: query.holds } : { term: query.holds, group: asked.indexOf(each) },
      )
      const found = await solve(encoding.script, questions)
      return plans.map((plan, at): Answered => ({ model: null, milliseconds: 0, ...found[at], ...plan }))
    }),
  )
  return asked.map((each) => {
    const answers = answered.flat().filter((answer) => answer.each === each)
    return opinionOf(each, answers, protocols[each.layer], asOf)
  })
}

function opinionOf(
  each: Asked,
  answers: readonly Answered[],
  protocol: Protocol | undefined,
  asOf: CalendarDate,
): Opinion {
  const milliseconds = answers.reduce((sum, answer) => sum + answer.milliseconds, 0)
  const witnesses = answers.flatMap(({ model, query, encoding }): readonly Witness[] => {
    if (model === null || model === 'skipped') return []
    return [{ name: query.name, patients: encoding.cases.map(({ patient }) => decode(model, patient, asOf)) }]
  })
  const names = namesOf(each.claim, answers, witnesses, protocol)
  return { ...each, holds: names.length === 0, names, witnesses, queries: answers.length, milliseconds }
}

function namesOf(
  claim: Claim,
  answers: readonly Answered[],
  witnesses: readonly Witness[],
  protocol: Protocol | undefined,
): readonly string[] {
  if (claim.kind === 'all cited') return uncited(claim.kinds, protocol)
  if (claim.kind !== 'all decisive') return witnesses.map(({ name }) => name)
  return answers.filter(({ model }) => model === null).map(({ query }) => query.name)
}

/** Statements of these kinds that nothing which decides names: a claim about the text needs no solver. */
function uncited(kinds: readonly string[], protocol: Protocol | undefined): readonly string[] {
  if (!protocol) return kinds
  const { statements, conditions, decisions, parameters } = protocol
  const named = new Set(JSON.stringify({ conditions, decisions, parameters }).match(/"[A-Z]\d+"/g) ?? [])
  return statements.filter(({ id, kind }) => kinds.includes(kind) && !named.has(`"${id}"`)).map(({ id }) => id)
}

import type { Claim, Guarantee } from '../../src/language/claim.ts'
import type { CalendarDate } from '../../src/language/date.ts'
import type { Protocol } from '../../src/language/protocol.ts'
import { askedBy, type Query, queriesOf } from './claims.ts'
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

const NAMES = ['before', 'after'] as const

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
  const encodings = [encode(protocols, NAMES.slice(0, 1), alsoRead), encode(protocols, NAMES, alsoRead)] as const
  // The terms over two patients are made in any case; the constants of the first have the same names in both encodings.
  const planned = asked.flatMap((each, group) =>
    queriesOf(each.claim, each.layer, encodings[1]).map((query) => ({ each, query, group })),
  )
  const answered = await Promise.all(
    encodings.map(async (encoding, index) => {
      const own = planned.filter(({ query }) => query.patients === index + 1)
      const questions = own.map(({ each, query: { holds: term }, group }) =>
        each.claim.kind === 'all decisive' ? { term } : { term, group },
      )
      const found = await solve(encoding.script, questions)
      return own.map((plan, at): Answered => ({ model: null, milliseconds: 0, ...found[at], ...plan, encoding }))
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

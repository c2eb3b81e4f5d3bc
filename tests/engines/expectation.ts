import { type Answer, type AnsweredAction, type Cited, isRefusal, type Refusal, statementsOf } from './answer.ts'
import { asList, type ClinicalCase, type DoesNotApply, type Expected, type ExpectedAction } from './clinical-case.ts'

/** What the words of `referral` stand for among the actions. */
const destinations: Readonly<Record<string, string>> = {
  referToNeurosurgery: 'neurosurgery',
  referToOrthopaedics: 'orthopaedics',
  referToVascularSurgery: 'vascular',
}

/**
 * Compares an answer with what a case expects; each fault is a sentence. No fault: the empty list.
 *
 * @example faultsOf(aCase, answer) // ['urgency.level: expected soon, got routine']
 */
export function faultsOf({ expect, doesNotApply }: ClinicalCase, answer: Answer | Refusal): readonly string[] {
  if (isRefusal(answer) || expect.refused)
    return same('refused', expect.refused ?? ['nothing'], isRefusal(answer) ? answer.refused : ['nothing'])
  return [
    ...(expect.status === undefined ? [] : same('status', expect.status, answer.status)),
    ...Object.entries(expect.urgency ?? {}).flatMap(([part, value]) =>
      same(`urgency.${part}`, value, answer.urgency[part as keyof Answer['urgency']]),
    ),
    ...flagFaults(expect, answer),
    ...actionFaults(expect, answer),
    ...(expect.next === undefined ? [] : same('next', expect.next, answer.next)),
    ...missingFaults(expect.missing ?? {}, answer.missing),
    ...doesNotApply.flatMap((each) => applicationFaults(each, answer)),
  ]
}

function same(what: string, expected: unknown, got: unknown): string[] {
  const [left, right] = [expected, got].map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
  return left === right ? [] : [`${what}: expected ${left}, got ${right}`]
}

function flagFaults(expect: Expected, answer: Answer): readonly string[] {
  const citing = (flags: readonly Cited[], id: string) => flags.some(({ statements }) => statements.includes(id))
  const raised = answer.redFlags.map(({ id }) => id).join(', ') || 'none'
  const absent = (what: string, ids: readonly string[] = [], flags: readonly Cited[]) =>
    ids.filter((id) => !citing(flags, id)).map((id) => `${what}: expected one that cites ${id}, got ${names(flags)}`)
  return [
    ...absent('redFlags', expect.redFlags, answer.redFlags),
    ...absent('features', expect.features, answer.features),
    ...absent('notes', expect.notes, answer.notes),
    ...(expect.noRedFlags && answer.redFlags.length > 0 ? [`redFlags: expected none, got ${raised}`] : []),
    ...(expect.notRedFlags ?? [])
      .filter((id) => citing(answer.redFlags, id))
      .map((id) => `redFlags: expected none that cites ${id}, got ${raised}`),
  ]
}

function names(flags: readonly Cited[]): string {
  return flags.map(({ id, statements }) => `${id} (${statements.join(', ')})`).join(', ') || 'none'
}

function actionFaults(expect: Expected, answer: Answer): readonly string[] {
  const find = (name: string) => answer.actions.find(({ action }) => action === name)
  const said = answer.actions.filter(({ kind }) => kind === 'advice').map(({ decision }) => decision)
  const referrals = answer.actions.flatMap(({ action }) => destinations[action] ?? [])
  return [
    ...Object.entries(expect.actions ?? {}).flatMap(([name, expected]) => oneAction(name, expected, find(name))),
    ...(expect.notDefinite ?? [])
      .filter((name) => find(name)?.definite)
      .map((name) => `${name}: expected not to be definite, got definite ${find(name)?.stance}`),
    ...(expect.referral === undefined ? [] : same('referral', expect.referral, referrals.join(' and ') || 'none')),
    ...(expect.advice?.say ?? []).filter((id) => !said.includes(id)).map((id) => `advice: ${id} is not said`),
    ...(expect.advice?.notSay ?? []).filter((id) => said.includes(id)).map((id) => `advice: ${id} is said`),
  ]
}

function oneAction(name: string, expected: ExpectedAction, got: AnsweredAction | undefined): readonly string[] {
  const whole = typeof expected === 'object' && 'stance' in expected ? expected : { stance: expected }
  const stances = asList(whole.stance)
  const stance = got?.stance ?? 'none'
  const cites = whole.cites?.filter((id) => !got?.statements.includes(id)) ?? []
  return [
    ...(stances.includes(stance) ? [] : [`${name}: expected ${stances.join(' or ')}, got ${stance}`]),
    ...(whole.outcome === undefined ? [] : same(`${name}.outcome`, whole.outcome, got?.outcome ?? 'none')),
    ...(whole.definite === undefined ? [] : same(`${name}.definite`, whole.definite, got?.definite ?? 'none')),
    ...cites.map((id) => `${name}: expected to cite ${id}, got ${got?.statements.join(', ') ?? 'nothing'}`),
  ]
}

function missingFaults(expected: NonNullable<Expected['missing']>, got: readonly string[]): readonly string[] {
  const first = expected.first === undefined ? undefined : asList(expected.first)
  return [
    ...(expected.include ?? []).filter((id) => !got.includes(id)).map((id) => `missing: ${id} is not asked for`),
    ...(expected.exclude ?? []).filter((id) => got.includes(id)).map((id) => `missing: ${id} is asked for`),
    ...(first && !first.includes(got[0] ?? 'nothing')
      ? [`missing: expected ${first.join(' or ')} first, got ${got[0] ?? 'nothing'}`]
      : []),
    ...(expected.none && got.length > 0 ? [`missing: expected nothing, got ${got.join(', ')}`] : []),
  ]
}

/** A statement that does not apply is nowhere cited, or not for the action and stance that are named. */
function applicationFaults(each: DoesNotApply, answer: Answer): readonly string[] {
  if (typeof each === 'string')
    return statementsOf(answer).has(each) ? [`${each} is cited ${placesOf(each, answer)}`] : []
  const stances = asList(each.stance)
  const applies = answer.actions.some(
    ({ action, stance, statements }) =>
      action === each.action && stances.includes(stance) && statements.includes(each.statement),
  )
  return applies ? [`${each.statement} is cited for ${each.action} ${stances.join(' or ')}`] : []
}

function placesOf(statement: string, { urgency, redFlags, features, notes, actions }: Answer): string {
  const lines = [
    { id: 'the urgency', statements: urgency.statements },
    ...redFlags,
    ...features,
    ...notes,
    ...actions.map(({ decision, statements }) => ({ id: decision, statements })),
  ]
  return `by ${lines.flatMap(({ id, statements }) => (statements.includes(statement) ? [id] : [])).join(', ')}`
}

import type { Questionnaire, QuestionnaireItem, QuestionnaireItemEnableWhen } from '@medplum/fhirtypes'
import { lintWords } from './lint-words.ts'

/** What a form is checked against. */
export interface FormFacts {
  /** Whether a system of the package has the code; of other systems it is not asked. */
  isCode(system: string, code: string): boolean
}

/**
 * What is wrong with a Questionnaire that validators pass: links that lead nowhere, that stand twice, or that can never
 * hold; choices without options; translations that some texts lack; units where renderers fail on them.
 *
 * @example lintForm({ resourceType: 'Questionnaire', item: [{ linkId: 'a', type: 'choice' }] }, facts)
 *   // ['item a is a choice without options']
 */
export function lintForm(form: unknown, facts: FormFacts): readonly string[] {
  const items = itemsIn((form as Questionnaire).item ?? [])
  const byLink = new Map(items.map((item) => [item.linkId, item]))
  const ids = items.map(({ linkId }) => linkId ?? '')
  const twice = new Set(ids.filter((id, index) => ids.indexOf(id) !== index))
  return [
    ...[...twice].map((id) => `linkId ${id} stands twice`),
    ...items.flatMap((item) => lintItem(item, byLink, facts)),
    ...lintWords(form),
  ]
}

const itemsIn = (items: readonly QuestionnaireItem[]): readonly QuestionnaireItem[] =>
  items.flatMap((item) => [item, ...itemsIn(item.item ?? [])])

function lintItem(
  item: QuestionnaireItem,
  byLink: ReadonlyMap<string | undefined, QuestionnaireItem>,
  { isCode }: FormFacts,
): readonly string[] {
  const name = `item ${item.linkId}`
  const conditions = item.enableWhen ?? []
  const isChoice = item.type === 'choice' || item.type === 'open-choice'
  const unit = item.extension?.some(({ url }) => url?.endsWith('/questionnaire-unit'))
  const codings = [...(item.code ?? []), ...(item.answerOption ?? []).flatMap(({ valueCoding }) => valueCoding ?? [])]
  return [
    ...(isChoice && !item.answerOption && !item.answerValueSet ? [`${name} is a choice without options`] : []),
    ...(item.type !== 'display' && item.type !== 'group' && !item.text ? [`${name} asks nothing`] : []),
    ...(item.type === 'group' && !item.item ? [`${name} is a group of nothing`] : []),
    ...(conditions.length > 1 && !item.enableBehavior ? [`${name} does not say whether all or any must hold`] : []),
    ...(unit && item.type !== 'integer' && item.type !== 'decimal' ? [`${name} has a unit and is no number`] : []),
    ...codings
      .filter(({ system = '', code = '' }) => !isCode(system, code))
      .map(({ code }) => `${name} has the code ${code}, which its system has not`),
    ...conditions.flatMap((condition) => lintCondition(name, condition, byLink.get(condition.question))),
  ]
}

/** Which member of `enableWhen` holds the answer to a question of a type. */
const ANSWERS: Readonly<Record<string, keyof QuestionnaireItemEnableWhen>> = {
  choice: 'answerCoding',
  'open-choice': 'answerCoding',
  integer: 'answerInteger',
  decimal: 'answerDecimal',
  date: 'answerDate',
  boolean: 'answerBoolean',
  string: 'answerString',
  quantity: 'answerQuantity',
}

function lintCondition(
  name: string,
  condition: QuestionnaireItemEnableWhen,
  asked: QuestionnaireItem | undefined,
): readonly string[] {
  if (!asked) return [`${name} waits for ${condition.question}, which is not asked`]
  if (name === `item ${asked.linkId}`) return [`${name} waits for itself`]
  if (condition.operator === 'exists')
    return condition.answerBoolean === undefined ? [`${name} waits for an answer that it does not say`] : []
  const member = ANSWERS[asked.type ?? '']
  if (member === undefined || condition[member] === undefined)
    return [`${name} waits for an answer of another kind than ${asked.linkId} has`]
  const { code, system } = condition.answerCoding ?? {}
  const isOffered = asked.answerOption?.some(
    ({ valueCoding }) => valueCoding?.code === code && valueCoding?.system === system,
  )
  return member === 'answerCoding' && asked.answerOption && !isOffered
    ? [`${name} waits for ${code}, which ${asked.linkId} does not offer`]
    : []
}

import type { QuestionnaireItem, QuestionnaireItemEnableWhen } from '@medplum/fhirtypes'
import type { ConditionData, Leaf } from '../../language/condition.ts'
import type { Setting } from './setting.ts'

type Shown = Pick<QuestionnaireItem, 'enableWhen' | 'enableBehavior'>

/**
 * When a question is shown, as `enableWhen`. A condition that cannot be said so, or that asks what this form does not
 * ask, leaves the question always shown: a question too many is better than one that is never asked.
 *
 * @example enabledWhen(pregnancyWeeks.appliesWhen, setting, offered)
 *   // { enableWhen: [{ question: 'pregnant', operator: '=', answerCoding: { code: 'present', … } }] }
 */
export function enabledWhen(
  condition: ConditionData | undefined,
  setting: Setting,
  offered: ReadonlySet<string>,
): Shown {
  if (condition === undefined) return {}
  const parts = condition.op === 'all' || condition.op === 'any' ? condition.of : [condition]
  const behaviour = condition.op === 'all' ? 'all' : 'any'
  const list: QuestionnaireItemEnableWhen[] = []
  for (const part of parts) {
    if (!('finding' in part)) return {}
    if (!offered.has(part.finding)) {
      // One way of several that cannot be asked here leaves the others.
      if (behaviour === 'any') continue
      return {}
    }
    const said = saidOf(part, setting)
    if (said === undefined || (behaviour === 'all' && said.length > 1)) return {}
    list.push(...said)
  }
  if (list.length === 0) return {}
  return { enableWhen: list, ...(list.length > 1 ? { enableBehavior: behaviour } : {}) }
}

/** One leaf; a choice that may have several values says each, any of which will do. */
function saidOf(leaf: Leaf, { protocol, systems }: Setting): QuestionnaireItemEnableWhen[] | undefined {
  const finding = protocol.findings.find(({ id }) => id === leaf.finding)
  const question = leaf.finding
  if (leaf.op === 'present')
    return [{ question, operator: '=', answerCoding: { system: systems.values, code: 'present', display: 'Present' } }]
  if (leaf.op === 'is' && finding?.kind === 'choice')
    return leaf.values.map((value) => {
      const display = finding.values.find(({ id }) => id === value)?.label ?? value
      return {
        question,
        operator: '=',
        answerCoding: { system: systems.values, code: value, display },
      }
    })
  if (leaf.op === 'compare' && finding?.kind === 'quantity' && 'parameter' in leaf.limit) {
    const { parameter } = leaf.limit
    const limit = protocol.parameters.find(({ id }) => id === parameter)?.value
    if (limit === undefined) return undefined
    const answer = finding.decimals === 0 ? { answerInteger: limit } : { answerDecimal: limit }
    return [{ question, operator: leaf.relation, ...answer }]
  }
  return undefined
}

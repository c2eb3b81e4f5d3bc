import type { PlanDefinition, PlanDefinitionAction } from '@medplum/fhirtypes'

/**
 * What is wrong with a PlanDefinition that validators pass: related actions that there are not, ids that stand twice,
 * conditions without an expression or with one that its library does not define.
 *
 * @example lintPlan({ resourceType: 'PlanDefinition', action: [{ id: 'a', relatedAction: [{ actionId: 'b' }] }] }, new Set())
 *   // ['action a is related to b, which there is not']
 */
export function lintPlan(plan: unknown, defined: ReadonlySet<string>): readonly string[] {
  const actions = actionsIn((plan as PlanDefinition).action ?? [])
  const ids = actions.flatMap(({ id }) => id ?? [])
  const twice = new Set(ids.filter((id, index) => ids.indexOf(id) !== index))
  return [
    ...[...twice].map((id) => `action ${id} stands twice`),
    ...actions.flatMap((action) => lintAction(action, new Set(ids), defined)),
  ]
}

const actionsIn = (actions: readonly PlanDefinitionAction[]): readonly PlanDefinitionAction[] =>
  actions.flatMap((action) => [action, ...actionsIn(action.action ?? [])])

function lintAction(
  action: PlanDefinitionAction,
  ids: ReadonlySet<string>,
  defined: ReadonlySet<string>,
): readonly string[] {
  const name = `action ${action.id}`
  const expressions = [
    ...(action.condition ?? []).map(({ expression }) => expression),
    ...(action.dynamicValue ?? []).map(({ expression }) => expression),
  ]
  return [
    ...(action.relatedAction ?? [])
      .filter(({ actionId = '' }) => !ids.has(actionId))
      .map(({ actionId }) => `${name} is related to ${actionId}, which there is not`),
    ...expressions.flatMap((expression) => {
      if (!expression?.expression) return [`${name} has a condition or value without an expression`]
      const isCql = expression.language?.startsWith('text/cql')
      return isCql && !defined.has(expression.expression)
        ? [`${name} asks for ${expression.expression}, which its library does not define`]
        : []
    }),
  ]
}

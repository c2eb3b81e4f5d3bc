import type { Action } from '../../evaluate/result.ts'
import { plainMarkdown } from './card.ts'
import type { DraftOrder } from './drafts.ts'
import { type HookMaterial, hasBackPain, takenLine } from './material.ts'
import { orderTests, removal, testsToOrder } from './new-orders.ts'
import { type Advice, findingsSaid, missingSaid } from './say.ts'
import { emergencyAdvice } from './view-advice.ts'

/** The protocol's answer for an order, in the words of its action; nothing where it asks nothing of anyone. */
export function actionFor(decision: string, { decision: { actions } }: HookMaterial): Action | undefined {
  return actions.find((action) => action.decision === decision)
}

/**
 * Whether an order is for something that the pathway does not speak of: its reason is another, and there is no back pain.
 *
 * @example isOutsidePathway(order, material) // false
 */
export function isOutsidePathway({ reason }: DraftOrder, material: HookMaterial): boolean {
  return reason === 'other' && !hasBackPain(material)
}

/** The tests that come before an MRI. */
const first = ['xray', 'esr']

/**
 * What is said of an order of MRI or CT: nothing where the protocol recommends or considers it.
 *
 * @example mriAdvice(order, material)?.rule // 'notInPlaceOfXray'
 */
export function mriAdvice(order: DraftOrder, material: HookMaterial): Advice | undefined {
  if (isOutsidePathway(order, material)) return undefined
  const action = actionFor('mri', material)
  if (action?.stance === 'recommended' || action?.stance === 'consider') return undefined
  if (action?.outcome === 'contraindicated')
    return order.of.kind === 'inPlaceOfMri' ? undefined : contraindicated(order, action, material)
  if (action === undefined)
    return material.decision.urgency.level === 'emergency' ? emergencyAdvice(material) : notDue(order, material)
  return material.exceptionPossible ? askBefore(order, action, material) : notInPlace(order, action, material)
}

function contraindicated(order: DraftOrder, action: Action, material: HookMaterial): Advice {
  return {
    rule: action.rule,
    statements: action.statements,
    indicator: 'warning',
    summary: 'MRI is contraindicated in this patient; where imaging is needed, the specialist chooses it',
    detail: [plainMarkdown(action.label), ...findingsSaid(action.findings, material)],
    suggestions: [
      { label: 'Remove the MRI', uuid: material.newId(), isRecommended: true, actions: [removal(order.reference)] },
    ],
  }
}

/** C6: the order comes before the plain film and the ESR. With a red flag they are the alternative; without one nothing is due. */
function notInPlace(order: DraftOrder, action: Action, material: HookMaterial): Advice {
  const { name } = order.of
  const due = testsToOrder(material, first)
  const isWorkUp = first.some((decision) => actionFor(decision, material)?.stance === 'recommended')
  const flags = material.decision.redFlags
  const evidence = flags.length > 0 ? flags.flatMap(({ findings }) => findings) : action.findings
  const summary = isWorkUp
    ? `${name} is not advised in place of the X-ray and ESR: ${due.length > 0 ? 'order those first' : 'wait for their results'}`
    : `${name} of the lumbar spine is not advised: no X-ray and ESR, and no red flag recorded`
  const suggestion =
    due.length > 0
      ? orderTests(due, material, {
          label: `${due.map((each) => (each === 'esr' ? 'ESR' : 'X-ray')).join(' and ')} first, in place of the ${name}`,
          reasons: order.resource,
          instead: [order.reference],
        })
      : { label: `Remove the ${name}`, uuid: material.newId(), actions: [removal(order.reference)] }
  return {
    rule: action.rule,
    statements: [...new Set([...action.statements, ...(isWorkUp ? statementsOfWorkUp(material) : [])])],
    indicator: 'warning',
    summary,
    detail: [
      `Consider: no ${name} before the X-ray and the ESR. On record: ${resultSaid('xray', 'X-ray', material)}; ${resultSaid('esrMmPerHour', 'ESR', material)}.`,
      ...(flags.length > 0 ? [`**Red flags**: ${flags.map(({ label }) => plainMarkdown(label)).join('; ')}.`] : []),
      ...findingsSaid(evidence, material),
      ...missingSaid(material, ['mri']),
      ...measureSaid(material),
      ...differsSaid(action),
    ],
    suggestions: [suggestion],
  }
}

/** A diagnosis on record, or the reason of the order, could be the exception: that is asked, and nothing advised against. */
function askBefore({ of: { name } }: DraftOrder, action: Action, material: HookMaterial): Advice {
  const raised = material.reading.questions.filter(({ type }) => type === 'Condition')
  const asked = new Set(raised.flatMap(({ findings }) => findings))
  const questions = material.decision.missing.filter(({ finding }) => asked.has(finding)).slice(0, 5)
  const sources = [...new Set(raised.map(({ says, code, resource }) => says ?? code?.code ?? resource))].slice(0, 5)
  return {
    rule: action.rule,
    statements: action.statements,
    indicator: 'info',
    summary: `${name}: what is recorded may make it an emergency. Answer ${questions.length === 1 ? 'one question' : `${questions.length} questions`} first; do not delay an emergency`,
    detail: [
      `The record, or the reason of the order, names: ${sources.map(plainMarkdown).join('; ')}. It does not say whether the signs are there on which the urgency depends. If they are, the ${name} is right and does not wait.`,
      ...(questions.length > 0
        ? [`**Ask**\n\n${questions.map(({ question }) => `- ${plainMarkdown(question)}`).join('\n')}`]
        : []),
      ...findingsSaid(action.findings, material),
    ],
  }
}

function notDue(order: DraftOrder, material: HookMaterial): Advice {
  const { name } = order.of
  const seen = takenLine(material.reading, 'mri')
  return {
    rule: 'noMri',
    statements: ['C4'],
    indicator: 'info',
    summary: seen
      ? `No ${name} is due: an MRI of the spine is on record (${seen.date ?? seen.observedOn ?? 'no date'})`
      : `No ${name} is due by what is recorded`,
    detail: [
      `On record: ${resultSaid('xray', 'X-ray', material)}; ${resultSaid('esrMmPerHour', 'ESR', material)}; ${resultSaid('mri', 'MRI', material)}.`,
      ...missingSaid(material, ['mri']),
      ...measureSaid(material),
    ],
    suggestions: [{ label: `Remove the ${name}`, uuid: material.newId(), actions: [removal(order.reference)] }],
  }
}

/**
 * What is said of an order of a plain film: that it is on record already, or that it would count against the measure while
 * nothing makes it due.
 *
 * @example xrayAdvice(order, material)?.indicator // 'info'
 */
export function xrayAdvice(order: DraftOrder, material: HookMaterial): Advice | undefined {
  if (isOutsidePathway(order, material)) return undefined
  const action = actionFor('xray', material)
  if (action?.stance === 'recommended') return undefined
  if (action?.stance === 'consider')
    return {
      rule: action.rule,
      statements: action.statements,
      indicator: 'info',
      summary: action.label,
      detail: [`Consider: ${plainMarkdown(action.label)}.`, ...findingsSaid(action.findings, material)],
    }
  const seen = takenLine(material.reading, 'xray')
  if (seen === undefined && material.measure === undefined) return undefined
  return {
    rule: 'noXray',
    statements: ['C1', 'B7'],
    indicator: 'info',
    summary: seen
      ? `No X-ray is due: one is on record (${seen.date ?? seen.observedOn ?? 'no date'})`
      : 'No X-ray is due: no red flag is recorded, and imaging this early counts as overuse',
    detail: [
      `On record: ${resultSaid('xray', 'X-ray', material)}.`,
      ...missingSaid(material, ['xray']),
      ...measureSaid(material),
    ],
    suggestions: [{ label: 'Remove the X-ray', uuid: material.newId(), actions: [removal(order.reference)] }],
  }
}

function measureSaid({ measure }: HookMaterial): readonly string[] {
  return measure
    ? [
        `${measure.name}: imaging in the first ${measure.lookBackDays} days counts against the measure unless an exclusion is coded (${measure.statement}).`,
      ]
    : []
}

function differsSaid({ differs }: Action): readonly string[] {
  return differs.map(({ text, reference }) => `Guidance differs: ${plainMarkdown(text)} (${plainMarkdown(reference)})`)
}

function resultSaid(finding: string, name: string, { reading }: HookMaterial): string {
  const line = takenLine(reading, finding)
  if (line === undefined) return `no ${name}`
  return `${name} of ${plainMarkdown(line.date ?? line.observedOn ?? 'no date')} (${plainMarkdown(line.resource)})`
}

function statementsOfWorkUp(material: HookMaterial): readonly string[] {
  return first.flatMap((decision) => actionFor(decision, material)?.statements ?? [])
}

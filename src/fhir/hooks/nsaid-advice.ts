import { plainMarkdown } from './card.ts'
import type { DraftOrder } from './drafts.ts'
import { actionFor } from './imaging-advice.ts'
import type { HookMaterial } from './material.ts'
import { removal } from './new-orders.ts'
import { type Advice, findingsSaid } from './say.ts'

/** What the record makes one ask before an NSAID: diagnoses and allergies; a list of medicines would ask of everybody. */
const askingTypes = ['Condition', 'AllergyIntolerance']

/**
 * What is said of an order of an NSAID: that it is contraindicated, is the clinician's decision, or that the record holds
 * something to ask first. A red flag says nothing here: relief of pain during the work-up is the clinician's.
 *
 * @example nsaidAdvice(order, material)?.indicator // 'warning'
 */
export function nsaidAdvice(order: DraftOrder, material: HookMaterial): Advice | undefined {
  const action = actionFor('nsaid', material)
  if (action === undefined) return undefined
  const { rule, statements, findings, label } = action
  if (action.stance === 'not advised')
    return {
      rule,
      statements,
      indicator: 'warning',
      summary: `NSAID contraindicated: ${findings.map((each) => each.label).join(', ') || label}`,
      detail: [plainMarkdown(label), ...findingsSaid(findings, material)],
      suggestions: [
        { label: 'Remove the NSAID', uuid: material.newId(), isRecommended: true, actions: [removal(order.reference)] },
      ],
    }
  if (action.stance === 'consider')
    return {
      rule,
      statements,
      indicator: 'info',
      summary: label,
      detail: [`Consider: ${plainMarkdown(label)}.`, ...findingsSaid(findings, material)],
    }
  if (action.outcome !== 'askFirst') return undefined
  const hints = material.reading.questions.filter(({ type }) => askingTypes.includes(type))
  const asked = new Set(hints.flatMap((each) => each.findings))
  const questions = material.decision.missing.filter(
    ({ finding, affects }) => asked.has(finding) && affects.includes('nsaid') && !affects.includes('mri'),
  )
  if (questions.length === 0) return undefined
  const about = hints.filter((hint) => hint.findings.some((each) => questions.some(({ finding }) => finding === each)))
  return {
    rule,
    statements,
    indicator: 'info',
    summary: `Before an NSAID, ask: ${questions.map((each) => each.label).join(', ')}`,
    detail: [
      `The record holds: ${about.map(({ says, resource }) => plainMarkdown(says === undefined ? resource : `${says} (${resource})`)).join('; ')}.`,
      `**Ask**\n\n${questions.map(({ question }) => `- ${plainMarkdown(question)}`).join('\n')}`,
    ],
  }
}

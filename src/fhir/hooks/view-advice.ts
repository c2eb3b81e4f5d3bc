import type { Action } from '../../evaluate/result.ts'
import { type Indicator, plainMarkdown } from './card.ts'
import { type HookMaterial, hasBackPain } from './material.ts'
import { orderTests, testsToOrder } from './new-orders.ts'
import { type Advice, findingsSaid, missingSaid } from './say.ts'

const indicatorOf: Readonly<Record<string, Indicator>> = { emergency: 'critical', urgent: 'warning' }

/**
 * What is said when a record with back pain is opened: an emergency, red flags and what follows from them, or that the
 * screen is due and what is missing. Where everything is known and nothing is red, nothing.
 *
 * @example viewAdvice(material)?.summary // 'Low back pain, soon: 1 red flag recorded. Consider: X-ray and ESR'
 */
export function viewAdvice(material: HookMaterial): Advice | undefined {
  const { decision } = material
  if (!hasBackPain(material)) return undefined
  if (decision.urgency.level === 'emergency') return emergencyAdvice(material)
  if (decision.redFlags.length > 0) return redFlagAdvice(material)
  if (decision.status === 'outOfScope') return undefined
  return decision.missing.length > 0 ? screenAdvice(material) : undefined
}

/**
 * The emergency, in its fixed words; nothing waits for what is not known.
 *
 * @example emergencyAdvice(material).indicator // 'critical'
 */
export function emergencyAdvice(material: HookMaterial): Advice {
  const { urgency, actions, next, redFlags } = material.decision
  const texts = actions.filter(({ kind }) => kind === 'advice').map(({ label }) => label)
  const evidence = [...urgency.findings, ...redFlags.flatMap(({ findings }) => findings)]
  return {
    rule: urgency.rule,
    statements: statementsOf(urgency.statements, redFlags),
    indicator: 'critical',
    summary: `Emergency today, low back pain. ${next?.label ?? urgency.level}`,
    detail: [
      ...texts.filter((text) => text.startsWith('Emergency')).map(plainMarkdown),
      ...planSaid(actions),
      ...findingsSaid(evidence, material),
    ],
  }
}

function redFlagAdvice(material: HookMaterial): Advice {
  const { urgency, actions, next, redFlags } = material.decision
  const tests = testsToOrder(material, ['xray', 'esr', 'mri'])
  return {
    rule: urgency.rule,
    statements: statementsOf(urgency.statements, redFlags),
    indicator: indicatorOf[urgency.level] ?? 'info',
    summary: `Low back pain, ${urgency.level}: ${redFlags.length === 1 ? '1 red flag' : `${redFlags.length} red flags`} recorded. Consider: ${next?.label ?? 'the work-up'}`,
    detail: [
      `**Red flags**\n\n${redFlags.map(({ label, statements }) => `- ${plainMarkdown(label)} (${statements.join(', ')})`).join('\n')}`,
      ...planSaid(actions),
      ...findingsSaid(
        redFlags.flatMap(({ findings }) => findings),
        material,
      ),
      ...missingSaid(material),
    ],
    ...(tests.length > 0
      ? { suggestions: [orderTests(tests, material, { label: 'Order the tests that are recommended' })] }
      : {}),
  }
}

function screenAdvice(material: HookMaterial): Advice {
  const { urgency, missing, redFlags } = material.decision
  const [first] = missing
  return {
    rule: urgency.rule,
    statements: statementsOf(urgency.statements.length > 0 ? urgency.statements : ['B7'], redFlags),
    indicator: 'info',
    summary: `Low back pain: screen for red flags. Not known: ${missing.length}; ask first: ${first?.label ?? ''}`,
    detail: [
      'No red flag is recorded. What the record does not say is not known, and does not count as absent.',
      ...findingsSaid(urgency.findings, material),
      ...missingSaid(material),
    ],
  }
}

function planSaid(actions: readonly Action[]): readonly string[] {
  const due = actions.filter(
    ({ stance, kind }) =>
      (stance === 'recommended' || stance === 'consider') && ['order', 'referral', 'treatment'].includes(kind),
  )
  if (due.length === 0) return []
  const lines = due.map(
    ({ label, statements, definite }) =>
      `- ${plainMarkdown(label)} (${statements.join(', ')}${definite ? '' : '; provisional'})`,
  )
  return [`**Consider**\n\n${lines.join('\n')}`]
}

function statementsOf(
  statements: readonly string[],
  flags: readonly { readonly statements: readonly string[] }[],
): readonly string[] {
  return [...new Set([...statements, ...flags.flatMap((flag) => flag.statements)])]
}

import type { ProtocolReference } from '../evaluate/result.ts'
import type { ConditionData } from '../language/condition.ts'
import type { Protocol } from '../language/protocol.ts'
import type { Changed } from '../verify/changed-text.ts'
import type { DecisionDifference, Difference, OutcomeChange, Share } from '../verify/difference.ts'
import type { GivenAnswer } from '../verify/patient.ts'
import { amount, english, inline } from './english.ts'
import { patientWords, shareWords } from './patient-text.ts'

/*
 * A difference as the app shows it to whoever decides whether to adopt the other version: words and exact numbers, no
 * markup. It is kept with the adoption, so that what was read can be read again.
 */

/** A share in words, and the exact numbers as text: they are longer than JSON's numbers. */
export interface ShareView {
  readonly share: string
  readonly cases: string
  readonly of: string
}

/** Of the complete cases, and of those in which something may be not known. */
export interface SharesView {
  readonly complete: ShareView
  readonly withUnknowns: ShareView
}

/** One member of a part, as either version has it; absent where it does not. */
export interface TextChange {
  readonly member: string
  readonly before?: string
  readonly after?: string
}

/** A part of the protocol that is written otherwise. */
export interface WrittenChange extends Pick<Changed, 'what' | 'id' | 'change'> {
  readonly texts: readonly TextChange[]
}

/** One of the smallest patients, with both answers. */
export interface PatientView {
  readonly patient: string
  readonly before: string
  readonly after: string
  /** What else changes for the same patient. */
  readonly others: readonly { readonly label: string; readonly before: string; readonly after: string }[]
}

/** Patients by the rules that speak for them. */
export interface GroupView {
  readonly rulesBefore: readonly string[]
  readonly rulesAfter: readonly string[]
  readonly statementsBefore: readonly string[]
  readonly statementsAfter: readonly string[]
  readonly patients: readonly PatientView[]
  /** Smallest patients of this group in all; not all may be listed. */
  readonly count: number
}

/** One outcome in the place of another. */
export interface OutcomeChangeView extends SharesView {
  readonly decision: string
  readonly label: string
  readonly before: string
  readonly after: string
  readonly groups: readonly GroupView[]
}

/** What another version would do differently. */
export interface DifferenceView {
  readonly before: ProtocolReference
  readonly after: ProtocolReference
  readonly treated: SharesView
  readonly told: SharesView
  readonly written: readonly WrittenChange[]
  readonly changes: readonly OutcomeChangeView[]
}

/** The two protocols that were compared, for their texts; and how many patients of a group are listed. */
export interface DifferenceViewOptions {
  readonly before: Protocol
  readonly after: Protocol
  readonly most: number
}

/**
 * A difference in words.
 *
 * @example differenceView(difference(before, after), { before, after, most: 3 }).changes[0].after // 'Emergency: today'
 */
export function differenceView(found: Difference, options: DifferenceViewOptions): DifferenceView {
  return {
    before: found.before,
    after: found.after,
    treated: sharesView(found.treatedDifferently),
    told: sharesView(found.saidDifferently),
    written: found.changed.map(({ what, id, change }) => ({ what, id, change, texts: textsOf({ what, id }, options) })),
    changes: found.decisions.flatMap((decision) =>
      decision.changes.map((change) => changeView(decision, change, options)),
    ),
  }
}

function sharesView({ complete, withUnknowns }: Difference['treatedDifferently']): SharesView {
  const view = (share: Share): ShareView => ({
    share: shareWords(share),
    cases: String(share.cases),
    of: String(share.of),
  })
  return { complete: view(complete), withUnknowns: view(withUnknowns) }
}

function changeView(
  { decision, label }: DecisionDifference,
  change: OutcomeChange,
  { before, after, most }: DifferenceViewOptions,
): OutcomeChangeView {
  const statements = (answers: readonly GivenAnswer[]) => [
    ...new Set(answers.find((each) => each.decision === decision)?.rules.flatMap((rule) => rule.statements) ?? []),
  ]
  return {
    decision,
    label,
    ...sharesView(change),
    before: outcomeLabel(before, decision, change.before),
    after: outcomeLabel(after, decision, change.after),
    groups: change.byRule.map(({ rulesBefore, rulesAfter, minimal }) => ({
      rulesBefore,
      rulesAfter,
      statementsBefore: statements(minimal[0]?.before ?? []),
      statementsAfter: statements(minimal[0]?.after ?? []),
      count: minimal.length,
      patients: minimal.slice(0, most).map((each) => ({
        patient: patientWords(each.patient),
        before: answerSaid(each.before, decision),
        after: answerSaid(each.after, decision),
        others: othersOf(each.before, each.after, decision),
      })),
    })),
  }
}

const NOT_ASKED = 'not asked'

/** An outcome that says nothing has an empty label: its id names it. */
function outcomeLabel(protocol: Protocol, decision: string, outcome: string | undefined): string {
  if (outcome === undefined) return NOT_ASKED
  const found = protocol.decisions.find(({ id }) => id === decision)?.outcomes.find(({ id }) => id === outcome)
  return found?.label || outcome
}

function answerSaid(answers: readonly GivenAnswer[], decision: string): string {
  const found = answers.find((answer) => answer.decision === decision)
  return found ? found.says || found.outcome : NOT_ASKED
}

function othersOf(
  before: readonly GivenAnswer[],
  after: readonly GivenAnswer[],
  decision: string,
): PatientView['others'] {
  const labels = new Map([...before, ...after].map((answer) => [answer.decision, answer.label]))
  labels.delete(decision)
  return [...labels].map(([id, label]) => ({ label, before: answerSaid(before, id), after: answerSaid(after, id) }))
}

type Texts = Readonly<Record<string, string | undefined>>

/** The members of a part that differ, in words. */
function textsOf(
  { what, id }: Pick<Changed, 'what' | 'id'>,
  { before, after }: DifferenceViewOptions,
): readonly TextChange[] {
  const [was, is] = [textsIn(what, id, before), textsIn(what, id, after)]
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((member): readonly TextChange[] => {
    const [from, to] = [was[member], is[member]]
    if (from === to) return []
    return [{ member, ...(from === undefined ? {} : { before: from }), ...(to === undefined ? {} : { after: to }) }]
  })
}

function textsIn(what: Changed['what'], id: string, protocol: Protocol): Texts {
  const named = <Part extends { readonly id: string }>(parts: readonly Part[]) => parts.find((part) => part.id === id)
  switch (what) {
    case 'parameter': {
      const found = named(protocol.parameters)
      return found ? { label: found.label, value: amount(found.value, found.unit) } : {}
    }
    case 'finding':
      return findingTexts(named(protocol.findings), protocol)
    case 'constraint': {
      const found = named(protocol.constraints)
      return found ? { impossible: said(found.impossible, protocol), because: found.because } : {}
    }
    case 'statement': {
      const found = named(protocol.statements)
      if (!found) return {}
      const differences = found.differences.map(({ text, reference }) => `${text} (${reference})`)
      return { text: found.text, 'guidance differs': listed(differences), references: listed(found.references) }
    }
    case 'definition': {
      const found = named(protocol.conditions.flatMap(({ definitions }) => definitions))
      return found ? { label: found.label, when: said(found.when, protocol), cites: listed(found.statements) } : {}
    }
    case 'decision': {
      const found = named(protocol.decisions)
      if (!found) return {}
      const outcomes = found.outcomes.map(
        ({ id: outcome, label, stance }) => `${label || outcome}${stance ? ` (${stance})` : ''}`,
      )
      return { label: found.label, outcomes: listed(outcomes) }
    }
    case 'rule':
      return ruleTexts(id, protocol)
    case 'next step': {
      const found = named(protocol.nextSteps)
      return found ? { label: found.label, does: listed(found.does.map(({ decision }) => decision)) } : {}
    }
  }
}

function findingTexts(found: Protocol['findings'][number] | undefined, protocol: Protocol): Texts {
  if (!found) return {}
  const range =
    found.kind === 'quantity'
      ? `${amount(found.minimum, found.unit)} to ${amount(found.maximum, found.unit)}`
      : undefined
  return {
    label: found.label,
    question: found.question,
    'question for the patient': found.patientQuestion,
    why: found.why,
    values: found.kind === 'choice' ? listed(found.values.map(({ label }) => label)) : undefined,
    range,
    'asked when': found.appliesWhen ? said(found.appliesWhen, protocol) : undefined,
  }
}

function ruleTexts(id: string, protocol: Protocol): Texts {
  const decision = protocol.decisions.find(({ rules }) => rules.some((rule) => rule.id === id))
  const found = decision?.rules.find((rule) => rule.id === id)
  if (!decision || !found) return {}
  return {
    decision: decision.label,
    when: said(found.when, protocol),
    then: outcomeLabel(protocol, decision.id, found.then),
    'exception to': listed(found.exceptionTo),
    cites: listed(found.statements),
  }
}

const listed = (items: readonly string[]): string | undefined => (items.length > 0 ? items.join('; ') : undefined)

const said = (condition: ConditionData, protocol: Protocol): string => inline(english(condition, protocol))

import type { Answered } from './answer.ts'
import { unknownsOf } from './explain.ts'
import type { Missing } from './result.ts'
import type { Reading } from './truth.ts'

/**
 * The findings that are not known and could change an answer, most useful question first: those that could reveal the
 * highest urgency, then those on which most decisions hang, then the order of the form.
 * A sound bound: every finding that can change an answer is named; the diagrams make it exact.
 *
 * @example missingOf(answers, reading)[0].finding // 'urinaryIncontinence'
 */
export function missingOf(answers: readonly Answered[], reading: Reading): readonly Missing[] {
  const affects = new Map<string, Set<string>>()
  const reaches = new Map<string, number>()
  const lowers = new Set<string>()
  const graded = reading.protocol.decisions.find(({ kind }) => kind === 'urgency')
  for (const answered of answers) {
    if (answered.settled) continue
    const outcomes = reading.protocol.decisions.find(({ id }) => id === answered.decision)?.outcomes ?? []
    const rankOf = (outcome: string) => outcomes.findIndex(({ id }) => id === outcome)
    for (const rule of answered.open) {
      const found = new Set<string>()
      unknownsOf(rule.when, reading, found)
      for (const finding of found) {
        affects.set(finding, (affects.get(finding) ?? new Set()).add(answered.decision))
        if (answered.decision !== graded?.id) continue
        reaches.set(finding, Math.max(reaches.get(finding) ?? 0, rankOf(rule.then)))
        if (rankOf(rule.then) < rankOf(answered.outcome)) lowers.add(finding)
      }
    }
  }
  const level = answers.find(({ decision }) => decision === graded?.id)?.outcome
  const now = graded?.outcomes.findIndex(({ id }) => id === level) ?? -1
  const reach = (finding: string) => reaches.get(finding) ?? -1
  return reading.protocol.findings
    .filter(({ id }) => affects.has(id))
    .map((definition, place) => ({ definition, place, decisions: [...(affects.get(definition.id) ?? [])] }))
    .sort(
      (a, b) =>
        reach(b.definition.id) - reach(a.definition.id) ||
        Number(b.definition.askedAlone ?? false) - Number(a.definition.askedAlone ?? false) ||
        b.decisions.length - a.decisions.length ||
        a.place - b.place,
    )
    .map(({ definition, decisions }) => ({
      finding: definition.id,
      label: definition.label,
      question: definition.question,
      why: definition.why,
      couldRaise: reach(definition.id) > now,
      couldLower: lowers.has(definition.id),
      affects: decisions,
    }))
}

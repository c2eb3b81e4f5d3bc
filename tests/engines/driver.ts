import { type Answer, isRefusal, type Refusal } from './answer.ts'
import type { Engine, Question } from './engine.ts'

/**
 * Asks an engine and the reference the same questions; each disagreement is a line with the question's id, the part
 * that differs and both answers. Agreement: the empty list.
 *
 * @example await disagreements(interpreter, commandLine, questions) // []
 */
export async function disagreements(
  reference: Engine,
  engine: Engine,
  questions: readonly Question[],
): Promise<readonly string[]> {
  const [expected, got] = [await reference.decideAll(questions), await engine.decideAll(questions)]
  const counts = [expected, got].map((answers) => answers.length)
  if (counts.some((count) => count !== questions.length))
    return [`${engine.name}: ${questions.length} questions, ${counts.join(' and ')} answers`]
  return questions.flatMap(({ id }, index) =>
    differences(expected[index] ?? {}, got[index] ?? {}, engine).map((line) => `${id}: ${engine.name}: ${line}`),
  )
}

function differences(
  expected: Partial<Answer> | Refusal,
  got: Partial<Answer> | Refusal,
  { gives }: Engine,
): readonly string[] {
  if (isRefused(expected) || isRefused(got)) return differs('refused', expected, got)
  return gives.flatMap((part) => differs(part, expected[part], got[part]))
}

function isRefused(answer: Partial<Answer> | Refusal): answer is Refusal {
  return isRefusal(answer as Answer | Refusal)
}

function differs(part: string, expected: unknown, got: unknown): readonly string[] {
  const [left, right] = [expected, got].map((value) => JSON.stringify(value) ?? 'nothing')
  return left === right ? [] : [`${part}: expected ${left}, got ${right}`]
}

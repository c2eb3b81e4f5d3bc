import type { AskedQuestion } from '../verify/asked.ts'
import type { GivenAnswer } from '../verify/patient.ts'
import type { Gap, Seen, Structure } from '../verify/structure.ts'
import { inCode, inMarkdown, table } from './markdown.ts'
import { answerWords, casesWords, patientWords } from './patient-text.ts'
import { capitalised, sentence } from './plain-text.ts'

/** Everything that clinicians are asked. */
export interface QuestionResults {
  readonly asked: readonly AskedQuestion[]
  readonly structures: readonly Structure[]
}

/**
 * The questions to clinicians as a Markdown document: those that reading the text left open, those that the program
 * found (situations on which a layer is silent), and what stands out in the rules. Each with a patient.
 *
 * @example questionsDocument(results, notice).split('\n')[0] // '# Questions to clinicians'
 */
export function questionsDocument({ asked, structures }: QuestionResults, notice: string): string {
  return `${[
    '# Questions to clinicians',
    `<!-- ${notice} -->`,
    'Where the clinical text leaves room, the program does not fill it. It takes the safe reading, says so here, and asks. Each question has a patient, and what that patient gets now. Everything that is not named of a patient is absent, normal or not done.',
    '## Where the text can be read in two ways',
    'Until clinicians decide, the reading in the second paragraph stands.',
    ...asked.map(askedPart),
    '## On what a layer is silent',
    'Found by the program, over every possible patient: situations in which there is a red flag, or a result that the layer itself calls abnormal, and no rule says what is done next to find the cause. A referral may stand all the same; no test and no review is asked for.',
    ...structures.flatMap(silencePart),
    '## What stands out in the rules',
    'Found by the program too. None of it need be wrong.',
    ...structures.flatMap(structurePart),
  ].join('\n\n')}\n`
}

function askedPart({ question, patient, answers }: AskedQuestion): string {
  return [
    `### ${inMarkdown(question.statements.join(', '))}: ${inCode(question.id)}`,
    inMarkdown(question.question),
    `For now: ${inMarkdown(question.implemented)}`,
    [
      `> ${inMarkdown(sentence(patientWords(patient)))}`,
      '>',
      `> Gets, in ${question.layer}:`,
      ...answerLines(answers),
    ].join('\n'),
  ].join('\n\n')
}

function answerLines(answers: readonly GivenAnswer[]): readonly string[] {
  return ['>', ...answers.map((answer) => `> - ${answerWords(answer)}`)]
}

function silencePart({ layer, gaps, unreadResults }: Structure): readonly string[] {
  const none = gaps.length === 0 ? ['The layer is silent on no such situation.'] : []
  return [
    `### Silent, in ${layer}`,
    ...none,
    ...gaps.map((gap, index) => gapPart(gap, index, layer)),
    ...unreadResults.map(
      ({ decision, finding }) =>
        `The layer orders ${inCode(decision)}, and no rule of it reads what the result (${inCode(finding)}) shows. What follows from it?`,
    ),
  ]
}

function gapPart({ situation, patient, cases, answers, urgency }: Gap, index: number, layer: string): string {
  const words = (holds: boolean) => situation.filter((part) => part.holds === holds).map(({ label }) => label)
  const title = [
    ...(words(true).length > 0 ? [`Yes: ${words(true).join('; ')}`] : []),
    ...(words(false).length > 0 ? [`No: ${words(false).join('; ')}`] : []),
  ].join('. ')
  const given = answers.filter(({ stance, bounds, decision }) => stance ?? bounds ?? decision === urgency)
  return [
    `**${capitalised(layer)} ${index + 1}.** ${inMarkdown(capitalised(title))} (${casesWords(cases)} cases). What next?`,
    [`> ${inMarkdown(sentence(patientWords(patient)))}`, '>', '> Gets now:', ...answerLines(given)].join('\n'),
  ].join('\n\n')
}

function structurePart(structure: Structure): readonly string[] {
  const { layer, conflicts, outside, repeated, indecisive } = structure
  const row = (name: string, seen: Seen) => [
    inCode(name),
    inMarkdown(patientWords(seen.patient)),
    seen.answers.map(answerWords).join('; '),
  ]
  const part = (title: string, head: string, rows: readonly (readonly string[])[]) =>
    rows.length === 0 ? [`${title}: none.`] : [`${title}:`, table([head, 'patient', 'answer'], rows)]
  return [
    `### Rules, in ${layer}`,
    ...part(
      'Rules that speak side by side and disagree',
      'rules',
      conflicts.map((each) => row(each.rules.join(' + '), each)),
    ),
    indecisive.length === 0
      ? 'Rules that decide no case: none.'
      : `Rules that decide no case: ${indecisive.map(inCode).join(', ')}.`,
    ...part(
      'Exceptions that also speak where the rule they are an exception to would not',
      'rule',
      outside.map((each) => row(each.rule, each)),
    ),
    ...part(
      'Tests asked for again although a result is on record',
      'test',
      repeated.map((each) => row(`${each.decision} (${each.isCurrent ? 'current' : 'old'})`, each)),
    ),
  ]
}

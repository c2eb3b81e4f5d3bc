import type { Model } from '../verify/prove.ts'
import type { Checked } from '../verify/report.ts'
import type { Seen, Structure } from '../verify/structure.ts'
import type { Output } from './output.ts'
import { checkedGuarantees, proofModel, structures } from './proofs.ts'

/** Told of `plumbline verify` by its exit code where something does not hold as expected. */
const DOES_NOT_HOLD = 3

/**
 * `plumbline verify`: proves every guarantee, looks over the rules, and says in a last line what came of it.
 * The exit code is 3 where a guarantee is not as expected, rules disagree, or a rule decides nothing.
 *
 * @example await verify({ json: false }, output) // 0
 */
export async function verify({ json }: { readonly json: boolean }, output: Output): Promise<number> {
  const clock = stopwatch()
  const model = proofModel()
  const modelMilliseconds = clock()
  const checked: Timed[] = []
  for (const each of checkedGuarantees(model)) checked.push({ ...each, milliseconds: clock() })
  const proofMilliseconds = checked.reduce((sum, { milliseconds }) => sum + milliseconds, modelMilliseconds)
  const layers = structures(model)
  const structureMilliseconds = clock()
  const unexpected = checked.filter(({ isAsExpected }) => !isAsExpected)
  const faults = layers.flatMap(({ conflicts, indecisive }) => [...conflicts, ...indecisive])
  const isGood = unexpected.length === 0 && faults.length === 0
  const times = { modelMilliseconds, proofMilliseconds, structureMilliseconds }
  if (json) {
    const report = { isGood, ...times, ...countsOf(model), checked, structures: layers }
    await output.write(`${JSON.stringify(report, withoutRecords, 2)}\n`)
  } else await output.write(`${textOf(model, checked, layers, times)}\n`)
  return isGood ? 0 : DOES_NOT_HOLD
}

type Timed = Checked & { readonly milliseconds: number }

/** Milliseconds since it was last asked. */
function stopwatch(): () => number {
  let last = performance.now()
  return () => {
    const before = last
    last = performance.now()
    return Math.round((last - before) * 10) / 10
  }
}

function countsOf({ partial, complete, cases, completeCases }: Model) {
  return { cases: partial.diagram.count(cases), completeCases: complete.diagram.count(completeCases) }
}

/** Counts are longer than JSON's numbers. What is recorded of a patient follows from what is told. */
export function withoutRecords(key: string, value: unknown): unknown {
  return key === 'findings' ? undefined : typeof value === 'bigint' ? String(value) : value
}

function textOf(
  model: Model,
  checked: readonly Timed[],
  layers: readonly Structure[],
  times: Readonly<Record<'modelMilliseconds' | 'proofMilliseconds' | 'structureMilliseconds', number>>,
): string {
  const { cases, completeCases } = countsOf(model)
  const proved = checked.filter(({ status }) => status === 'proved').length
  const unexpected = checked.filter(({ isAsExpected }) => !isAsExpected).length
  const [conflicts, gaps] = [layers.flatMap((layer) => layer.conflicts), layers.flatMap((layer) => layer.gaps)]
  return [
    'GUARANTEES',
    ...checked.flatMap(guaranteeLines),
    ...layers.flatMap(structureLines),
    '',
    `Over ${cases} cases with unknowns (${completeCases} of them complete): ${proved} of ${checked.length} proved, ` +
      `${checked.length - proved} refuted, ${unexpected} not as expected; ${conflicts.length} conflicts, ` +
      `${gaps.length} questions from silence.`,
    `Model ${times.modelMilliseconds} ms, all proofs with it ${Math.round(times.proofMilliseconds)} ms, ` +
      `structure ${times.structureMilliseconds} ms, ${Math.round(process.memoryUsage().rss / 1e6)} MB.`,
  ].join('\n')
}

function guaranteeLines({ guarantee, layer, status, isAsExpected, milliseconds, ...rest }: Timed): readonly string[] {
  const mark = isAsExpected ? '' : '  NOT AS EXPECTED'
  const line = `${guarantee.id.padEnd(4)}${status.padEnd(8)} ${layer.padEnd(9)}${milliseconds.toFixed(0).padStart(5)} ms  ${guarantee.name}${mark}`
  const patients = (rest.counterexample?.shown ?? []).map(
    ({ setting, patient, answers }) =>
      `      ${setting ? `${setting}: ` : ''}${told({ patient })} → ${answers.map(({ label, outcome, rules }) => `${label}: ${outcome} (${rules.map(({ id }) => id).join(', ')})`).join('; ')}`,
  )
  const names = rest.names ? [`      for: ${rest.names.join(', ')}`] : []
  return [line, ...patients, ...names]
}

function told({ patient }: Pick<Seen, 'patient'>): string {
  return patient.told
    .map(
      ({ label, value, daysBefore }) =>
        `${label}: ${value}${daysBefore === undefined ? '' : ` (${daysBefore} days before)`}`,
    )
    .join('; ')
}

function structureLines({ layer, ...of }: Structure): readonly string[] {
  return [
    '',
    `STRUCTURE ${layer}`,
    ...of.conflicts.map((each) => `conflict      ${each.rules.join(' + ')}: ${told(each)}`),
    ...of.indecisive.map((rule) => `decides none  ${rule}`),
    ...of.gaps.map((each) => `question      what next? ${told(each)}`),
    ...of.unreadResults.map(({ decision }) => `question      ${decision} is ordered, its result read by no rule`),
    ...of.outside.map((each) => `outside       ${each.rule}: ${told(each)}`),
    ...of.repeated.map(
      (each) => `ordered again ${each.decision} (${each.isCurrent ? 'current' : 'old'} result): ${told(each)}`,
    ),
  ]
}

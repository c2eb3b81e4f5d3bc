import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bundle } from '@medplum/fhirtypes'
import { PatientSource } from 'cql-exec-fhir'
import cql, { type Library } from 'cql-execution'
import type { Answered } from '../../src/evaluate/answer.ts'
import { exactly } from '../../src/evaluate/completions.ts'
import { because } from '../../src/evaluate/explain.ts'
import { readFindings } from '../../src/evaluate/read-findings.ts'
import { type RecordedFindings, situate } from '../../src/evaluate/situation.ts'
import { read as readSituation } from '../../src/evaluate/truth.ts'
import { findingsBundle } from '../../src/fhir/artefacts/findings-bundle.ts'
import { defaultBase } from '../../src/fhir/artefacts/names.ts'
import type { Protocol } from '../../src/language/protocol.ts'
import type { Answer, AnsweredAction, Cited, Refusal } from './answer.ts'
import { root } from './clinical-case.ts'
import type { Engine, Question } from './engine.ts'
import { layerNamed } from './interpreter.ts'

/** A decision as the exported CQL answers it, by Kleene's logic. */
export interface CqlAnswer {
  readonly decision: string
  readonly outcome: string
  readonly atLeast: string
  readonly atMost: string
  readonly rules: readonly string[]
  readonly open: readonly string[]
  readonly statements: readonly string[]
}

/** What the exported CQL says of one patient. */
export interface CqlResult {
  readonly answers: readonly CqlAnswer[]
  readonly redFlags: readonly Cited[]
  readonly features: readonly Cited[]
  readonly notes: readonly Cited[]
  readonly contradictions: readonly string[]
  /** Everything that the library defines, by name. */
  readonly values: Readonly<Record<string, unknown>>
}

/** A patient for the CQL: what is recorded, and the day. */
export interface CqlCase {
  readonly findings: RecordedFindings
  readonly asOf: string
}

// The FHIR model is 0.8 MB of XML, read once: a source for each patient would read it each time.
const source = PatientSource.FHIRv401()
const libraries = new Map<string, Library>()

function libraryOf({ name, layer }: Protocol): Library {
  const file = `${name}-${layer}.elm.json`
  const library =
    libraries.get(file) ?? new cql.Library(JSON.parse(readFileSync(join(root, 'docs', 'fhir', file), 'utf8')))
  libraries.set(file, library)
  return library
}

/**
 * Runs the exported CQL, as its ELM stands in docs/fhir, over FHIR bundles of one day, or of today as
 * who applies the plan without a day has it; what it defines, by patient.
 */
export async function runBundles(
  protocol: Protocol,
  bundles: readonly Bundle[],
  asOf: string | undefined,
): Promise<Readonly<Record<string, Readonly<Record<string, unknown>>>>> {
  source.reset()
  source.loadBundles([...bundles])
  const parameters = asOf === undefined ? {} : { AsOf: cql.Date.parse(asOf) }
  const executor = new cql.Executor(libraryOf(protocol), new cql.CodeService({}), parameters)
  return (await executor.exec(source)).patientResults
}

/** Runs the exported CQL over bundles that are made from the cases; the results are in their order. */
export async function runCql(protocol: Protocol, cases: readonly CqlCase[]): Promise<readonly CqlResult[]> {
  const results = new Map<number, CqlResult>()
  for (const asOf of new Set(cases.map((each) => each.asOf))) {
    const indexes = [...cases.keys()].filter((index) => cases[index]?.asOf === asOf)
    const bundles = indexes.map((index) =>
      findingsBundle(protocol, cases[index]?.findings ?? {}, { patient: `p${index}`, asOf, base: defaultBase }),
    )
    const byPatient = await runBundles(protocol, bundles, asOf)
    for (const index of indexes) results.set(index, resultOf(byPatient[`p${index}`] ?? {}))
  }
  return [...cases.keys()].map((index) => results.get(index) ?? resultOf({}))
}

function resultOf(values: Readonly<Record<string, unknown>>): CqlResult {
  const flags = (name: string) => ((values[name] ?? []) as readonly Cited[]).map(cited)
  return {
    answers: (values.Answers ?? []) as readonly CqlAnswer[],
    redFlags: flags('Red flags'),
    features: flags('Features'),
    notes: flags('Notes'),
    contradictions: (values.Contradictions ?? []) as readonly string[],
    values,
  }
}

const cited = ({ id, statements }: Cited): Cited => ({ id, statements: [...statements].sort() })

/**
 * The exported CQL as an engine. It answers by Kleene's logic, as rules do; what all completions share is put over it as
 * it is put over the interpreter and the compiled form. Whether a record is well formed is not its question.
 */
export const cqlEngine: Engine = {
  name: 'CQL',
  gives: ['urgency', 'redFlags', 'features', 'notes', 'actions', 'answers'],
  decideAll: async (questions) => {
    const layers = [...new Set(questions.map(({ layer }) => layer))]
    const byQuestion = new Map<Question, Partial<Answer> | Refusal>()
    for (const layer of layers) {
      const protocol = layerNamed(layer)
      const asked: { readonly question: Question; readonly findings: RecordedFindings; readonly asOf: string }[] = []
      for (const question of questions.filter((each) => each.layer === layer)) {
        const read = readFindings(protocol, question.findings, question.asOf)
        if (read.ok) asked.push({ question, findings: read.findings, asOf: question.asOf })
        else byQuestion.set(question, { refused: [...new Set(read.problems.map(({ code }) => code))].sort() })
      }
      const results = await runCql(protocol, asked)
      results.forEach((result, index) => {
        const each = asked[index]
        if (each) byQuestion.set(each.question, partsOf(protocol, result, each))
      })
    }
    return questions.map((question) => byQuestion.get(question) ?? { refused: ['no answer'] })
  },
}

function partsOf(protocol: Protocol, result: CqlResult, { findings, asOf }: CqlCase): Partial<Answer> {
  const reading = readSituation(protocol, situate(protocol, findings, asOf))
  const answered = result.answers.map((answer): Answered => {
    const decision = protocol.decisions.find(({ id }) => id === answer.decision)
    const named = (ids: readonly string[]) => decision?.rules.filter(({ id }) => ids.includes(id)) ?? []
    const [rules, open] = [named(answer.rules), named(answer.open)]
    const live = new Set([...rules, ...open].map(({ then }) => then))
    const possible = (decision?.outcomes ?? []).map(({ id }) => id).filter((id) => live.has(id))
    return { ...answer, settled: answer.atLeast === answer.atMost, rules, open, possible }
  })
  const exact = exactly(answered, reading).map((answer, index) => {
    const before = result.answers[index]
    const isSame = before?.outcome === answer.outcome
    const statements = isSame ? before.statements : because(answer.rules, reading).statements
    return { ...answer, statements: [...statements].sort() }
  })
  const urgency = exact[protocol.decisions.findIndex(({ kind }) => kind === 'urgency')]
  if (!urgency) return {}
  const { outcome: level, atLeast, atMost, settled, statements } = urgency
  return {
    urgency: { level, atLeast, atMost, settled, statements },
    redFlags: result.redFlags,
    features: result.features,
    notes: result.notes,
    actions: exact.flatMap((answer) => actionOf(protocol, answer)),
    answers: exact.map((answer) => ({
      decision: answer.decision,
      outcome: answer.outcome,
      atLeast: answer.atLeast,
      atMost: answer.atMost,
      settled: answer.settled,
    })),
  }
}

function actionOf(
  protocol: Protocol,
  answer: Answered & { readonly statements: readonly string[] },
): readonly AnsweredAction[] {
  const decision = protocol.decisions.find(({ id }) => id === answer.decision)
  const outcome = decision?.outcomes.find(({ id }) => id === answer.outcome)
  if (!decision || !outcome?.stance) return []
  const possible = decision.outcomes.filter(({ id }) => answer.possible.includes(id))
  return [
    {
      action: outcome.action ?? decision.id,
      decision: decision.id,
      kind: decision.kind,
      outcome: outcome.id,
      stance: outcome.stance,
      definite: possible.every(({ stance }) => stance === outcome.stance),
      statements: answer.statements,
    },
  ]
}

import type { QuestionnaireItem, QuestionnaireResponse, QuestionnaireResponseItem } from '@medplum/fhirtypes'
import { describe, expect, test } from 'vitest'
import { clinicalCases } from '../../../tests/engines/clinical-case.ts'
import { layerNamed } from '../../../tests/engines/interpreter.ts'
import type { SignedDecision } from '../../care/episode.ts'
import { decide } from '../../evaluate/decide.ts'
import { readFindings } from '../../evaluate/read-findings.ts'
import { situate } from '../../evaluate/situation.ts'
import { read, truthOf } from '../../evaluate/truth.ts'
import { lookBacks } from '../../protocol/look-backs.ts'
import { standard } from '../../protocol/protocol.ts'
import { formOf } from '../artefacts/questionnaire.ts'
import { settingOf } from '../artefacts/setting.ts'
import { readRecord } from '../in/read-record.ts'
import { resourcesIn } from '../in/resources.ts'
import { canonicalBase } from '../systems.ts'
import { answersResponse } from './written-back.ts'

const form = formOf(settingOf(standard, 'hash', canonicalBase), 'clinician')

/** Every item of the form with the link id that it stands beneath. */
const items = new Map<string, { readonly item: QuestionnaireItem; readonly under?: string }>()
const collect = (list: readonly QuestionnaireItem[], under?: string): void => {
  for (const item of list) {
    items.set(item.linkId ?? '', { item, ...(under === undefined ? {} : { under }) })
    collect(item.item ?? [], item.linkId)
  }
}
collect(form.item ?? [])

const decided = clinicalCases().flatMap(({ id, layer, asOf, findings: entered }) => {
  const protocol = layerNamed(layer)
  const entry = readFindings(protocol, entered, asOf)
  if (!entry.ok || layer !== 'standard') return []
  return [
    { id, asOf, findings: entry.findings, decision: decide(protocol, entry.findings, asOf, { withChanges: false }) },
  ]
})

function responseOf({ asOf, findings, decision }: (typeof decided)[number]): QuestionnaireResponse {
  const signed = {
    sequence: 3,
    asOf,
    recordedAt: `${asOf}T10:00:00Z`,
    by: 'account-1',
    findings: Object.fromEntries(
      Object.entries(findings).map(([id, { value, observedOn = asOf }]) => [id, { value, observedOn }] as const),
    ),
    decision,
    protocol: decision.protocol,
  } as unknown as SignedDecision
  const where = { patientId: 'patient-1', episodeId: 'episode-1', subject: 'Patient/there' }
  return answersResponse({ signed, protocol: standard, ...where, author: 'Practitioner/dr1' })
}

const answersIn = ({ item = [] }: Pick<QuestionnaireResponse, 'item'>): readonly QuestionnaireResponseItem[] =>
  item.flatMap((each) => [each, ...answersIn(each)])

const member: Readonly<Record<string, string>> = {
  choice: 'valueCoding',
  date: 'valueDate',
  integer: 'valueInteger',
  decimal: 'valueDecimal',
}

/** What is wrong with a response as an answer to the form: what a server that checks it against the form refuses. */
function faultsOf(response: QuestionnaireResponse): readonly string[] {
  const given = new Map(answersIn(response).map((each) => [each.linkId ?? '', each] as const))
  return [...(response.item ?? [])].flatMap((group) => [
    ...(items.get(group.linkId ?? '')?.item.type === 'group' ? [] : [`${group.linkId} is no group of the form`]),
    ...(group.item ?? []).flatMap(({ linkId = '', text, answer = [] }) => {
      const asked = items.get(linkId)
      if (asked === undefined) return [`${linkId} is not asked`]
      const [one, ...more] = answer as unknown as readonly Record<string, unknown>[]
      const name = member[asked.item.type ?? ''] ?? ''
      const offered = (asked.item.answerOption ?? []).map(({ valueCoding }) => valueCoding)
      return [
        ...(asked.under === group.linkId ? [] : [`${linkId} stands in another group`]),
        ...(asked.item.text === text ? [] : [`${linkId} is asked in other words`]),
        ...(more.length > 0 ? [`${linkId} is answered twice`] : []),
        ...(one?.[name] === undefined ? [`${linkId} is answered in another type`] : []),
        ...(asked.item.type === 'choice' && !offered.some((each) => same(each, one?.valueCoding))
          ? [`${linkId} has an answer that is not offered`]
          : []),
        ...(isEnabled(asked.item, given) ? [] : [`${linkId} is not enabled`]),
      ]
    }),
  ])
}

const same = (one: unknown, other: unknown): boolean => {
  const plain = (value: unknown) => {
    const { system, code, display } = (value ?? {}) as Readonly<Record<string, unknown>>
    return JSON.stringify([system, code, display])
  }
  return plain(one) === plain(other)
}

function isEnabled(item: QuestionnaireItem, given: ReadonlyMap<string, QuestionnaireResponseItem>): boolean {
  const conditions = item.enableWhen ?? []
  const holds = conditions.map(({ question = '', operator, answerCoding, answerInteger, answerDecimal }) => {
    const answer = given.get(question)?.answer?.[0]
    if (operator === 'exists') return answer === undefined
    const number = answer?.valueInteger ?? answer?.valueDecimal
    const limit = answerInteger ?? answerDecimal
    if (operator === '=') return answer?.valueCoding?.code === answerCoding?.code && answer !== undefined
    if (number === undefined || limit === undefined) return false
    return operator === '>='
      ? number >= limit
      : operator === '<='
        ? number <= limit
        : operator === '>'
          ? number > limit
          : number < limit
  })
  if (holds.length === 0) return true
  return item.enableBehavior === 'all' ? holds.every(Boolean) : holds.some(Boolean)
}

/**
 * Whether a case tells what its question waits for without that being so, or known: it is said all the same, for to leave it
 * out would lose it.
 */
function isToldEarly(fault: string, { asOf, findings }: (typeof decided)[number]): boolean {
  const [, id] = /^(\w+) is not enabled$/.exec(fault) ?? []
  const appliesWhen = standard.findings.find((each) => each.id === id)?.appliesWhen
  return appliesWhen !== undefined && truthOf(appliesWhen, read(standard, situate(standard, findings, asOf))) !== true
}

describe('signed answers as the filled-in form', () => {
  test('name the form that is exported, in its version', () => {
    const [first] = decided
    if (!first) throw new Error('no case')
    expect(responseOf(first).questionnaire).toBe(`${form.url}|${form.version}`)
  })

  test('are answers that the form takes, for every case', () => {
    expect(decided.length).toBeGreaterThan(200)
    const faults = decided.flatMap((each) =>
      faultsOf(responseOf(each))
        .filter((fault) => !isToldEarly(fault, each))
        .map((fault) => `${each.id}: ${fault}`),
    )
    expect(faults).toEqual([])
  })

  test('count the age that a question waits for, which the record has as a birth date', () => {
    const findings = {
      birthDate: { value: '1990-03-16' },
      sexAtBirth: { value: 'female' },
      pregnant: { value: 'absent' },
    }
    const asOf = '2026-03-15'
    const response = responseOf({ id: '', asOf, findings, decision: decide(standard, findings, asOf) })
    expect(faultsOf(response)).toEqual([])
    expect(answersIn(response).find(({ linkId }) => linkId === 'ageYears')?.answer).toEqual([{ valueInteger: 35 }])
    const { pregnant: _, ...without } = findings
    const other = responseOf({ id: '', asOf, findings: without, decision: decide(standard, without, asOf) })
    expect(answersIn(other).map(({ linkId }) => linkId)).not.toContain('ageYears')
  })

  test('are the same findings when they are read again, for every case', () => {
    for (const each of decided) {
      const received = resourcesIn([{ resourceType: 'Patient', id: 'there' }, responseOf(each)])
      const reading = readRecord(received, { protocol: standard, lookBacks, asOf: each.asOf })
      // A test that was not done is the same as silence on it.
      const values = (findings: Readonly<Record<string, { readonly value: unknown }>>) =>
        Object.fromEntries(
          Object.entries(findings).flatMap(([id, { value }]) => (value === 'notDone' ? [] : [[id, value]])),
        )
      expect(values(reading.findings), each.id).toEqual(values(each.findings))
    }
  })
})

import type { QuestionnaireItem } from '@medplum/fhirtypes'
import { describe, expect, test } from 'vitest'
import { all, any, not } from '../../language/condition.ts'
import { findings } from '../../protocol/findings.ts'
import { limits } from '../../protocol/parameters.ts'
import { source, standard } from '../../protocol/protocol.ts'
import { enabledWhen } from './enable-when.ts'
import { defaultBase } from './names.ts'
import { formOf } from './questionnaire.ts'
import { settingOf } from './setting.ts'

const setting = settingOf(standard, 'hash', defaultBase)
const values = `${defaultBase}/CodeSystem/finding-values`

function questionsOf(asked: 'clinician' | 'patient'): ReadonlyMap<string, QuestionnaireItem> {
  const questions = (formOf(setting, asked).item ?? []).flatMap((group) => group.item ?? [])
  return new Map(questions.map((item) => [item.linkId ?? '', item]))
}

const clinician = questionsOf('clinician')
const patient = questionsOf('patient')
const codesOf = (item: QuestionnaireItem | undefined) => item?.answerOption?.map(({ valueCoding }) => valueCoding?.code)

describe('the forms', () => {
  test('ask the clinician every finding that is not counted from dates, under its id', () => {
    const asked = [...clinician.keys()].filter((id) => !id.endsWith('.silence'))
    const counted = ['treatmentDaysAtReview']
    expect(asked.sort()).toEqual(
      standard.findings
        .map(({ id }) => id)
        .filter((id) => !counted.includes(id))
        .sort(),
    )
  })

  test('ask the patient only what a patient can say, in words for patients', () => {
    expect(patient.has('worseOnPalpation')).toBe(false)
    expect(patient.get('fever')?.text).toBe('Have you had a fever?')
    expect(clinician.get('fever')?.text).toBe('Fever?')
  })

  test('offer "not known" for every finding: among the options, or beside a number or a date', () => {
    for (const [id, item] of clinician) {
      const said = item.type === 'choice' ? item : clinician.get(`${id}.silence`)
      expect(codesOf(said), id).toContain('notKnown')
    }
  })

  test('offer "not done" for a test and never for a symptom', () => {
    expect(codesOf(clinician.get('xray'))).toContain('notDone')
    expect(codesOf(clinician.get('fever'))).toEqual(['present', 'absent', 'notKnown'])
  })

  test('put a unit on numbers only, since a renderer fails on it elsewhere', () => {
    const withUnit = [...clinician.values()].filter((item) =>
      item.extension?.some(({ url }) => url?.endsWith('questionnaire-unit')),
    )
    expect(withUnit.map(({ type }) => type)).not.toContain('quantity')
    expect(withUnit.map(({ linkId }) => linkId)).toContain('esrMmPerHour')
    expect(clinician.get('temperatureCelsius')?.type).toBe('decimal')
  })

  test('ask pregnancy of a woman of 12 to 55 years, and its weeks when she is pregnant', () => {
    expect(clinician.get('pregnant')).toMatchObject({
      enableBehavior: 'all',
      enableWhen: [
        { question: 'sexAtBirth', operator: '=', answerCoding: { system: values, code: 'female' } },
        { question: 'ageYears', operator: '>=', answerInteger: 12 },
        { question: 'ageYears', operator: '<=', answerInteger: 55 },
      ],
    })
    expect(clinician.get('pregnancyWeeks')?.enableWhen).toEqual([
      { question: 'pregnant', operator: '=', answerCoding: { system: values, code: 'present', display: 'Present' } },
    ])
  })

  test('wait in the form for patients only for what that form asks', () => {
    const waits = (patient.get('paceOfDeficit')?.enableWhen ?? []).map(({ question }) => question)
    expect(waits).toContain('weakness')
    expect(waits).not.toContain('reflexOrGaitChange')
  })

  test('look for a current result in the record as far back as it is current', () => {
    const link = clinician.get('esrMmPerHour')?.extension?.find(({ url }) => url?.endsWith('observationLinkPeriod'))
    expect(link?.valueDuration).toMatchObject({ value: limits.currentResultDays.value, code: 'd' })
    expect(clinician.get('esrMmPerHour')?.code?.map(({ code }) => code)).toContain('4537-7')
    expect(clinician.get('fever')?.extension?.some(({ url }) => url?.endsWith('observationLinkPeriod'))).toBe(false)
  })

  test('begin with what cannot wait', () => {
    expect(formOf(setting, 'clinician').item?.[0]?.item?.[0]?.linkId).toBe('urinaryIncontinence')
  })

  test('are the same for both layers', () => {
    const other = settingOf(source, 'another hash', defaultBase)
    expect(formOf(other, 'clinician')).toEqual(formOf(setting, 'clinician'))
    expect(formOf(other, 'patient')).toEqual(formOf(setting, 'patient'))
  })
})

describe('a question whose condition enableWhen cannot say is always shown', () => {
  const offered = new Set(['fever', 'smoker', 'xray'])

  test.each([
    ['a negation', not(findings.fever.present)],
    ['a condition within a condition', all(findings.smoker.present, any(findings.fever.present, findings.xray.done))],
    [
      'one of several values beside another demand',
      all(findings.smoker.present, findings.xray.is('normal', 'lyticLesion')),
    ],
    ['a demand on what is not asked', all(findings.smoker.present, findings.anticoagulant.present)],
    ['the age of a result', findings.xray.within(limits.currentResultDays)],
  ])('%s', (_, condition) => {
    expect(enabledWhen(condition, setting, offered)).toEqual({})
  })

  test('but one of several values alone is said value by value', () => {
    const { enableWhen, enableBehavior } = enabledWhen(findings.xray.is('normal', 'lyticLesion'), setting, offered)
    expect(enableWhen?.map(({ answerCoding }) => answerCoding?.code)).toEqual(['normal', 'lyticLesion'])
    expect(enableBehavior).toBe('any')
  })
})

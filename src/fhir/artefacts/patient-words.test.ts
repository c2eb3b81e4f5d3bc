import type { Extension, Questionnaire, QuestionnaireItem } from '@medplum/fhirtypes'
import { describe, expect, test } from 'vitest'
import { standard } from '../../protocol/protocol.ts'
import { loadTexts } from '../../service/content/texts.ts'
import { exportedOf } from '../../service/fhir/exported.ts'

interface Worded {
  readonly text?: string
  readonly _text?: { readonly extension: readonly Extension[] }
}

const texts = loadTexts()
const formWith = (id: string, of = texts): Questionnaire =>
  exportedOf(standard, undefined, of).find((each) => each.id === id) as unknown as Questionnaire
const form = formWith('back-pain-patient')

const itemsIn = ({ item = [] }: { readonly item?: readonly QuestionnaireItem[] }): readonly QuestionnaireItem[] =>
  item.flatMap((each) => [each, ...itemsIn(each)])
const found = (linkId: string, of = form) => itemsIn(of).find((each) => each.linkId === linkId)

/** A text in every language that it is said in. */
function languagesOf(item: unknown): Readonly<Record<string, string | undefined>> {
  const { text, _text } = item as Worded
  const part = ({ extension }: Extension, url: string) => extension?.find((each) => each.url === url)
  const translated = (_text?.extension ?? []).map(
    (each) => [part(each, 'lang')?.valueCode ?? '', part(each, 'content')?.valueString] as const,
  )
  return { en: text, ...Object.fromEntries(translated) }
}

describe('the form for patients', () => {
  test('asks in every language of content/, question and reason, in its words', () => {
    for (const { language, content } of texts.questionnaires)
      for (const [id, { question, why }] of Object.entries(content.questions)) {
        const item = found(id)
        if (id === 'treatmentDaysAtReview' && !item) continue
        expect(languagesOf(item)[language], id).toBe(question)
        expect(languagesOf(found(`${id}.why`))[language], id).toBe(why)
      }
  })

  test('begins with when not to wait, in the fixed words of each language', () => {
    expect(form.item?.map(({ linkId }) => linkId)).toEqual(['about', 'safety', 'group.questions'])
    expect(found('safety')?.item?.every(({ type }) => type === 'display')).toBe(true)
    for (const { language, content } of texts.questionnaires) {
      const { title, lead, signs, close } = content.safety
      const said = [found('safety'), ...(found('safety')?.item ?? [])].map((item) => languagesOf(item)[language])
      expect(said).toEqual([title, lead, ...signs, close])
    }
  })

  test('says above each text that nobody has reviewed it, in its language, and of no other', () => {
    const review = { reviewedBy: 'Dr Example', reviewedOn: '2026-01-05' }
    const reviewed = {
      ...texts,
      questionnaires: texts.questionnaires.map((each) => (each.language === 'uk' ? { ...each, review } : each)),
    }
    const about = languagesOf(found('about', formWith('back-pain-patient', reviewed)))
    for (const { language, marks, form: words } of texts.questionnaires)
      expect(about[language]).toBe(language === 'uk' ? words.intro : `${marks.unreviewed} ${words.intro}`)
  })

  test('offers yes, no and not sure, and that a measurement was not taken; nothing else is not done', () => {
    const offered = (linkId: string) => found(linkId)?.answerOption?.map(({ valueCoding }) => valueCoding?.display)
    expect(offered('fever')).toEqual(['Yes', 'No', 'I’m not sure'])
    expect(offered('temperatureCelsius.silence')).toEqual(['I’m not sure', 'I did not take it'])
    expect(offered('severity.silence')).toEqual(['I’m not sure'])
    expect(offered('painResolved')).toEqual(['Yes', 'No', 'I’m not sure'])
  })

  test('shows a code in words that its code system has for it', () => {
    const system = exportedOf(standard).find(({ id }) => id === 'finding-values') as unknown as {
      readonly concept: readonly { code: string; display: string; designation?: readonly { value: string }[] }[]
    }
    const words = new Map(
      system.concept.map(({ code, display, designation = [] }) => [
        code,
        [display, ...designation.map(({ value }) => value)],
      ]),
    )
    for (const { answerOption = [] } of itemsIn(form))
      for (const { valueCoding } of answerOption)
        expect(words.get(valueCoding?.code ?? '')).toContain(valueCoding?.display)
  })
})

test('the form for clinicians is in English alone, in the protocol’s words', () => {
  const clinician = formWith('back-pain-clinician')
  expect(JSON.stringify(clinician)).not.toContain('StructureDefinition/translation')
  expect(found('fever', clinician)?.answerOption?.map(({ valueCoding }) => valueCoding?.display)).toEqual([
    'Present',
    'Absent',
    'Not known',
  ])
})

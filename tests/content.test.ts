import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { handoutWords } from '../src/protocol/handout.ts'
import { activities, bodyRegions } from '../src/protocol/notes.ts'
import { standard } from '../src/protocol/protocol.ts'
import type { HandoutText, QuestionnaireText } from '../src/service/content/text-schemas.ts'
import { loadTexts, offered } from '../src/service/content/texts.ts'
import { capitalised } from '../src/weave/plain-text.ts'

const content = join(dirname(dirname(fileURLToPath(import.meta.url))), 'content')
const languages = readdirSync(content).sort()
const read = (language: string, file: string): unknown =>
  JSON.parse(readFileSync(join(content, language, `${file}.json`), 'utf8'))

/** Every text of a file by its place in it. */
function textsOf(value: unknown, place = ''): ReadonlyMap<string, string> {
  if (typeof value === 'string') return new Map([[place, value]])
  if (typeof value !== 'object' || value === null) return new Map()
  return new Map(Object.entries(value).flatMap(([key, each]) => [...textsOf(each, `${place}/${key}`)]))
}
const placeholders = (text: string): string[] => (text.match(/\{\{\w+\}\}/g) ?? []).sort()
const questionnaire = (language: string) => read(language, 'questionnaire') as QuestionnaireText
const asked = standard.findings.filter(({ patientQuestion }) => patientQuestion !== undefined)

test('there are four languages, one from right to left and two with other letters', () => {
  expect(languages).toEqual(['ar', 'en', 'es', 'uk'])
  const texts = loadTexts().questionnaires
  expect(texts.map(({ language, name, direction }) => [language, name, direction])).toEqual([
    ['en', 'English', 'ltr'],
    ['ar', 'العربية', 'rtl'],
    ['es', 'Español', 'ltr'],
    ['uk', 'Українська', 'ltr'],
  ])
})

describe.each(languages)('the questionnaire in %s', (language) => {
  const text = questionnaire(language)

  test('asks every question for patients, and no other', () => {
    expect(Object.keys(text.questions).sort()).toEqual(asked.map(({ id }) => id).sort())
  })

  test('offers exactly the answers of the protocol, each with a word of its own', () => {
    for (const definition of asked) {
      const { values = {} } = text.questions[definition.id] ?? {}
      const expected = definition.kind === 'choice' ? definition.values.map(({ id }) => id) : []
      expect(Object.keys(values), definition.id).toEqual(expected)
      expect(new Set(Object.values(values)).size).toBe(expected.length)
    }
    expect(Object.keys(text.notes.regions.values ?? {})).toEqual(bodyRegions.map(({ id }) => id))
    expect(Object.keys(text.notes.activities.values ?? {})).toEqual(activities.map(({ id }) => id))
  })

  test('has the same number of danger signs as the protocol names', () => {
    expect(text.safety.signs).toHaveLength(questionnaire('en').safety.signs.length)
  })

  test('has no empty text, no exclamation mark, and no sentence over 25 words', () => {
    const texts = [...textsOf(text).values(), ...textsOf(read(language, 'interface')).values()]
    expect(texts.filter((each) => each.trim() === '' || /[!¡]/.test(each))).toEqual([])
    const sentences = texts.flatMap((each) => each.split(/(?<=[.?؟]) /))
    expect(sentences.filter((each) => each.split(' ').length > 25)).toEqual([])
  })
})

describe('the English questionnaire', () => {
  test('asks in the protocol’s own words', () => {
    for (const { id, patientQuestion } of asked)
      expect(questionnaire('en').questions[id]?.question).toBe(patientQuestion)
  })

  test('names the danger signs of the protocol’s advice, in its words and order', () => {
    const label = standard.decisions
      .find(({ id }) => id === 'safetyNet')
      ?.outcomes.find(({ id }) => id === 'say')?.label
    const signs = label
      ?.split(' for ')[1]
      ?.split(', ')
      .map((sign) => sign.replace(/^or /, ''))
    expect(signs).toHaveLength(6)
    expect(questionnaire('en').safety.signs).toEqual(signs)
  })

  test('names regions and activities as the letter does', () => {
    const { regions, activities: kept } = questionnaire('en').notes
    expect(Object.values(regions.values ?? {})).toEqual(bodyRegions.map(({ label }) => capitalised(label)))
    expect(Object.values(kept.values ?? {})).toEqual(activities.map(({ label }) => capitalised(label)))
  })
})

describe.each(languages)('the words of the page in %s', (language) => {
  const [own, english] = [textsOf(read(language, 'interface')), textsOf(read('en', 'interface'))]
  const plural = /^\/questions_(\w+)$/

  test('are all there, and no others', () => {
    const keys = (texts: ReadonlyMap<string, string>) => [...texts.keys()].filter((key) => !plural.test(key))
    expect(keys(own)).toEqual(keys(english))
  })

  test('have each plural form of the language, and no other', () => {
    const forms = [...own.keys()].flatMap((key) => plural.exec(key)?.[1] ?? [])
    expect(forms.sort()).toEqual([...new Intl.PluralRules(language).resolvedOptions().pluralCategories].sort())
  })

  test('leave the same gaps to fill', () => {
    for (const [key, text] of own) {
      if (plural.test(key)) expect(['{{count}}', '']).toContain(placeholders(text).join())
      else expect(placeholders(text), key).toEqual(placeholders(english.get(key) ?? ''))
    }
  })
})

describe.each(languages.filter((language) => language !== 'en'))('the handout in %s', (language) => {
  const text = read(language, 'handout') as HandoutText

  test('has a sentence for each of the protocol’s, of the same decisions and answers', () => {
    const shape = ({ decision, outcomes }: { decision: string; outcomes?: readonly string[] }) => [decision, outcomes]
    expect(text.sayings.map(shape)).toEqual(handoutWords.sayings.map(shape))
    expect(text.urgency.map(({ level, says }) => [level, says.length])).toEqual(
      handoutWords.urgency.map(({ level, says }) => [level, says.length]),
    )
    expect(text.opening).toHaveLength(handoutWords.opening.length)
    expect(text.closing).toHaveLength(handoutWords.closing.length)
  })

  test('warns of the same signs as the questionnaire, word for word', () => {
    expect(text.safety.signs).toEqual(questionnaire(language).safety.signs)
  })

  test('names the numbers that the English names', () => {
    const numbers = (says: string) => (says.match(/\d+/g) ?? []).sort()
    expect(text.sayings.map(({ says }) => numbers(says))).toEqual(handoutWords.sayings.map(({ says }) => numbers(says)))
  })
})

describe('a review', () => {
  test('is claimed by no text that ships', () => {
    const texts = loadTexts()
    expect([...texts.questionnaires, ...texts.handouts].filter(({ review }) => review !== undefined)).toEqual([])
    expect(offered(texts.questionnaires, 'real')).toEqual([])
    expect(offered(texts.questionnaires, 'demo')).toHaveLength(4)
  })

  test('of a site counts for the text that was read, letter by letter', () => {
    const hash = loadTexts().questionnaires.find(({ language }) => language === 'es')?.hash ?? ''
    const review = { text: 'es/questionnaire', hash, reviewedBy: 'Somebody of the test', reviewedOn: '2026-03-01' }
    const reviewed = loadTexts([review])
    expect(offered(reviewed.questionnaires, 'real').map(({ language }) => language)).toEqual(['es'])
    expect(offered(reviewed.handouts, 'real')).toEqual([])
    const other = { ...review, hash: hash.replace(/^./, (first) => (first === '0' ? '1' : '0')) }
    expect(offered(loadTexts([other]).questionnaires, 'real')).toEqual([])
  })
})

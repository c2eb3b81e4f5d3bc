import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { source, standard } from '../../protocol/protocol.ts'
import { exportedOf } from '../../service/fhir/exported.ts'
import { base64 } from '../out/text.ts'
import type { Artefact } from './artefacts.ts'
import { lintArtefacts } from './lint.ts'

const home = 'https://fhir.example.org'

const elm = (names: readonly string[]) =>
  base64(
    JSON.stringify({
      library: { identifier: { id: 'Logic', version: '1' }, statements: { def: names.map((name) => ({ name })) } },
    }),
  )

const made = (resourceType: string, id: string, members: object): Artefact => ({
  resourceType,
  id,
  url: `${home}/${resourceType}/${id}`,
  version: '1',
  ...members,
})

const codes = made('CodeSystem', 'codes', { concept: [{ code: 'yes' }, { code: 'no', concept: [{ code: 'never' }] }] })
const coding = (code: string) => ({ system: `${home}/CodeSystem/codes`, code })
const options = [{ valueCoding: coding('yes') }, { valueCoding: coding('never') }]
const logic = made('Library', 'Logic', {
  name: 'Logic',
  content: [{ contentType: 'application/elm+json', data: elm(['isDue']) }],
})
const form = (...item: object[]) => made('Questionnaire', 'form', { item })
const plan = (...action: object[]) => made('PlanDefinition', 'plan', { library: [`${home}/Library/Logic|1`], action })
const asks = (expression: string) => ({ kind: 'applicability', expression: { language: 'text/cql', expression } })

const first = { linkId: 'first', type: 'choice', text: 'First?', answerOption: options }
const second = { linkId: 'second', type: 'integer', text: 'Second?' }
const isOne = { question: 'second', operator: '=', answerInteger: 1 }

const translated = 'http://hl7.org/fhir/StructureDefinition/translation'
const said = (valueString: string) => ({ url: 'content', valueString })
const into = (valueCode: string, words: string) => ({
  url: translated,
  extension: [{ url: 'lang', valueCode }, said(words)],
})

/** Each fault beside its twin: the same thing without the fault. */
const twins: readonly {
  readonly fault: string
  readonly bad: readonly Artefact[]
  readonly good: readonly Artefact[]
  readonly said: string
}[] = [
  {
    fault: 'an empty list',
    bad: [form({ ...second, item: [] })],
    good: [form(second)],
    said: 'Questionnaire/form: item[0].item is empty',
  },
  {
    fault: 'an empty object',
    bad: [made('ValueSet', 'values', { compose: {} })],
    good: [made('ValueSet', 'values', {})],
    said: 'ValueSet/values: compose is empty',
  },
  {
    fault: 'an empty text',
    bad: [made('ValueSet', 'values', { title: '' })],
    good: [made('ValueSet', 'values', { title: 'Values' })],
    said: 'ValueSet/values: title is empty',
  },
  {
    fault: 'a null',
    bad: [made('ValueSet', 'values', { title: null })],
    good: [made('ValueSet', 'values', { title: 'Values' })],
    said: 'ValueSet/values: title is empty',
  },
  {
    fault: 'a text of blanks',
    bad: [made('ValueSet', 'values', { title: ' ' })],
    good: [made('ValueSet', 'values', { title: 'Values' })],
    said: 'ValueSet/values: title is blank',
  },
  {
    fault: 'one canonical address for two resources',
    bad: [made('ValueSet', 'values', {}), made('ValueSet', 'values', { title: 'Others' })],
    good: [made('ValueSet', 'values', {}), made('ValueSet', 'others', {})],
    said: 'ValueSet/values: url stands twice',
  },
  {
    fault: 'a question without words',
    bad: [form({ linkId: 'second', type: 'integer' })],
    good: [form(second)],
    said: 'Questionnaire/form: item second asks nothing',
  },
  {
    fault: 'a group without questions',
    bad: [form({ linkId: 'group', type: 'group' })],
    good: [form({ linkId: 'group', type: 'group', item: [second] })],
    said: 'Questionnaire/form: item group is a group of nothing',
  },
  {
    fault: 'two conditions of which it is not said whether both must hold',
    bad: [form(second, { ...second, linkId: 'third', enableWhen: [isOne, isOne] })],
    good: [form(second, { ...second, linkId: 'third', enableWhen: [isOne, isOne], enableBehavior: 'any' })],
    said: 'Questionnaire/form: item third does not say whether all or any must hold',
  },
  {
    fault: 'a question that waits for itself',
    bad: [form({ ...second, enableWhen: [isOne] })],
    good: [form(second, { ...second, linkId: 'third', enableWhen: [isOne] })],
    said: 'Questionnaire/form: item second waits for itself',
  },
  {
    fault: 'a question that waits for an answer of which it is not said whether there must be one',
    bad: [form(second, { ...second, linkId: 'third', enableWhen: [{ question: 'second', operator: 'exists' }] })],
    good: [
      form(second, {
        ...second,
        linkId: 'third',
        enableWhen: [{ question: 'second', operator: 'exists', answerBoolean: false }],
      }),
    ],
    said: 'Questionnaire/form: item third waits for an answer that it does not say',
  },
  {
    fault: 'one id for two actions',
    bad: [plan({ id: 'a' }, { id: 'a' }), logic],
    good: [plan({ id: 'a' }, { id: 'b' }), logic],
    said: 'PlanDefinition/plan: action a stands twice',
  },
  {
    fault: 'a condition without an expression',
    bad: [plan({ id: 'a', condition: [{ kind: 'applicability' }] }), logic],
    good: [plan({ id: 'a', condition: [asks('isDue')] }), logic],
    said: 'PlanDefinition/plan: action a has a condition or value without an expression',
  },
  {
    fault: 'a library whose ELM is of another version',
    bad: [{ ...logic, version: '2' }],
    good: [logic],
    said: 'Library/Logic: its ELM has the version 1',
  },
  {
    fault: 'one link id for two questions',
    bad: [form(second, { linkId: 'group', type: 'group', item: [second] })],
    good: [form(second, { linkId: 'group', type: 'group', item: [{ ...second, linkId: 'third' }] })],
    said: 'Questionnaire/form: linkId second stands twice',
  },
  {
    fault: 'a question that waits for one which is not asked',
    bad: [form({ ...second, enableWhen: [{ question: 'other', operator: 'exists', answerBoolean: true }] }), codes],
    good: [
      form(first, { ...second, enableWhen: [{ question: 'first', operator: 'exists', answerBoolean: true }] }),
      codes,
    ],
    said: 'Questionnaire/form: item second waits for other, which is not asked',
  },
  {
    fault: 'a question that waits for an answer which is not offered',
    bad: [
      form(first, { ...second, enableWhen: [{ question: 'first', operator: '=', answerCoding: coding('no') }] }),
      codes,
    ],
    good: [
      form(first, { ...second, enableWhen: [{ question: 'first', operator: '=', answerCoding: coding('yes') }] }),
      codes,
    ],
    said: 'Questionnaire/form: item second waits for no, which first does not offer',
  },
  {
    fault: 'a question that waits for an answer of another kind',
    bad: [
      form(second, {
        ...second,
        linkId: 'third',
        enableWhen: [{ question: 'second', operator: '=', answerBoolean: true }],
      }),
    ],
    good: [
      form(second, {
        ...second,
        linkId: 'third',
        enableWhen: [{ question: 'second', operator: '=', answerInteger: 1 }],
      }),
    ],
    said: 'Questionnaire/form: item third waits for an answer of another kind than second has',
  },
  {
    fault: 'a choice without options',
    bad: [form({ linkId: 'first', type: 'choice', text: 'First?' })],
    good: [form(first), codes],
    said: 'Questionnaire/form: item first is a choice without options',
  },
  {
    fault: 'an option whose code there is not',
    bad: [form({ ...first, answerOption: [{ valueCoding: coding('perhaps') }] }), codes],
    good: [form({ ...first, answerOption: [{ valueCoding: coding('never') }] }), codes],
    said: 'Questionnaire/form: item first has the code perhaps, which its system has not',
  },
  {
    fault: 'a unit where renderers fail on it',
    bad: [
      form({
        ...second,
        type: 'quantity',
        extension: [{ url: `${home}/questionnaire-unit`, valueCoding: { code: 'd' } }],
      }),
    ],
    good: [form({ ...second, extension: [{ url: `${home}/questionnaire-unit`, valueCoding: { code: 'd' } }] })],
    said: 'Questionnaire/form: item second has a unit and is no number',
  },
  ...[
    {
      fault: 'a translation that does not say its language',
      translations: [{ url: translated, extension: [said('Erste?')] }],
      says: 'text has a translation that does not say its language',
    },
    {
      fault: 'a translation without words',
      translations: [{ url: translated, extension: [{ url: 'lang', valueCode: 'de' }] }],
      says: 'text has a translation without words',
    },
    {
      fault: 'a text that is translated into a language twice',
      translations: [into('de', 'Erste?'), into('de', 'Die erste?')],
      says: 'text is translated into de twice',
    },
    {
      fault: 'a text that lacks a language which another text has',
      translations: [into('de', 'Erste?'), into('es', '¿Primera?')],
      says: 'answerOption[0].valueCoding.display is not translated into es',
    },
  ].map(({ fault, translations, says }) => {
    const answerOption = [
      { valueCoding: { ...coding('yes'), display: 'Yes', _display: { extension: [into('de', 'Ja')] } } },
    ]
    const of = (extension: readonly object[]) => [form({ ...first, answerOption, _text: { extension } }), codes]
    return {
      fault,
      bad: of(translations),
      good: of([into('de', 'Erste?')]),
      said: `Questionnaire/form: item[0].${says}`,
    }
  }),
  {
    fault: 'an action related to one that there is not',
    bad: [plan({ id: 'a', relatedAction: [{ actionId: 'b', relationship: 'before' }] }), logic],
    good: [plan({ id: 'a', relatedAction: [{ actionId: 'b', relationship: 'before' }] }, { id: 'b' }), logic],
    said: 'PlanDefinition/plan: action a is related to b, which there is not',
  },
  {
    fault: 'a condition by a name that the library does not define',
    bad: [plan({ id: 'a', condition: [asks('isNotDue')] }), logic],
    good: [plan({ id: 'a', condition: [asks('isDue')] }), logic],
    said: 'PlanDefinition/plan: action a asks for isNotDue, which its library does not define',
  },
  {
    fault: 'a value by a name that the library does not define',
    bad: [plan({ id: 'a', dynamicValue: [{ path: 'priority', expression: asks('how').expression }] }), logic],
    good: [plan({ id: 'a', dynamicValue: [{ path: 'priority', expression: asks('isDue').expression }] }), logic],
    said: 'PlanDefinition/plan: action a asks for how, which its library does not define',
  },
  {
    fault: 'a library that is not in the package',
    bad: [plan({ id: 'a' })],
    good: [plan({ id: 'a' }), logic],
    said: `PlanDefinition/plan: library ${home}/Library/Logic is not in the package`,
  },
  {
    fault: 'an activity that is not in the package',
    bad: [plan({ id: 'a', definitionCanonical: `${home}/ActivityDefinition/x|1` }), logic],
    good: [
      plan({ id: 'a', definitionCanonical: `${home}/ActivityDefinition/x|1` }),
      logic,
      made('ActivityDefinition', 'x', {}),
    ],
    said: `PlanDefinition/plan: definitionCanonical ${home}/ActivityDefinition/x is not in the package`,
  },
  {
    fault: 'a library whose ELM is of another',
    bad: [made('Library', 'Logic', { name: 'Other', content: logic.content })],
    good: [logic],
    said: 'Library/Logic: its ELM is of the library Logic',
  },
  {
    fault: 'a library without ELM',
    bad: [made('Library', 'Logic', { name: 'Logic', content: [{ contentType: 'text/cql', data: base64('x') }] })],
    good: [logic],
    said: 'Library/Logic: there is no ELM that can be read',
  },
  {
    fault: 'a code that stands twice',
    bad: [made('CodeSystem', 'codes', { concept: [{ code: 'yes', concept: [{ code: 'yes' }] }] })],
    good: [codes],
    said: 'CodeSystem/codes: code yes stands twice',
  },
]

describe('the lint of exported artefacts', () => {
  test.each(twins)('finds $fault, and passes its twin without it', ({ bad, good, said }) => {
    expect(lintArtefacts(bad)).toContain(said)
    expect(lintArtefacts(good)).toEqual([])
  })

  test('has a bad twin for everything that it can say', () => {
    const folder = new URL('.', import.meta.url)
    const files = readdirSync(folder).filter((name) => /^lint.*(?<!test)\.ts$/.test(name))
    expect(files.length).toBeGreaterThan(3)
    const code = files
      .map((name) => readFileSync(new URL(name, folder), 'utf8').replace(/^ ?\/?\*.*$/gm, ''))
      .join('\n')
    const messages = [...code.matchAll(/`([^`\n]* [^`\n]*)`/g)]
      .map(([, message = '']) => message)
      .filter((message) => /[a-z]+ [a-z]+/.test(message))
    expect(new Set(messages).size).toBeGreaterThan(20)
    const said = twins.map((twin) => twin.said.replace(/^\w+\/\w+: /, ''))
    const asPattern = (message: string) =>
      new RegExp(
        `^${message
          .split(/\$\{[^}]*\}/)
          .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
          .join('.+')}$`,
      )
    expect(messages.filter((message) => !said.some((line) => asPattern(message).test(line)))).toEqual([])
  })

  test.each([standard, source])('finds nothing in what is exported of the layer $layer', (protocol) => {
    expect(lintArtefacts(exportedOf(protocol))).toEqual([])
  })

  test('finds nothing under another base either, and nothing speaks of the usual one', () => {
    const moved = exportedOf(standard, home)
    expect(lintArtefacts(moved)).toEqual([])
    expect(JSON.stringify(moved)).not.toContain('plumbline.example')
  })
})

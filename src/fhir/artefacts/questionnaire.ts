import type { Extension, Questionnaire, QuestionnaireItem, QuestionnaireItemAnswerOption } from '@medplum/fhirtypes'
import { walk } from '../../language/condition.ts'
import type { FindingDefinition } from '../../language/finding.ts'
import type { Protocol } from '../../language/protocol.ts'
import { birthSexExtension, systems as others } from '../systems.ts'
import { enabledWhen } from './enable-when.ts'
import { isCounted, sharedAnswers } from './names.ts'
import { otherCodesOf } from './other-codes.ts'
import { noticesOf, offeredCoding, type Said, saidBy, textMember, valueSaid } from './patient-words.ts'
import { heading, type Setting } from './setting.ts'

/** Who answers a form. */
export type Asked = 'clinician' | 'patient'

const SDC = 'http://hl7.org/fhir/uv/sdc/StructureDefinition'
const CORE = 'http://hl7.org/fhir/StructureDefinition'

/**
 * The form of the protocol's findings as an SDC Questionnaire. A link id is the id of its finding; "not known" is an
 * answer, beside which no answer means the same; a question hidden by `enableWhen` stays not known.
 *
 * @example formOf(setting, 'clinician').item[0].item[0].linkId // 'urinaryIncontinence': what cannot wait is asked first
 */
export function formOf(setting: Setting, asked: Asked): Questionnaire {
  const { protocol, ids } = setting
  const id = asked === 'clinician' ? ids.clinicianForm : ids.patientForm
  const questions = protocol.findings.filter((finding) => isAsked(finding, asked))
  const groups = [...new Set(questions.map(({ group }) => group))].map((name) => ({
    name,
    questions: questions.filter(({ group }) => group === name),
  }))
  // What cannot wait comes first, as in the app.
  const alone = (group: (typeof groups)[number]) => Number(group.questions.some(({ askedAlone }) => askedAlone))
  groups.sort((a, b) => alone(b) - alone(a))
  const shared = { subjectType: ['Patient' as const], extension: [launchedWithPatient] }
  if (asked === 'patient') {
    const title = saidBy(setting.texts, (text) => text.title, 'Back pain: your answers before the visit')
    return {
      ...heading(setting, 'Questionnaire', id, title.text),
      ...textMember('title', title),
      ...(setting.texts[0] ? { language: setting.texts[0].language } : {}),
      description:
        'What a patient can answer before the visit. No answer is a finding until a clinician has confirmed it.',
      ...shared,
      item: [
        ...noticesOf(setting.texts),
        {
          linkId: 'group.questions',
          type: 'group',
          ...textMember('text', title),
          item: groups.flatMap((group) => group.questions.flatMap((finding) => itemsOf(finding, asked, setting))),
        },
      ],
    }
  }
  return {
    ...heading(setting, 'Questionnaire', id, 'Back pain: findings'),
    description: 'The findings that the protocol asks for. A question without an answer is not known, never absent.',
    ...shared,
    item: groups.map((group) => ({
      linkId: `group.${slug(group.name)}`,
      type: 'group' as const,
      text: group.name,
      item: group.questions.flatMap((finding) => itemsOf(finding, asked, setting)),
    })),
  }
}

/** What is said of a finding; to clinicians in the protocol's words, to patients in theirs. */
function wordsOf(finding: FindingDefinition, asked: Asked, { texts }: Setting) {
  const own = asked === 'clinician' ? [] : texts
  const question = asked === 'clinician' ? finding.question : (finding.patientQuestion ?? finding.question)
  return {
    question: saidBy(own, (text) => text.questions[finding.id]?.question, question),
    why: saidBy(own, (text) => text.questions[finding.id]?.why, finding.why),
    noValue: saidBy(own, (text) => (finding.kind === 'date' ? text.noDay : text.noNumber), `${question}: no value`),
    value: (code: string, label: string) => valueSaid(own, finding, code, label),
  }
}

const isAsked = (finding: FindingDefinition, asked: Asked): boolean =>
  !isCounted(finding) && (asked === 'clinician' || finding.patientQuestion !== undefined)

const slug = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, '-')

const launchedWithPatient: Extension = {
  url: `${SDC}/sdc-questionnaire-launchContext`,
  extension: [
    {
      url: 'name',
      valueCoding: {
        system: 'http://hl7.org/fhir/uv/sdc/CodeSystem/launchContext',
        code: 'patient',
        display: 'Patient',
      },
    },
    { url: 'type', valueCode: 'Patient' },
  ],
}

function itemsOf(finding: FindingDefinition, asked: Asked, setting: Setting): QuestionnaireItem[] {
  const { protocol, systems } = setting
  const words = wordsOf(finding, asked, setting)
  const offered = new Set(protocol.findings.filter((each) => isAsked(each, asked)).map(({ id }) => id))
  const shown = enabledWhen(finding.appliesWhen, setting, offered)
  const item: QuestionnaireItem = {
    linkId: finding.id,
    type: typeOf(finding),
    ...textMember('text', words.question),
    code: [
      { system: systems.findings, code: finding.id, display: finding.label },
      ...otherCodesOf(finding.id).filter(({ narrower }) => narrower === undefined),
    ],
    ...shown,
    ...listed('extension', [
      ...controlOf(finding),
      ...rangeOf(finding),
      ...linkOf(finding, protocol),
      ...initialOf(finding, setting),
    ]),
    ...listed('answerOption', optionsOf(finding, asked, setting)),
    item: [helpOf(finding, words.why)],
  }
  return typeOf(finding) === 'choice' ? [item] : [item, silenceOf(finding, asked, setting)]
}

/** A member that is left out rather than empty. */
const listed = <Name extends string, Item>(name: Name, list: readonly Item[]) =>
  (list.length > 0 ? { [name]: [...list] } : {}) as { [Key in Name]?: Item[] }

function typeOf(finding: FindingDefinition): 'choice' | 'date' | 'integer' | 'decimal' {
  if (finding.kind === 'quantity') return finding.decimals === 0 ? 'integer' : 'decimal'
  return finding.kind === 'date' ? 'date' : 'choice'
}

function optionsOf(finding: FindingDefinition, asked: Asked, setting: Setting): QuestionnaireItemAnswerOption[] {
  if (finding.kind !== 'sign' && finding.kind !== 'choice') return []
  const values =
    finding.kind === 'choice'
      ? finding.values.map(({ id, label }) => ({ code: id, display: label }))
      : sharedAnswers.filter(({ code }) => code === 'present' || code === 'absent')
  return optionsFor([...values, ...silences(finding, asked)], finding, asked, setting)
}

function optionsFor(
  values: readonly { readonly code: string; readonly display: string }[],
  finding: FindingDefinition,
  asked: Asked,
  setting: Setting,
): QuestionnaireItemAnswerOption[] {
  const words = wordsOf(finding, asked, setting)
  return values.map(({ code, display }) => ({
    valueCoding: offeredCoding(setting.systems.values, code, words.value(code, display)),
  }))
}

/**
 * What may be said instead of a value: a symptom is not known; a test may not have been done, too. Of patients only what they
 * measure themselves can be not done; how bad the pain is cannot.
 */
const silences = (finding: FindingDefinition, asked: Asked) => {
  const isMeasured = finding.kind === 'quantity' && finding.unit !== '{score}'
  const mayBeNotDone = finding.unrecorded === 'notDone' && (asked === 'clinician' || isMeasured)
  return sharedAnswers.filter(({ code }) => code === 'notKnown' || (code === 'notDone' && mayBeNotDone))
}

/** A number and a date have no room for "not known": it is asked beside them while they are empty. */
function silenceOf(finding: FindingDefinition, asked: Asked, setting: Setting): QuestionnaireItem {
  return {
    linkId: `${finding.id}.silence`,
    type: 'choice',
    ...textMember('text', wordsOf(finding, asked, setting).noValue),
    extension: [radio],
    enableWhen: [{ question: finding.id, operator: 'exists', answerBoolean: false }],
    answerOption: optionsFor(silences(finding, asked), finding, asked, setting),
  }
}

const control = (code: string, display: string): Extension => ({
  url: `${CORE}/questionnaire-itemControl`,
  valueCodeableConcept: { coding: [{ system: 'http://hl7.org/fhir/questionnaire-item-control', code, display }] },
})
const radio = control('radio-button', 'Radio Button')

const controlOf = (finding: FindingDefinition): Extension[] => (typeOf(finding) === 'choice' ? [radio] : [])

const helpOf = ({ id }: FindingDefinition, why: Said): QuestionnaireItem => ({
  linkId: `${id}.why`,
  type: 'display',
  ...textMember('text', why),
  extension: [control('help', 'Help-Button')],
})

/** The unit, which renderers take on a number only, and the range that is believed. */
function rangeOf(finding: FindingDefinition): Extension[] {
  if (finding.kind !== 'quantity') return []
  const { unit, minimum, maximum, decimals } = finding
  const bound = (url: string, value: number): Extension =>
    decimals === 0 ? { url, valueInteger: value } : { url, valueDecimal: value }
  return [
    { url: `${CORE}/questionnaire-unit`, valueCoding: { system: others.ucum, code: unit, display: unit } },
    bound(`${CORE}/minValue`, minimum),
    bound(`${CORE}/maxValue`, maximum),
    ...(decimals > 0 ? [{ url: `${CORE}/maxDecimalPlaces`, valueInteger: decimals }] : []),
  ]
}

/** A result that is current for a time is looked for in the record that far back. */
function linkOf(finding: FindingDefinition, { conditions, decisions, parameters }: Protocol): Extension[] {
  const days = new Set<string>()
  for (const { when } of [
    ...conditions.flatMap((each) => each.definitions),
    ...decisions.flatMap((each) => each.rules),
  ])
    walk(when, (part) => {
      if (part.op === 'within' && part.finding === finding.id) days.add(part.days)
    })
  const longest = Math.max(0, ...parameters.filter(({ id }) => days.has(id)).map(({ value }) => value))
  if (longest === 0) return []
  const valueDuration = { value: longest, unit: 'days', system: others.ucum, code: 'd' }
  return [{ url: `${SDC}/sdc-questionnaire-observationLinkPeriod`, valueDuration }]
}

/** Sex at birth is not the administrative gender; a record that keeps the one apart is asked first. */
const BIRTH_SEX = `%patient.extension('${birthSexExtension}').value`
const TODAY = 'today().toString()'
const BORN = '%patient.birthDate.toString()'
const SEX = `iif(${BIRTH_SEX}.exists(), iif(${BIRTH_SEX} = 'F', 'female', iif(${BIRTH_SEX} = 'M', 'male', {})), %patient.gender)`

/**
 * What the patient's own record fills in, for the clinician to confirm. A choice takes a Coding of its own list: LHC-Forms
 * leaves a code by itself aside. FHIRPath has no literal for one; `%factory` is what the engines of both renderers have.
 */
const initialFor = (id: string, answers: string): string | undefined => {
  const coding = (code: string) => `%factory.Coding('${answers}', '${code}')`
  switch (id) {
    case 'birthDate':
      return '%patient.birthDate'
    case 'ageYears':
      return `iif(${BORN}.length() = 10, ${TODAY}.substring(0, 4).toInteger() - ${BORN}.substring(0, 4).toInteger() - iif(${TODAY}.substring(5, 5) < ${BORN}.substring(5, 5), 1, 0), {})`
    case 'sexAtBirth':
      return `iif(${SEX} = 'female', ${coding('female')}, iif(${SEX} = 'male', ${coding('male')}, {}))`
    default:
      return undefined
  }
}

function initialOf({ id }: FindingDefinition, { systems }: Setting): Extension[] {
  const expression = initialFor(id, systems.values)
  if (expression === undefined) return []
  return [
    {
      url: `${SDC}/sdc-questionnaire-initialExpression`,
      valueExpression: { language: 'text/fhirpath', expression },
    },
  ]
}

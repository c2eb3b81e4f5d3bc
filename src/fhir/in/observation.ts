import type { FindingDefinition } from '../../language/finding.ts'
import { converted } from '../../language/measure.ts'
import { answerCodes, type QuantityCodes, quantityCodes, unitSpellings } from '../codes/observations.ts'
import {
  type Coding,
  codingsOf,
  conceptText,
  type JsonObject,
  objectAt,
  objectsAt,
  statusCode,
  textAt,
} from '../json.ts'
import { own, systems } from '../systems.ts'
import { type Context, provenanceOf } from './context.ts'
import { dayAt, type RecordedDay, readDay } from './day.ts'
import { dated, leaveOut, type Provenance, type Reason } from './ledger.ts'
import { conditionMatches } from './match.ts'
import { propose } from './propose.ts'
import type { ReceivedResource } from './resources.ts'

const FINAL = ['final', 'amended', 'corrected']
const R4_STATUSES = ['registered', 'preliminary', ...FINAL, 'cancelled', 'entered-in-error', 'unknown']

const byLoinc = new Map(quantityCodes.flatMap((row) => row.loinc.map((code) => [code, row] as const)))
const answersByLoinc = new Map(answerCodes.flatMap((row) => row.loinc.map((code) => [code, row] as const)))

/** A value that was understood, or why it was not. */
export type ReadValue = { readonly value: string | number } | { readonly not: Reason }

/**
 * Reads an Observation: a result by its LOINC code and UCUM unit, a sign by its code with the value true or false, or a
 * finding under our own code. Only what is final counts.
 *
 * @example readObservation(received, context) // context.ledger.candidates: [{ finding: 'esrMmPerHour', value: 48, … }]
 */
export function readObservation(received: ReceivedResource, context: Context): void {
  const { resource } = received
  const codings = codingsOf(objectAt(resource, 'code'))
  const reads = readsOf(resource, codings, context)
  if (reads.length === 0) return
  const day = dayAt(resource, 'effective', context.dayOf) ?? readDay(textAt(resource, 'issued'), context.dayOf)
  const status = textAt(resource, 'status')
  const says = conceptText(objectAt(resource, 'code'))
  const base = dated(
    {
      ...provenanceOf(received),
      ...(status === undefined ? {} : { status }),
      ...(says === undefined ? {} : { says }),
    },
    day,
    'effective',
  )
  // A focus is somebody or something else than the subject: an unborn child, a relative, a device.
  const another: Reason | undefined = objectsAt(resource, 'focus').length > 0 ? 'aboutAnother' : undefined
  for (const { finding, coding, read } of reads) {
    const provenance = { ...base, code: coding }
    const not = another ?? notFinal(status) ?? ('not' in read ? read.not : undefined)
    if (not !== undefined) leaveOut(context.ledger, provenance, not, { finding })
    else if ('value' in read) take(finding, read.value, day, provenance, resource, context)
  }
}

function take(
  finding: string,
  value: string | number,
  day: RecordedDay | undefined,
  provenance: Provenance,
  resource: JsonObject,
  context: Context,
): void {
  const performers = objectsAt(resource, 'performer').map((each) => textAt(each, 'reference') ?? '')
  if (performers.length > 0 && performers.every((reference) => /(^|\/)(Patient|RelatedPerson)\//.test(reference))) {
    const observedOn = day && day.from <= context.asOf ? { observedOn: day.from } : {}
    context.ledger.toConfirm.push({ ...provenance, finding, value, ...observedOn })
    leaveOut(context.ledger, provenance, 'byThePatient', { finding, value, ...observedOn })
    return
  }
  propose(finding, value, value === 'absent' ? 'takenAsAbsent' : 'taken', day, provenance, context)
}

function notFinal(status: string | undefined): Reason | undefined {
  if (status !== undefined && FINAL.includes(status)) return undefined
  if (status === 'entered-in-error') return 'enteredInError'
  return status !== undefined && R4_STATUSES.includes(status) ? 'statusNotFinal' : 'statusNotUnderstood'
}

interface Read {
  readonly finding: string
  readonly coding: Coding
  readonly read: ReadValue
}

/** Each finding that the Observation's code asks for, with the value it gives; our own code speaks before any other. */
function readsOf(resource: JsonObject, codings: readonly Coding[], context: Context): readonly Read[] {
  const ours = codings.find(({ system }) => system === own.findings)
  const definition = ours && context.findings.get(ours.code)
  if (ours && definition) return [{ finding: ours.code, coding: ours, read: ownValue(definition, resource) }]
  for (const coding of codings) {
    if (coding.system !== systems.loinc) continue
    const quantity = byLoinc.get(coding.code)
    if (quantity) return quantityReads(quantity, coding, resource, context)
    const answers = answersByLoinc.get(coding.code)
    if (answers && context.findings.has(answers.finding))
      return [{ finding: answers.finding, coding, read: answerValue(answers.answers, resource) }]
  }
  return signReads(resource, codings, context)
}

/** A sign by the code of a diagnosis: true is present, false is absent where the code means the whole finding. */
function signReads(resource: JsonObject, codings: readonly Coding[], context: Context): readonly Read[] {
  const reads: Read[] = []
  for (const { row, coding } of conditionMatches(codings))
    for (const { finding, value, whole } of row.means ?? []) {
      if (!context.findings.has(finding) || reads.some((each) => each.finding === finding)) continue
      const said = yesOrNo(resource)
      const read: ReadValue =
        said === true
          ? { value }
          : said === false
            ? whole
              ? { value: 'absent' }
              : { not: 'refutesNarrower' }
            : { not: hasValue(resource) ? 'valueNotUnderstood' : 'noValue' }
      reads.push({ finding, coding, read })
    }
  return reads
}

function yesOrNo(resource: JsonObject): boolean | undefined {
  if (typeof resource.valueBoolean === 'boolean') return resource.valueBoolean
  const value = codingsOf(objectAt(resource, 'valueCodeableConcept')).find(({ system }) => system === own.values)?.code
  return value === 'present' ? true : value === 'absent' ? false : undefined
}

function hasValue(resource: JsonObject): boolean {
  return Object.keys(resource).some((member) => member.startsWith('value'))
}

function answerValue(answers: Readonly<Record<string, string>>, resource: JsonObject): ReadValue {
  const codes = codingsOf(objectAt(resource, 'valueCodeableConcept')).filter(({ system }) => system === systems.snomed)
  for (const { code } of codes) {
    const value = Object.hasOwn(answers, code) ? answers[code] : undefined
    if (value !== undefined) return { value }
  }
  return { not: hasValue(resource) ? 'valueNotUnderstood' : 'noValue' }
}

function quantityReads(
  { finding, upperLimit }: QuantityCodes,
  coding: Coding,
  resource: JsonObject,
  { findings }: Context,
): readonly Read[] {
  const definition = findings.get(finding)
  if (definition?.kind !== 'quantity') return []
  const read = quantityValue(definition, objectAt(resource, 'valueQuantity'))
  const limit = upperLimit === undefined ? undefined : findings.get(upperLimit)
  // A limit says nothing without its result.
  if (limit?.kind !== 'quantity' || 'not' in read || objectsAt(resource, 'referenceRange').length === 0)
    return [{ finding, coding, read }]
  return [
    { finding, coding, read },
    { finding: limit.id, coding, read: limitValue(limit, objectsAt(resource, 'referenceRange')) },
  ]
}

/** The upper limit of the one range that is meant for this patient; several that differ leave it open. */
function limitValue(
  definition: Extract<FindingDefinition, { readonly kind: 'quantity' }>,
  ranges: readonly JsonObject[],
): ReadValue {
  const normal = ranges.filter((range) => {
    const type = statusCode(objectAt(range, 'type'))
    return type === undefined || type === 'normal'
  })
  const limits = normal.map((range) => quantityValue(definition, objectAt(range, 'high')))
  const [first] = limits
  const isOne = limits.every((each) => 'value' in each && first && 'value' in first && each.value === first.value)
  return first && 'value' in first && isOne ? first : { not: 'limitUnclear' }
}

/**
 * A quantity in the unit and with the decimals of its finding.
 *
 * @example quantityValue(temperature, { value: 100.4, system: 'http://unitsofmeasure.org', code: '[degF]' }) // { value: 38 }
 */
export function quantityValue(
  definition: Extract<FindingDefinition, { readonly kind: 'quantity' }>,
  quantity: JsonObject | undefined,
): ReadValue {
  const amount = quantity?.value
  if (quantity === undefined || typeof amount !== 'number' || !Number.isFinite(amount)) return { not: 'noValue' }
  if (quantity.comparator !== undefined) return { not: 'onlyABound' }
  const unit = unitOf(quantity)
  const value = unit === undefined ? undefined : converted(amount, unit, definition)
  if (value === undefined) return { not: 'unitNotUnderstood' }
  return value < definition.minimum || value > definition.maximum ? { not: 'outOfRange' } : { value }
}

/** The UCUM code; the unit in words counts only where there is none. */
function unitOf(quantity: JsonObject): string | undefined {
  const code = textAt(quantity, 'code')
  const system = textAt(quantity, 'system')
  if (code !== undefined) return system === undefined || system === systems.ucum ? code : undefined
  const unit = textAt(quantity, 'unit')
  return unit !== undefined && Object.hasOwn(unitSpellings, unit) ? unitSpellings[unit] : undefined
}

/**
 * The value of a finding that stands under our own code: as this program writes it.
 *
 * @example ownValue(fever, { valueBoolean: false }) // { value: 'absent' }
 */
export function ownValue(definition: FindingDefinition, resource: JsonObject): ReadValue {
  const coded = codingsOf(objectAt(resource, 'valueCodeableConcept')).find(({ system }) => system === own.values)?.code
  // As this program writes what is not known: a value that is absent because nobody knows it.
  const isUnknown = !hasValue(resource) && statusCode(objectAt(resource, 'dataAbsentReason')) === 'unknown'
  if (coded === 'notKnown' || isUnknown) return { value: 'notKnown' }
  if (definition.kind === 'sign') {
    const said = yesOrNo(resource)
    if (said !== undefined) return { value: said ? 'present' : 'absent' }
  } else if (definition.kind === 'choice') {
    if (coded !== undefined && definition.values.some(({ id }) => id === coded)) return { value: coded }
  } else if (definition.kind === 'date') {
    const day = readDay(textAt(resource, 'valueDateTime') ?? textAt(resource, 'valueDate'))
    if (day && day.from === day.to) return { value: day.from }
  } else if (!definition.elapsed?.only) {
    const number = resource.valueInteger ?? resource.valueDecimal
    const quantity = objectAt(resource, 'valueQuantity')
    return quantityValue(definition, quantity ?? { value: number, code: definition.unit })
  }
  return { not: hasValue(resource) ? 'valueNotUnderstood' : 'noValue' }
}

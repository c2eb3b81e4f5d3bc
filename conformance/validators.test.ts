import type { Resource } from '@medplum/fhirtypes'
import { describe, expect, test } from 'vitest'
import { alsoInside, decidedCases, decisionBundles, demoBundles, type Exported, packageResources } from './exported.ts'
import { isError, validators } from './validators.ts'
import { report } from './versions.ts'

const packaged = packageResources()
const decided = decisionBundles()
const recorded = await demoBundles()

/** A resource of the export, with a fault. */
function planted(from: string, change: (resource: Record<string, unknown>) => void): Resource {
  const found = [...packaged, ...decided.flatMap(alsoInside)].find((each) => each.from.includes(from))
  if (!found) throw new Error(`nothing is exported from ${from}`)
  const copy = structuredClone(found.resource) as unknown as Record<string, unknown>
  change(copy)
  return copy as unknown as Resource
}

const faults: readonly { readonly fault: string; readonly resource: Resource; readonly foundBy: readonly string[] }[] =
  [
    {
      fault: 'a form without a status',
      resource: planted('Questionnaire/back-pain-clinician', (each) => delete each.status),
      foundBy: ['@medplum/core', 'fhir'],
    },
    {
      fault: 'a member that FHIR does not have',
      resource: planted('PlanDefinition/back-pain-standard', (each) => Object.assign(each, { urgency: 'high' })),
      foundBy: ['@medplum/core', 'fhir'],
    },
    {
      fault: 'a status that is no code of its list',
      resource: planted('ServiceRequest/', (each) => Object.assign(each, { status: 'proposed' })),
      foundBy: ['fhir'],
    },
    {
      fault: 'a question that is a group and has choices (an invariant)',
      resource: planted('Questionnaire/back-pain-clinician', (each) => {
        const [group] = each.item as Record<string, unknown>[]
        Object.assign(group ?? {}, { answerOption: [{ valueString: 'yes' }] })
      }),
      foundBy: ['@medplum/core'],
    },
    {
      fault: 'a number written as text',
      resource: planted('Observation/', (each) => {
        delete each.valueBoolean
        delete each.valueCodeableConcept
        delete each.valueQuantity
        Object.assign(each, { valueInteger: '12' })
      }),
      foundBy: ['@medplum/core'],
    },
  ]

describe.each(validators)('$name', (validator) => {
  test.each([
    { what: 'the package of both layers', exported: packaged, atLeast: 80 },
    { what: 'the decision of every case of cases/', exported: decided, atLeast: 2 * decidedCases().length },
    { what: 'everything recorded of each demo patient', exported: recorded, atLeast: 10 },
  ])('finds no error in $what', { timeout: 300_000 }, ({ what, exported, atLeast }) => {
    expect(exported.length).toBeGreaterThanOrEqual(atLeast)
    const all = exported.flatMap(alsoInside)
    const { errors, others } = remarksOf(all, validator)
    const other = [...others.values()].reduce((sum, count) => sum + count, 0)
    report(
      `${validator.name}: ${what}: ${exported.length} files, ${all.length} resources, ${errors.length} errors, ${other} warnings and notes`,
    )
    for (const [kind, count] of others) report(`  ${count} × ${kind}`)
    expect(errors.slice(0, 10)).toEqual([])
  })

  test('finds faults that are planted into what is exported', () => {
    const due = faults.filter(({ foundBy }) => foundBy.some((name) => validator.name.startsWith(`${name} `)))
    expect(due.length).toBeGreaterThan(2)
    const missed = due.filter(({ resource }) => !validator.validate(resource).some(isError))
    expect(missed.map(({ fault }) => fault)).toEqual([])
  })
})

/** The errors of a validator, with where each is; and its other remarks by kind, with how many there are. */
function remarksOf(exported: readonly Exported[], validator: (typeof validators)[number]) {
  const others = new Map<string, number>()
  const errors = exported.flatMap(({ from, resource }) => {
    const remarks = validator.validate(resource)
    for (const { severity, text } of remarks.filter((each) => !isError(each))) {
      const kind = `${severity}: ${kindOf(text)}`
      others.set(kind, (others.get(kind) ?? 0) + 1)
    }
    return remarks.filter(isError).map(({ text }) => ({ from, text }))
  })
  return { errors, others }
}

/** A remark without where it is and which id or code it is about. */
const kindOf = (text: string): string =>
  text
    .replace(/, expected .*/, '')
    .replace(/ \([^()]*\)$/, '')
    .replace(/Code ".*" \(.*\) not/, 'Code … not')
    .replace(/urn:uuid:[0-9a-f-]+/, 'urn:uuid:…')

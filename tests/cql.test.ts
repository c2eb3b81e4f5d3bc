import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bundle, Observation, Patient, PlanDefinition, PlanDefinitionAction } from '@medplum/fhirtypes'
import { describe, expect, test } from 'vitest'
import { elmOf } from '../scripts/elm.mjs'
import { answer } from '../src/evaluate/answer.ts'
import { because } from '../src/evaluate/explain.ts'
import { generateCase, seededChance } from '../src/evaluate/generate-cases.ts'
import { readFindings } from '../src/evaluate/read-findings.ts'
import { situate } from '../src/evaluate/situation.ts'
import { read, truthOf } from '../src/evaluate/truth.ts'
import { findingsBundle } from '../src/fhir/artefacts/findings-bundle.ts'
import { defaultBase } from '../src/fhir/artefacts/names.ts'
import { findingObservations } from '../src/fhir/out/findings.ts'
import type { Whose } from '../src/fhir/out/whose.ts'
import { birthSexExtension } from '../src/fhir/systems.ts'
import type { Protocol } from '../src/language/protocol.ts'
import { source, standard } from '../src/protocol/protocol.ts'
import { exportedOf } from '../src/service/fhir/exported.ts'
import { fencedBlocks } from './architecture/documents.ts'
import { clinicalCases, root } from './engines/clinical-case.ts'
import { type CqlCase, cqlEngine, runBundles, runCql } from './engines/cql.ts'
import { disagreements } from './engines/driver.ts'
import { interpreter } from './engines/interpreter.ts'

const asOf = '2026-03-15'
/** Thousands of patients on a machine that may have other work. */
const unhurried = 600_000

/** What the rules say of a case by Kleene's logic alone, in the form of the CQL's answers. */
function byRules(protocol: Protocol, { findings, asOf: day }: CqlCase) {
  const reading = read(protocol, situate(protocol, findings, day))
  const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id)
  const answers = protocol.decisions.map((decision) => {
    const { outcome, atLeast, atMost, rules, open } = answer(decision, reading)
    const statements = [...because(rules, reading).statements].sort()
    return { decision: decision.id, outcome, atLeast, atMost, rules: ids(rules), open: ids(open), statements }
  })
  const flags = (shows: string) =>
    protocol.conditions
      .filter((condition) => condition.shows === shows)
      .flatMap(({ definitions }) => ids(definitions.filter(({ when }) => truthOf(when, reading) === true)))
  return { answers, redFlags: flags('red flag'), features: flags('feature'), notes: flags('note') }
}

function generated(protocol: Protocol, count: number, seed: number): readonly CqlCase[] {
  const chance = seededChance(seed)
  return Array.from({ length: count }, () => ({ findings: generateCase(protocol, chance, asOf), asOf }))
}

describe('the exported CQL, run by cql-execution over FHIR bundles', () => {
  test('gives every clinical case the decision of the interpreter', { timeout: unhurried }, async () => {
    expect(await disagreements(interpreter, cqlEngine, clinicalCases())).toEqual([])
  })

  test.each([
    { protocol: standard, count: 1500, seed: 11 },
    { protocol: source, count: 500, seed: 12 },
  ])(
    'answers $count generated cases of the layer $protocol.layer as the rules do, in three values',
    { timeout: unhurried },
    async ({ protocol, count, seed }) => {
      const cases = generated(protocol, count, seed)
      const results = await runCql(protocol, cases)
      const faults = cases.flatMap((each, index) => {
        const { answers = [], redFlags = [], features = [], notes = [] } = results[index] ?? {}
        const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id)
        const got = {
          answers: answers.map((line) => ({ ...line, statements: [...line.statements].sort() })),
          redFlags: ids(redFlags),
          features: ids(features),
          notes: ids(notes),
        }
        const expected = byRules(protocol, each)
        return JSON.stringify(got) === JSON.stringify(expected) ? [] : [{ index, got, expected }]
      })
      expect(faults.slice(0, 1)).toEqual([])
      expect(results).toHaveLength(count)
    },
  )

  test('finds what cannot be in a record', async () => {
    const findings = { saddleNumbness: { value: 'present' }, numbnessOrSensoryLoss: { value: 'absent' } }
    const [result] = await runCql(standard, [{ findings, asOf }])
    expect(result?.contradictions).toEqual(['saddle numbness is present while numbness is absent'])
  })
})

describe('the exported plan', () => {
  const actionsIn = (actions: readonly PlanDefinitionAction[]): readonly PlanDefinitionAction[] =>
    actions.flatMap((action) => [action, ...actionsIn(action.action ?? [])])

  test('applies to every clinical case exactly the actions that the rules give', { timeout: unhurried }, async () => {
    const plan = exportedOf(standard).find(({ resourceType }) => resourceType === 'PlanDefinition')
    const actions = actionsIn((plan as unknown as PlanDefinition).action ?? []).filter(({ condition }) => condition)
    const cases = clinicalCases().flatMap(({ layer, findings, asOf: day }) => {
      const known = readFindings(standard, findings, day)
      return layer === 'standard' && known.ok ? [{ findings: known.findings, asOf: day }] : []
    })
    const results = await runCql(standard, cases)
    for (const [index, each] of cases.entries()) {
      const applied = actions.filter(({ condition }) =>
        condition?.every(({ expression }) => results[index]?.values[expression?.expression ?? ''] === true),
      )
      const reading = read(standard, situate(standard, each.findings, each.asOf))
      const expected = standard.decisions.flatMap((decision) => {
        const { outcome } = answer(decision, reading)
        return decision.outcomes.find(({ id }) => id === outcome)?.stance ? [`${decision.id}.${outcome}`] : []
      })
      expect(applied.map(({ id }) => id)).toEqual(expected)
    }
    expect(cases.length).toBeGreaterThan(50)
  })
})

/** A patient in whom one Observation is not as the others. */
function bundleWith(findings: CqlCase['findings'], change: (observation: Observation) => Observation): Bundle {
  const bundle = findingsBundle(standard, findings, { patient: 'p', asOf, base: defaultBase })
  const entry = (bundle.entry ?? []).map(({ resource }) =>
    resource?.resourceType === 'Observation' ? { resource: change(resource) } : { ...(resource ? { resource } : {}) },
  )
  return { ...bundle, entry }
}

async function valueIn(name: string, ...bundles: readonly Bundle[]): Promise<unknown> {
  const entry = bundles.flatMap((bundle, index) => (bundle.entry ?? []).slice(index === 0 ? 0 : 1))
  return (await runBundles(standard, [{ resourceType: 'Bundle', type: 'collection', entry }], asOf)).p?.[name]
}

const fever = { fever: { value: 'present' } }
const esr = { esrMmPerHour: { value: 40 } }

describe('what a record says in an unexpected way is not known, and is never absent', () => {
  test.each([
    ['entered in error', fever, (each: Observation) => ({ ...each, status: 'entered-in-error' as const })],
    ['preliminary', fever, (each: Observation) => ({ ...each, status: 'preliminary' as const })],
    ['dated after the day', fever, (each: Observation) => ({ ...each, effectiveDateTime: '2026-03-16' })],
    ['of a year only', fever, (each: Observation) => ({ ...each, effectiveDateTime: '2026' })],
    [
      'a sign with a number for its value',
      fever,
      ({ valueBoolean: _, ...each }: Observation) => ({ ...each, valueInteger: 1 }),
    ],
    [
      'a code of another system',
      fever,
      (each: Observation) => ({ ...each, code: { coding: [{ system: 'http://example.org', code: 'fever' }] } }),
    ],
  ])('%s', async (_, findings, change) => {
    expect(await valueIn('Done fever', bundleWith(findings, change))).toBeNull()
    expect(await valueIn('Condition feverish', bundleWith(findings, change))).toBeNull()
  })

  test.each([
    ['in another unit', { value: 40, system: 'http://unitsofmeasure.org', code: 'mm' }],
    ['beyond what can be', { value: 400, system: 'http://unitsofmeasure.org', code: 'mm/h' }],
  ])('a number %s', async (_, valueQuantity) => {
    expect(
      await valueIn(
        'Done esrMmPerHour',
        bundleWith(esr, (each) => ({ ...each, valueQuantity })),
      ),
    ).toBeNull()
  })

  test('a code that is none of the choices', async () => {
    const coding = [{ system: `${defaultBase}/CodeSystem/finding-values`, code: 'unheardOf' }]
    const bundle = bundleWith({ xray: { value: 'normal' } }, (each) => ({ ...each, valueCodeableConcept: { coding } }))
    expect(await valueIn('Done xray', bundle)).toBeNull()
  })
})

describe('what a record says is read as it was meant', () => {
  test('today counts where no day is given, as it is when somebody else applies the plan', async () => {
    const { p = {} } = await runBundles(standard, [bundleWith(fever, (each) => each)], undefined)
    expect(String(p['As of'])).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    // The fever is of a day that lies behind any on which this runs.
    expect(p.Recorded).toHaveLength(1)
    expect(p['Done fever']).toBe(true)
  })

  test('the newest counts, wherever it stands', async () => {
    const older = bundleWith({ fever: { value: 'absent', observedOn: '2026-02-01' } }, (each) => ({
      ...each,
      id: 'older',
    }))
    const newer = bundleWith(fever, (each) => ({ ...each, id: 'newer' }))
    expect(await valueIn('Condition feverish', older, newer)).toBe(true)
    expect(await valueIn('Condition feverish', newer, older)).toBe(true)
  })

  test('a time of day and a period are dates, too', async () => {
    const timed = bundleWith(fever, (each) => ({ ...each, effectiveDateTime: '2026-03-15T23:59:00+02:00' }))
    expect(await valueIn('Condition feverish', timed)).toBe(true)
    const lasting = bundleWith(fever, ({ effectiveDateTime: _, ...each }) => ({
      ...each,
      effectivePeriod: { start: '2026-03-10' },
    }))
    expect(await valueIn('Condition feverish', lasting)).toBe(true)
  })

  test('a birth date in the patient is one', async () => {
    const bundle: Bundle = {
      resourceType: 'Bundle',
      type: 'collection',
      entry: [{ resource: { resourceType: 'Patient', id: 'p', birthDate: '1961-03-16' } }],
    }
    expect(await valueIn('Value ageYears', bundle)).toBe(64)
  })

  test.each([
    ['male', undefined, 'male'],
    ['other', undefined, null],
    [undefined, undefined, null],
    ['male', 'F', 'female'],
    ['male', 'UNK', null],
  ] as const)(
    'of a patient of the gender %s with the birth sex %s, the sex at birth is %s',
    async (gender, sex, read) => {
      const patient: Patient = {
        resourceType: 'Patient',
        id: 'p',
        ...(gender ? { gender } : {}),
        ...(sex ? { extension: [{ url: birthSexExtension, valueCode: sex }] } : {}),
      }
      expect(
        await valueIn('Value sexAtBirth', {
          resourceType: 'Bundle',
          type: 'collection',
          entry: [{ resource: patient }],
        }),
      ).toBe(read)
    },
  )

  test('Observations as Plumbline itself writes them are read', async () => {
    const whose = { subject: { reference: 'Patient/p' }, asOf, scope: 'a' } as unknown as Whose
    const written = findingObservations({ fever: { value: 'present' }, xray: { value: 'normal' } }, standard, whose)
    const entry = [
      { resource: { resourceType: 'Patient' as const, id: 'p' } },
      ...written.map((resource) => ({ resource })),
    ]
    const bundle: Bundle = { resourceType: 'Bundle', type: 'collection', entry }
    expect(await valueIn('Condition feverish', bundle)).toBe(true)
    expect(await valueIn('Value xray', bundle)).toBe('normal')
  })
})

describe('docs/fhir-artefacts.md', () => {
  const text = readFileSync(join(root, 'docs', 'fhir-artefacts.md'), 'utf8')

  test('shows an Observation as the logic reads it', async () => {
    const [shown = ''] = fencedBlocks(text, 'json observation')
    const entry = [
      { resource: { resourceType: 'Patient' as const, id: 'p' } },
      { resource: JSON.parse(shown) as Observation },
    ]
    expect(await valueIn('Value esrMmPerHour', { resourceType: 'Bundle', type: 'collection', entry })).toBe(42)
  })

  test('names what the library defines, and what is exported', async () => {
    const [result] = await runCql(standard, [{ findings: {}, asOf }])
    const rows = text.split('\n').filter((line) => line.startsWith('| `'))
    const named = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name))
    expect(named).toContain('requestPriority')
    expect(named.filter((name) => !Object.hasOwn(result?.values ?? {}, name ?? ''))).toEqual([])
    const ids = new Set(exportedOf(standard).map(({ id }) => id))
    const listed = text.split('\n').filter((line) => /^\| [A-Z][A-Za-z]+ \| `/.test(line))
    const shown = listed.flatMap((row) => [...(row.split('|')[2] ?? '').matchAll(/`([^`]+)`/g)].map(([, id]) => id))
    expect(shown.length).toBeGreaterThan(10)
    expect(shown.filter((id) => !ids.has(id ?? ''))).toEqual([])
  })
})

test('CQL that is wrong is refused, with its line', async () => {
  await expect(elmOf("library Wrong version '1'\ndefine A: 1 + B\n")).rejects.toThrow(/CQL, line 2: .*B/)
})

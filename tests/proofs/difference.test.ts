import { describe, expect, test } from 'vitest'
import { VocabularyError } from '../../src/diagram/vocabulary.ts'
import { answer } from '../../src/evaluate/answer.ts'
import { type RecordedFindings, situate } from '../../src/evaluate/situation.ts'
import { read, truthOf } from '../../src/evaluate/truth.ts'
import { addDays } from '../../src/language/date.ts'
import type { Protocol } from '../../src/language/protocol.ts'
import { alwaysTold, ordinaryPatient } from '../../src/protocol/ordinary.ts'
import { source, standard } from '../../src/protocol/protocol.ts'
import { type Difference, difference } from '../../src/verify/difference.ts'
import { differenceReport, differenceText } from '../../src/weave/difference-report.ts'
import { tinyOrdinary, tinyProtocol } from './tiny-protocol.ts'

const AS_OF = '2026-03-15'
const before = tinyProtocol({ longDays: 30, currentDays: 90, asksNew: false })
const after = tinyProtocol({ longDays: 42, currentDays: 60, asksNew: true })

/** One patient by brute force: what is recorded, the class it counts as, and what is out of the ordinary. */
interface Raw {
  readonly findings: RecordedFindings
  readonly key: string
  readonly odd: readonly string[]
}

type Option = readonly [
  recorded: { value: string | number; observedOn?: string } | undefined,
  key: string,
  odd: readonly string[],
]

/** Every value of every finding, counted with pencil and paper: limits at 30 and 42 days, 60 and 90 days. */
function options(withUnknowns: boolean): Readonly<Record<string, readonly Option[]>> {
  const unknown = (id: string): readonly Option[] => (withUnknowns ? [[undefined, 'not known', [id]]] : [])
  const sign = (id: string): readonly Option[] => [
    [{ value: 'absent' }, 'absent', []],
    [{ value: 'present' }, 'present', [`${id} present`]],
    ...unknown(id),
  ]
  const daysOf = (value: number): Option => {
    const key = value <= 30 ? 'to 30' : value <= 42 ? 'to 42' : 'over 42'
    return [{ value }, key, key === 'to 30' ? [] : [`days ${key}`]]
  }
  const scanOf = (value: string, ageDays: number): Option => {
    const key = ageDays <= 60 ? 'to 60' : ageDays <= 90 ? 'to 90' : 'over 90'
    const odd = [
      'scan recorded',
      ...(value === 'lesion' ? ['scan lesion'] : []),
      ...(key === 'to 60' ? [] : [`scan ${key}`]),
    ]
    return [{ value, observedOn: addDays(AS_OF, -ageDays) }, `${value} ${key}`, odd]
  }
  const ages = Array.from({ length: 100 }, (_, age) => age)
  return {
    fever: sign('fever'),
    weakness: sign('weakness'),
    cancer: [
      [{ value: 'never' }, 'never', []],
      [{ value: 'past' }, 'past', ['cancer past']],
      [{ value: 'current' }, 'current', ['cancer current']],
      ...unknown('cancer'),
    ],
    days: [...Array.from({ length: 61 }, (_, value) => daysOf(value)), ...unknown('days')],
    scan: [
      [undefined, 'not done', []],
      ...['normal', 'lesion'].flatMap((value) => ages.map((age) => scanOf(value, age))),
      ...(withUnknowns ? [[{ value: 'notKnown' }, 'not known', ['scan']] as Option] : []),
    ],
    isNew: [
      [undefined, 'silent', []],
      [{ value: 'absent' }, 'absent', []],
      [{ value: 'present' }, 'present', ['isNew present']],
    ],
  }
}

/** One patient of each class; numbers of the same class are the same patient. */
function everyone(withUnknowns: boolean): readonly Raw[] {
  let all: readonly Raw[] = [{ findings: {}, key: '', odd: [] }]
  for (const [id, list] of Object.entries(options(withUnknowns))) {
    const classes = [...new Map(list.map((option) => [option[1], option])).values()]
    all = all.flatMap(({ findings, key, odd }) =>
      classes.map(([recorded, own, more]) => ({
        findings: recorded ? { ...findings, [id]: recorded } : findings,
        key: `${key} ${own}`,
        odd: [...odd, ...more],
      })),
    )
  }
  return all.filter((raw) => canBe(raw, withUnknowns))
}

/** Not an impossible combination of either version; and whether the deficit is new is silent just where there is none. */
function canBe({ findings, key }: Raw, withUnknowns: boolean): boolean {
  const isSilent = !Object.hasOwn(findings, 'isNew')
  const weakness = findings.weakness?.value
  // Recorded although it does not apply is possible too: nobody is asked, but it may have been said.
  if (!withUnknowns && isSilent !== (weakness === 'absent') && isSilent) return false
  const impossible = [before, after].some((protocol) =>
    protocol.constraints.some(({ impossible: when }) => truthOf(when, readingOf(protocol, findings)) === true),
  )
  return !impossible && key !== ''
}

function readingOf(protocol: Protocol, findings: RecordedFindings) {
  return read(protocol, situate(protocol, findings, AS_OF))
}

function outcomesOf(protocol: Protocol, findings: RecordedFindings): ReadonlyMap<string, string> {
  const reading = readingOf(protocol, findings)
  return new Map(protocol.decisions.map((decision) => [decision.id, answer(decision, reading).outcome]))
}

function changesOf({ findings }: Raw): readonly string[] {
  const [was, is] = [outcomesOf(before, findings), outcomesOf(after, findings)]
  return [...was].flatMap(([id, outcome]) => (outcome === is.get(id) ? [] : [`${id} ${outcome} ${is.get(id)}`]))
}

const found = difference(before, after, { ordinary: tinyOrdinary })
const counted = (changes: readonly string[]) => changes.filter((change) => !change.startsWith('note'))

describe('a difference of two protocols', () => {
  test('counts the complete cases that brute force counts, in all and for each change of an outcome', () => {
    const all = everyone(false)
    expect(found.treatedDifferently.complete).toEqual({
      cases: BigInt(all.filter((raw) => counted(changesOf(raw)).length > 0).length),
      of: BigInt(all.length),
    })
    const byChange = new Map<string, bigint>()
    for (const raw of all) for (const change of changesOf(raw)) byChange.set(change, (byChange.get(change) ?? 0n) + 1n)
    expect(byChange.size).toBeGreaterThan(3)
    expect(new Map(changesFound(found).map(([key, change]) => [key, change.complete.cases]))).toEqual(byChange)
  })

  test('counts the cases with unknowns that brute force counts', () => {
    const all = everyone(true)
    expect(found.treatedDifferently.withUnknowns).toEqual({
      cases: BigInt(all.filter((raw) => counted(changesOf(raw)).length > 0).length),
      of: BigInt(all.length),
    })
  })

  test('lists exactly the minimal differences that brute force finds: none too many, none missing', () => {
    const all = everyone(false).map((raw) => ({ ...raw, changes: changesOf(raw) }))
    for (const [key, change] of changesFound(found)) {
      const sets = [...new Set(all.filter(({ changes }) => changes.includes(key)).map(({ odd }) => odd.join('; ')))]
      const minimal = sets.filter((set) => !sets.some((other) => other !== set && isWithin(other, set)))
      const listed = change.byRule
        .flatMap(({ minimal: patients }) => patients)
        .map(({ patient }) => all.find((raw) => sameFindings(raw.findings, patient.findings))?.odd.join('; '))
      expect([...listed].sort(), key).toEqual([...minimal].sort())
    }
  })

  test('shows both answers of each patient, as the interpreter gives them', () => {
    for (const [key, change] of changesFound(found))
      for (const { patient, before: was, after: is } of change.byRule.flatMap(({ minimal }) => minimal)) {
        const [id] = key.split(' ')
        expect(was.find(({ decision }) => decision === id)?.outcome).toBe(
          outcomesOf(before, patient.findings).get(id ?? ''),
        )
        expect(is.find(({ decision }) => decision === id)?.outcome).toBe(
          outcomesOf(after, patient.findings).get(id ?? ''),
        )
      }
  })

  test('of a protocol and itself is nothing', () => {
    const { decisions, changed, treatedDifferently, saidDifferently } = difference(standard, standard)
    expect({ decisions, changed }).toEqual({ decisions: [], changed: [] })
    expect([treatedDifferently.complete.cases, saidDifferently.withUnknowns.cases]).toEqual([0n, 0n])
  })

  test('names the parameter, the finding and the rules that were written otherwise', () => {
    expect(found.changed).toEqual([
      { what: 'parameter', id: 'longDays', change: 'changed', numbers: { before: 30, after: 42, unit: 'd' } },
      { what: 'parameter', id: 'currentDays', change: 'changed', numbers: { before: 90, after: 60, unit: 'd' } },
      { what: 'finding', id: 'isNew', change: 'added' },
      { what: 'rule', id: 'urgentForWeakness', change: 'changed' },
    ])
  })

  test('refuses findings of one id that cannot be the same', () => {
    const [first, ...rest] = after.findings
    const other: Protocol = { ...after, findings: first ? [{ ...first, unrecorded: 'notDone' }, ...rest] : rest }
    expect(() => difference(before, other)).toThrow(VocabularyError)
  })
})

describe('pain of more than 42 days in the place of 30', () => {
  const later: Protocol = {
    ...standard,
    parameters: standard.parameters.map((each) => (each.id === 'oneMonthDays' ? { ...each, value: 42 } : each)),
  }
  const changed = difference(standard, later, { ordinary: ordinaryPatient, alwaysTold })

  test('changes the urgency of one smallest patient: pain of 31 days and nothing else', () => {
    const urgency = changed.decisions.find(({ decision }) => decision === 'urgency')
    const patients = urgency?.changes.flatMap(({ byRule }) => byRule.flatMap(({ minimal }) => minimal))
    expect(urgency?.changes.map(({ before: was, after: is }) => `${was} ${is}`)).toEqual(['soon routine'])
    expect(patients?.map(({ patient }) => patient.told.map(({ finding, value }) => `${finding} ${value}`))).toEqual([
      ['ageYears 40 years', 'sexAtBirth female', 'durationDays 31 days'],
    ])
  })

  test('is told the same way every time, in Markdown and as text', () => {
    const again = difference(standard, later, { ordinary: ordinaryPatient, alwaysTold })
    expect(differenceReport(again)).toBe(differenceReport(changed))
    expect(differenceText(again, { most: 3 })).toBe(differenceText(changed, { most: 3 }))
    expect(differenceReport(changed)).toContain('`oneMonthDays` (30 days → 42 days)')
  })
})

describe('the additions over the source', () => {
  test('make an emergency of one sign alone, and leave no level lower', () => {
    const layers = difference(source, standard, { ordinary: ordinaryPatient, alwaysTold })
    const urgency = layers.decisions.find(({ decision }) => decision === 'urgency')
    const levels = ['routine', 'soon', 'urgent', 'emergency']
    for (const { before: was, after: is } of urgency?.changes ?? [])
      expect(levels.indexOf(is ?? '')).toBeGreaterThan(levels.indexOf(was ?? ''))
    const emergencies = urgency?.changes.find(({ before: was, after: is }) => was === 'urgent' && is === 'emergency')
    const single = emergencies?.byRule.flatMap(({ minimal }) =>
      minimal.map(({ patient }) =>
        patient.told
          .slice(alwaysTold.length)
          .map(({ finding }) => finding)
          .join(),
      ),
    )
    expect(single).toContain('newDifficultyPassingUrine,paceOfDeficit')
  }, 60_000)
})

function changesFound({ decisions }: Difference) {
  return decisions.flatMap(({ decision, changes }) =>
    changes
      .filter(({ complete }) => complete.cases > 0n)
      .map((change) => [`${decision} ${change.before} ${change.after}`, change] as const),
  )
}

function isWithin(inner: string, outer: string): boolean {
  const all = new Set(outer.split('; '))
  return inner === '' || inner.split('; ').every((each) => all.has(each))
}

/** The same class: the brute force knows one patient of each. */
function sameFindings(raw: RecordedFindings, patient: RecordedFindings): boolean {
  const key = (findings: RecordedFindings) => {
    const days = Number(findings.days?.value)
    const scan = findings.scan
    const age = scan?.observedOn === undefined ? 0 : ageOf(scan.observedOn)
    return JSON.stringify([
      findings.fever?.value,
      findings.weakness?.value,
      findings.cancer?.value,
      days <= 30 ? 0 : days <= 42 ? 1 : 2,
      scan?.value,
      age <= 60 ? 0 : age <= 90 ? 1 : 2,
      findings.isNew?.value,
    ])
  }
  return key(raw) === key(patient)
}

function ageOf(day: string): number {
  return Array.from({ length: 200 }, (_, age) => age).find((age) => addDays(AS_OF, -age) === day) ?? 0
}

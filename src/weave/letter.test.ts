import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decide } from '../evaluate/decide.ts'
import { readFindings } from '../evaluate/read-findings.ts'
import { situate } from '../evaluate/situation.ts'
import type { FindingDefinition } from '../language/finding.ts'
import { letterWords } from '../protocol/letter.ts'
import { standard } from '../protocol/protocol.ts'
import { raisedFindings, screening } from './findings-text.ts'
import { type ReferralFacts, referralLetter } from './letter.ts'

const asOf = '2026-03-15'
const patient = {
  familyName: 'Okafor',
  givenName: 'Ada',
  birthDate: '1961-03-04',
  sexAtBirth: 'female',
  recordNumber: '4711',
}

/** Decides what was entered, and makes the facts of a letter of it. */
function factsOf(entered: Readonly<Record<string, unknown>>, over: Partial<ReferralFacts> = {}): ReferralFacts {
  const read = readFindings(standard, entered, asOf)
  if (!read.ok) throw new Error(read.problems.map(({ path }) => path).join())
  return {
    patient,
    to: 'Orthopaedics, General Hospital',
    decision: decide(standard, read.findings, asOf),
    situation: situate(standard, read.findings, asOf),
    referrer: { name: 'Dr Grace Lee', role: 'general practice' },
    writtenOn: asOf,
    ...over,
  }
}

const letterOf = (facts: ReferralFacts): string => referralLetter(facts, standard, letterWords)
/** The lines of one part, joined as a reader joins them. */
function partOf(letter: string, heading: string): string {
  const part = letter.split('\n\n').find((each) => each.startsWith(heading))
  if (part === undefined) throw new Error(`There is no ${heading}`)
  return part.replace(/\n {2}(?! )/g, ' ')
}

const bothAbnormal = {
  ageYears: 65,
  sexAtBirth: 'female',
  cancerHistory: 'past',
  fever: 'absent',
  weakness: 'notKnown',
  legPain: 'present',
  durationDays: { value: 31, observedOn: '2026-03-01' },
  xray: { value: 'lyticLesion', observedOn: '2026-03-10' },
  esrMmPerHour: { value: 60, observedOn: '2026-03-11' },
}

describe('a letter is read from the top', () => {
  const letter = letterOf(
    factsOf(bothAbnormal, {
      reports: [{ findings: ['xray'], receivedOn: '2026-03-10', reportedText: 'Lytic lesion in L3.\nDiscs normal.' }],
      awaited: [{ test: 'mri', orderedOn: '2026-03-12' }],
      treatments: [{ treatment: 'nsaid', startedOn: '2026-02-20', description: 'stopped after 10 days' }],
      responses: [{ reviewedOn: '2026-03-06', response: 'taken in part; it did harm; stomach pain' }],
      told: ['Why she is referred, and when to come back at once.'],
      reason: 'Cancer must be excluded.',
    }),
  )

  test('to whom, how urgent, summary, reason, red flags, examination, results, treatment, medicines, told, referrer', () => {
    const order = [
      'REFERRAL: BACK PAIN',
      'To:       Orthopaedics, General Hospital',
      'Urgency:  URGENT',
      'SUMMARY',
      '- Situation: ',
      '- Background: ',
      '- Assessment: ',
      '- Recommendation: ',
      'REASON AND EXPECTATION',
      'RED FLAGS AND SERIOUS FEATURES: FOUND',
      'RED FLAGS AND SERIOUS FEATURES: NOT FOUND',
      'RED FLAGS AND SERIOUS FEATURES: NOT KNOWN',
      'EXAMINATION',
      'ESR, X-RAY, MRI',
      'TREATMENT TRIED',
      'MEDICINES AND ALLERGIES',
      'THE PATIENT WAS TOLD',
      'Referred by Dr Grace Lee, general practice, 15-Mar-2026.',
      `Protocol back-pain ${standard.version}, layer standard`,
      'Statements: ',
    ]
    const places = order.map((words) => letter.indexOf(words))
    expect(places.filter((place) => place < 0)).toEqual([])
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })

  test('the patient is named so that nobody is mixed up', () => {
    expect(letter).toContain('Patient:  OKAFOR, Ada\n          born 04-Mar-1961 (65y) · female · record 4711')
  })

  test('what is found, excluded and not known stands apart, with the day of what was observed before', () => {
    expect(partOf(letter, 'RED FLAGS AND SERIOUS FEATURES: FOUND')).toContain('- Red flag: history of cancer (B1)')
    // 31 days on 01-Mar-2026 have become 45: the day on which it was asked does not stand beside them.
    expect(partOf(letter, 'RED FLAGS AND SERIOUS FEATURES: FOUND')).toMatch(/duration of the pain: 45 days[;.]/)
    expect(partOf(letter, 'RED FLAGS AND SERIOUS FEATURES: NOT FOUND')).toContain('General symptoms – absent: fever')
    expect(partOf(letter, 'RED FLAGS AND SERIOUS FEATURES: NOT KNOWN')).toMatch(/Neurologic – not known: weakness/)
  })

  test('what was said of the treatment at its review stands under what was tried', () => {
    expect(partOf(letter, 'TREATMENT TRIED').replace(/\s+/g, ' ')).toContain(
      'At the review of 06-Mar-2026: taken in part; it did harm; stomach pain.',
    )
  })

  test('results have their day and the report its own words, orders say that they are awaited', () => {
    const results = partOf(letter, 'ESR, X-RAY, MRI')
    expect(results).toContain('- ESR: 60 mm/h (11-Mar-2026).')
    expect(results).toContain('- X-ray of the back: lytic lesion (10-Mar-2026).')
    expect(letter).toContain('\n  | Lytic lesion in L3.\n  | Discs normal.')
    expect(results).toContain('- MRI: ordered 12-Mar-2026, result awaited.')
  })

  test('what is not recorded is said to be not recorded, never none', () => {
    expect(partOf(letter, 'MEDICINES AND ALLERGIES')).toContain('- Allergies: Not recorded.')
    expect(partOf(letterOf(factsOf({})), 'THE PATIENT WAS TOLD')).toContain('- Not recorded.')
  })

  test('a sign that has no other place is still told', () => {
    expect(partOf(letter, 'ALSO RECORDED')).toContain('present: leg pain')
  })

  test('the summary says who, what raised the flags, what is asked of the reader and what is on its way', () => {
    const summary = partOf(letter, 'SUMMARY')
    expect(summary).toContain('- Situation: a woman of 65 years with back pain. Duration of the pain: 45 days')
    expect(summary).toMatch(/Assessment: red flags: history of cancer \(in the past\);/)
    expect(summary).toContain(
      '- Recommendation: assessment, and advice on further investigation and treatment; ordered, result awaited: MRI',
    )
    // What the clinician's screen says to the referrer is not said to whoever receives the letter.
    expect(letter).not.toContain('Refer to orthopaedics')
    expect(partOf(letter, 'REASON AND EXPECTATION')).toContain('- Referred because of history of cancer: in the past;')
  })

  test('what was asked on another day says the day once, not after each', () => {
    const later = letterOf(
      factsOf({
        fever: { value: 'absent', observedOn: '2026-03-01' },
        unexplainedWeightLoss: { value: 'absent', observedOn: '2026-03-01' },
      }),
    )
    expect(partOf(later, 'RED FLAGS AND SERIOUS FEATURES: NOT FOUND')).toContain(
      'General symptoms – absent on 01-Mar-2026: fever, unexplained weight loss.',
    )
  })

  test('a referral that the pathway does not ask for says so', () => {
    expect(partOf(letterOf(factsOf({ fever: 'absent' }, { referral: 'oncologyReferral' })), 'REASON')).toContain(
      'The pathway does not ask for this referral on what is known: it is the referrer’s own decision.',
    )
  })

  test('age and sex stand in the heading alone, unless what was answered is something else', () => {
    const born = { birthDate: patient.birthDate, sexAtBirth: 'female' }
    const notFound = 'RED FLAGS AND SERIOUS FEATURES: NOT FOUND'
    expect(letterOf(factsOf({ ...born, fever: 'absent' }))).not.toMatch(/sex at birth|date of birth/)
    expect(partOf(letterOf(factsOf({ ...born, sexAtBirth: 'male', fever: 'absent' })), notFound)).toContain(
      'sex at birth: male',
    )
  })

  test('no line is longer than 80 columns', () => {
    expect(letter.split('\n').filter((line) => [...line].length > 80)).toEqual([])
  })

  test('the expectation is that of the referral it is written for', () => {
    expect(letter).toContain('Please assess the patient, and tell us which further investigation')
    const today = letterOf(factsOf({ saddleNumbness: 'present' }))
    expect(today).toContain('Urgency:  EMERGENCY: TODAY')
    expect(today).toContain('Please see the patient today')
  })
})

describe('an invented patient', () => {
  test('is marked at the top and at the bottom; a real one is not', () => {
    const marked = letterOf(factsOf(bothAbnormal, { patient: { ...patient, demo: true } }))
    expect(marked.startsWith('DEMO – not a real patient\n')).toBe(true)
    expect(marked.endsWith('\nDEMO – not a real patient\n')).toBe(true)
    expect(letterOf(factsOf(bothAbnormal))).not.toContain('DEMO')
  })
})

/** A value that a finding may be recorded with. */
function anyValueOf(finding: FindingDefinition): fc.Arbitrary<unknown> {
  if (finding.kind === 'sign') return fc.constantFrom('present', 'absent', 'notKnown')
  if (finding.kind === 'choice') return fc.constantFrom(...finding.values.map(({ id }) => id), 'notKnown')
  if (finding.kind === 'date') return fc.constantFrom('2026-01-01', '2026-03-01', 'notKnown')
  return fc.oneof(fc.integer({ min: finding.minimum, max: Math.min(finding.maximum, 200) }), fc.constant('notKnown'))
}

/** Anything that may be recorded together. */
const recorded = fc
  .subarray(standard.findings.filter((finding) => !(finding.kind === 'quantity' && finding.elapsed?.only)))
  .chain((findings) =>
    fc.tuple(...findings.map((finding) => anyValueOf(finding).map((value) => [finding.id, value] as const))),
  )
  .map((entries) => Object.fromEntries(entries))
  .filter((entered) => readFindings(standard, entered, asOf).ok)

describe('whatever is recorded', () => {
  const redFlagStatements = new Set([
    ...standard.statements.filter(({ kind }) => kind === 'red flag').map(({ id }) => id),
    ...standard.conditions
      .filter(({ shows }) => shows === 'red flag')
      .flatMap(({ definitions }) => definitions.flatMap(({ statements }) => statements[0] ?? []))
      .filter((id) => id.startsWith('X')),
  ])

  test('every finding that serves a red flag is found, not found or not known: exactly one of them', () => {
    const serving = standard.findings.filter(({ serves }) => serves.some((id) => redFlagStatements.has(id)))
    expect(serving.length).toBeGreaterThan(30)
    fc.assert(
      fc.property(recorded, (entered) => {
        const { decision, situation } = factsOf(entered)
        const { found, notFound, notKnown } = screening(standard, situation, raisedFindings(decision, standard))
        const sorted = [...found, ...notFound, ...notKnown].map(({ id }) => id)
        for (const { id } of serving) expect(sorted.filter((each) => each === id)).toEqual([id])
        expect(found.filter(({ id }) => situation.get(id)?.is !== 'value')).toEqual([])
        for (const { id, kind } of notFound)
          if (kind === 'sign') expect(entered[id] === undefined || entered[id] === 'absent').toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  test('every finding that is known stands in the letter, and every red flag of the decision', () => {
    fc.assert(
      fc.property(recorded, (entered) => {
        const facts = factsOf(entered)
        const letter = letterOf(facts)
          .replace(/\n {2}(?! )/g, ' ')
          .replace(/\s+/g, ' ')
        // Sex as in the patient's details is said by the heading.
        const inHeading = entered.sexAtBirth === patient.sexAtBirth ? ['sexAtBirth'] : []
        expect(letter).toContain('born 04-Mar-1961 (65y) · female ·')
        for (const { id, label } of standard.findings.filter((each) => !inHeading.includes(each.id)))
          if (facts.situation.get(id)?.is === 'value') expect(letter.toLowerCase()).toContain(label.toLowerCase())
        for (const { label, statements } of facts.decision.redFlags)
          expect(letter).toContain(`Red flag: ${label} (${statements.join(', ')})`)
      }),
      { numRuns: 40 },
    )
  })

  test('no name and no text can add a heading or break a line', () => {
    const odd = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom(
        'A\nSUMMARY\n- Situation: well',
        'x\r\n\r\nURGENCY:  ROUTINE',
        '\u2028ALSO RECORDED',
        '\u0085RED FLAGS',
      ),
    )
    const headings = (letter: string) =>
      letter.split('\n').filter((line) => /^[^-\s]/.test(line) && line === line.toUpperCase())
    const plain = headings(letterOf(factsOf(bothAbnormal)))
    fc.assert(
      fc.property(odd, odd, odd, (name, number, words) => {
        const letter = letterOf(
          factsOf(bothAbnormal, {
            patient: { ...patient, familyName: name, givenName: words, recordNumber: number, allergies: words },
            to: words,
            told: [words],
            reason: words,
            reports: [{ findings: ['xray'], receivedOn: asOf, reportedText: words }],
            treatments: [{ treatment: words, startedOn: asOf, description: name }],
            referrer: { name, role: words, contact: number },
          }),
        )
        expect(headings(letter)).toEqual(plain)
        expect(letter).not.toMatch(/(?!\n)[\p{Cc}\p{Zl}\p{Zp}]/u)
      }),
    )
  })
})

import { expect, test } from 'vitest'
import { seededChance } from '../../src/evaluate/generate-cases.ts'
import { standard } from '../../src/protocol/protocol.ts'
import { policies, Questioning } from './simulation.ts'

/*
 * `npm run questions` asks 10,000 patients (docs/performance.md); here are enough to see that the order is worth it.
 */

test('asking the most useful question first takes fewer questions than the order of the form, on the mean of 40 patients', () => {
  const questioning = new Questioning(standard)
  const chance = seededChance(2026)
  const patients = Array.from({ length: 40 }, () => questioning.patient(chance))
  const [form = 0, skipping = 0, useful = 0] = policies.map((policy) =>
    patients.reduce((sum, patient) => sum + questioning.questions(patient, policy), 0),
  )
  expect(skipping).toBeLessThan(form)
  expect(useful).toBeLessThan(skipping)
}, 120_000)

test('a patient with an emergency at the first question is asked no more than what could still change the answer', () => {
  const questioning = new Questioning(standard)
  const patient = {
    ...questioning.patient(seededChance(1)),
    pulsatileAbdominalMassOrKnownAneurysm: { value: 'present' },
    urinaryIncontinence: { value: 'absent' },
  }
  const [form = 0, , useful = 0] = policies.map((policy) => questioning.questions(patient, policy))
  expect(useful).toBeLessThan(form)
}, 60_000)

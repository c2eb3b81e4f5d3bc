import { all } from '../../language/condition.ts'
import { choice, date, quantity, sign, vocabulary } from '../../language/finding.ts'
import { limits } from '../parameters.ts'

const group = 'Person'

export const person = vocabulary({
  birthDate: date({
    label: 'date of birth',
    group,
    question: 'Date of birth',
    why: 'Age decides whether the pathway applies, and the ESR limit.',
    serves: ['I10', 'I6'],
    unrecorded: 'notDone',
  }),
  ageYears: quantity({
    unit: 'a',
    minimum: 0,
    maximum: 130,
    grows: 'a',
    elapsed: { from: 'birthDate', unit: 'a' },
    label: 'age',
    group,
    question: 'Age',
    patientQuestion: 'How old are you?',
    why: 'The pathway is for adults, and several risks depend on age.',
    serves: ['I10', 'I6', 'I11', 'X4', 'X5', 'X6'],
  }),
  sexAtBirth: choice(
    { female: 'female', male: 'male' },
    {
      label: 'sex at birth',
      group,
      question: 'Sex at birth',
      patientQuestion: 'What sex were you recorded as at birth?',
      why: 'The ESR limit and the search for a primary cancer depend on it.',
      serves: ['I6', 'I11', 'X7', 'X8', 'C5'],
    },
  ),
})

const { ageYears, sexAtBirth } = person.terms

export const pregnancy = vocabulary({
  pregnant: sign({
    label: 'pregnancy',
    group,
    question: 'Pregnant, or possibly pregnant?',
    patientQuestion: 'Are you pregnant, or could you be?',
    why: 'It changes whether an X-ray or an NSAID is right.',
    serves: ['I6', 'I11', 'X7'],
    appliesWhen: all(
      sexAtBirth.is('female'),
      ageYears.atLeast(limits.pregnancyFromAgeYears),
      ageYears.atMost(limits.pregnancyToAgeYears),
    ),
  }),
})

export const pregnancyAge = vocabulary({
  pregnancyWeeks: quantity({
    unit: 'wk',
    minimum: 0,
    maximum: 45,
    grows: 'wk',
    label: 'weeks of pregnancy',
    group,
    question: 'Weeks of pregnancy',
    patientQuestion: 'How many weeks pregnant are you?',
    why: 'From 20 weeks an NSAID is contraindicated; not known counts as from 20.',
    serves: ['X7'],
    appliesWhen: pregnancy.terms.pregnant.present,
  }),
})

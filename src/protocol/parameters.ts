import { parameters } from '../language/finding.ts'

/** Every number the protocol decides by. A clinical lead may set them; each cites the statement that fixes it. */
export const limits = parameters({
  adultAgeYears: { label: 'age from which a patient is an adult', value: 18, unit: 'a', statement: 'I10' },
  oneMonthDays: { label: 'days in "one month" of pain', value: 30, unit: 'd', statement: 'I1' },
  feverCelsius: { label: 'measured temperature that counts as fever', value: 38, unit: 'Cel', statement: 'B2' },
  esrAgeOffsetMen: { label: 'added to the age of a man for the ESR limit', value: 0, unit: 'a', statement: 'I6' },
  esrAgeOffsetWomen: { label: 'added to the age of a woman for the ESR limit', value: 10, unit: 'a', statement: 'I6' },
  esrLimitPerYear: { label: 'ESR limit for each year of that sum', value: 0.5, unit: 'mm/h/a', statement: 'I6' },
  currentResultDays: { label: 'days for which a result is current', value: 90, unit: 'd', statement: 'C1' },
  reviewOpensDays: { label: 'day of treatment on which the review opens', value: 14, unit: 'd', statement: 'I7' },
  reviewClosesDays: { label: 'last day of the review window', value: 42, unit: 'd', statement: 'I7' },
  pregnancyFromAgeYears: { label: 'age from which pregnancy is asked', value: 12, unit: 'a', statement: 'I11' },
  pregnancyToAgeYears: { label: 'age up to which pregnancy is asked', value: 55, unit: 'a', statement: 'I11' },
  fractureAgeYears: { label: 'age above which two fracture signs count', value: 50, unit: 'a', statement: 'X4' },
  olderFractureAgeYears: { label: 'age above which one fracture sign counts', value: 70, unit: 'a', statement: 'X4' },
  vascularAgeYears: {
    label: 'age above which sudden abdominal and back pain may be vascular',
    value: 50,
    unit: 'a',
    statement: 'X5',
  },
  nsaidCautionAgeYears: { label: 'age above which an NSAID needs caution', value: 65, unit: 'a', statement: 'X6' },
  nsaidPregnancyWeeks: {
    label: 'week of pregnancy from which an NSAID is contraindicated',
    value: 20,
    unit: 'wk',
    statement: 'X7',
  },
})

/** An Observation that gives a number: its codes, and the finding. Units are the finding's, or one that is converted to it. */
export interface QuantityCodes {
  readonly finding: string
  readonly concept: string
  readonly loinc: readonly string[]
  /** The finding that its reference range gives the upper limit of. */
  readonly upperLimit?: string
}

export const quantityCodes: readonly QuantityCodes[] = [
  {
    finding: 'esrMmPerHour',
    concept: 'erythrocyte sedimentation rate (Westergren, or method not stated)',
    loinc: ['4537-7', '30341-2'],
    upperLimit: 'esrUpperLimitMmPerHour',
  },
  // The code of FHIR's own vital-signs profile, and the site that Synthea's records add to it.
  { finding: 'temperatureCelsius', concept: 'body temperature', loinc: ['8310-5', '8331-1'] },
  { finding: 'severity', concept: 'pain severity, 0 to 10', loinc: ['72514-3'] },
]

/** An Observation whose value is a code. */
export interface AnswerCodes {
  readonly finding: string
  readonly concept: string
  readonly loinc: readonly string[]
  /** By SNOMED CT code; what is not listed makes one ask. */
  readonly answers: Readonly<Record<string, string>>
}

export const answerCodes: readonly AnswerCodes[] = [
  {
    finding: 'smoker',
    concept: 'tobacco smoking status',
    loinc: ['72166-2'],
    // "Former smoker" (8517006) is left to be asked: the finding is smoking now, or for many years.
    answers: { '266919005': 'absent' },
  },
]

/** Units that records write in words where they give no UCUM code; each is the same unit. */
export const unitSpellings: Readonly<Record<string, string>> = {
  'mm/h': 'mm/h',
  'mm/hr': 'mm/h',
  'mm/hour': 'mm/h',
  Cel: 'Cel',
  '°C': 'Cel',
  C: 'Cel',
  '[degF]': '[degF]',
  '°F': '[degF]',
  F: '[degF]',
  '{score}': '{score}',
  '1': '{score}',
}

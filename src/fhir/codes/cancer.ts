import type { CodeRow } from './meaning.ts'

/*
 * Cancer: what is active counts as current, and as past once it is resolved or in remission; a "history of" code is past.
 * Refuting one cancer refutes no other, so none of these is ever taken as "never". Family history is not the patient's.
 */

const current = [{ finding: 'cancerHistory', value: 'current' }] as const
const past = [{ finding: 'cancerHistory', value: 'past' }] as const
const site = (value: 'lung' | 'breast' | 'prostate') => ({ finding: 'primarySite', value })

export const cancerCodes: readonly CodeRow[] = [
  {
    concept: 'malignant neoplasm, any',
    codes: {
      icd10cm: ['C00-C96'],
      snomed: [
        '363346000',
        '128462008',
        '94222008',
        '109989006',
        '118600007',
        '118601006',
        '188462001',
        '363475005',
        '93655004',
        '363406005',
        '363518003',
        '363443007',
        '363349007',
        '372130007',
        '285432005',
        '363354003',
        '363510005',
      ],
    },
    means: current,
    whenOver: 'past',
  },
  {
    concept: 'malignant neoplasm of the lung',
    codes: {
      icd10cm: ['C34'],
      snomed: ['93880001', '254637007', '363358000', '254626006', '254632001', '254634000', '109371002', '372136001'],
    },
    means: [...current, site('lung')],
    whenOver: 'past',
  },
  {
    concept: 'malignant neoplasm of the breast',
    codes: {
      icd10cm: ['C50'],
      snomed: ['254837009', '254838004', '372064008', '372096000', '408643008', '314955001', '286895009', '708921005'],
    },
    means: [...current, site('breast')],
    whenOver: 'past',
  },
  {
    concept: 'malignant neoplasm of the prostate',
    codes: { icd10cm: ['C61'], snomed: ['399068003', '254900004', '399490008', '93974005'] },
    means: [...current, site('prostate')],
    whenOver: 'past',
  },
  {
    concept: 'a history of malignant neoplasm, any',
    codes: {
      icd10cm: ['Z85'],
      snomed: ['161432005', '429484003', '289917002', '415081006', '428046009', '429014004', '429699009', '415086001'],
    },
    means: past,
    ever: true,
  },
  {
    concept: 'a history of malignant neoplasm of the lung or bronchus',
    codes: { icd10cm: ['Z85.11'], snomed: ['415082004', '415077006'] },
    means: [...past, site('lung')],
    ever: true,
  },
  {
    concept: 'a history of malignant neoplasm of the breast',
    codes: { icd10cm: ['Z85.3'], snomed: ['415076002'] },
    means: [...past, site('breast')],
    ever: true,
  },
  {
    concept: 'a history of malignant neoplasm of the prostate',
    codes: { icd10cm: ['Z85.46'], snomed: ['428262008'] },
    means: [...past, site('prostate')],
    ever: true,
  },
]

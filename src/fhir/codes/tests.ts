import type { CodeSystem } from '../systems.ts'

/** A test of the protocol: how it is coded when it was done, and how it is ordered. */
export interface TestCodes {
  /** The finding that its result is recorded in, and the decision that orders it. */
  readonly finding: string
  readonly decision: string
  readonly concept: string
  /** Codes under which a report, a procedure or an order of this test stands. */
  readonly codes: Partial<Readonly<Record<CodeSystem, readonly string[]>>>
  /** What an order of it carries: LOINC first, since it is free to use. */
  readonly order: readonly { readonly system: CodeSystem; readonly code: string; readonly display: string }[]
}

/*
 * LOINC by the HL7 value set c80-doc-typecodes, SNOMED CT by a national imaging value set, CPT as bare values (its names
 * are its owner's). Broader codes that do not say which part of the spine (SNOMED 241645008, LOINC 24928-4) are left out:
 * a film of the neck is no film of the back.
 */
export const testCodes: readonly TestCodes[] = [
  {
    finding: 'xray',
    decision: 'xray',
    concept: 'X-ray of the lumbar spine',
    codes: {
      loinc: ['24972-2', '24970-6', '36670-8', '30775-1', '36332-5', '30797-5', '30773-6', '24969-8', '37340-7'],
      cpt: ['72100', '72110', '72114', '72120'],
      snomed: ['840361000', '22791004'],
    },
    order: [
      { system: 'loinc', code: '24972-2', display: 'XR Lumbar spine Views' },
      { system: 'snomed', code: '840361000', display: 'Plain X-ray of lumbar vertebral column region' },
    ],
  },
  {
    finding: 'esrMmPerHour',
    decision: 'esr',
    concept: 'erythrocyte sedimentation rate',
    codes: { loinc: ['4537-7', '30341-2'], cpt: ['85651', '85652'] },
    order: [
      {
        system: 'loinc',
        code: '4537-7',
        display: 'Erythrocyte sedimentation rate by Westergren method',
      },
    ],
  },
  {
    finding: 'mri',
    decision: 'mri',
    concept: 'MRI of the lumbar spine',
    codes: {
      loinc: ['24968-0', '30679-5', '30678-7', '24967-2', '36111-3', '36100-6'],
      cpt: ['72148', '72149', '72158'],
      snomed: ['394451000119106', '41333006', '433141005', '433140006'],
    },
    order: [{ system: 'loinc', code: '24968-0', display: 'MR Lumbar spine' }],
  },
]

/** What a coded conclusion of a report means for the test. Nothing is read out of its text. */
export interface ConclusionCodes {
  readonly concept: string
  readonly codes: Partial<Readonly<Record<CodeSystem, readonly string[]>>>
  /** The value by test; absent where it says nothing for that test. */
  readonly xray?: string
  readonly mri?: string
}

/** Most serious first: of several conclusions the first is the result, and all are shown. */
export const conclusionCodes: readonly ConclusionCodes[] = [
  {
    concept: 'compression of the cord or the cauda equina',
    codes: { icd10cm: ['G83.4', 'G95.20', 'G95.29'], snomed: ['192970008', '12454008', '71286001'] },
    mri: 'cordOrCaudaEquinaCompression',
  },
  {
    concept: 'infection of the spine',
    codes: {
      icd10cm: ['M46.2', 'M46.3', 'G06.1', 'A18.01'],
      snomed: ['203241002', '302935008', '35984006'],
    },
    mri: 'spinalInfection',
    xray: 'otherAbnormality',
  },
  {
    concept: 'cancer in the spine',
    codes: { icd10cm: ['C79.51', 'C79.52', 'C90.0'], snomed: ['94222008', '363475005', '188462001', '109989006'] },
    mri: 'suspectedCancer',
    xray: 'otherAbnormality',
  },
  {
    concept: 'compression fracture or collapse of a vertebra',
    codes: { icd10cm: ['M48.5', 'M80.08', 'M80.88'], snomed: ['426646004', '240198002'] },
    xray: 'compressionFracture',
    mri: 'fracture',
  },
  {
    concept: 'another fracture of a vertebra',
    codes: { icd10cm: ['S32.0', 'M84.48', 'M84.58'], snomed: ['125608002', '207957008', '274146004'] },
    xray: 'otherAbnormality',
    mri: 'fracture',
  },
  {
    concept: 'disc disorder',
    codes: { icd10cm: ['M51.16', 'M51.17', 'M51.26'], snomed: ['202735001', '20021007', '70218004'] },
    mri: 'discDisease',
  },
  {
    concept: 'lumbar stenosis',
    codes: { icd10cm: ['M48.061'], snomed: ['18347007'] },
    mri: 'other',
  },
]

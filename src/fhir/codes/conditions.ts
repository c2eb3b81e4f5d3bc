import { cancerCodes } from './cancer.ts'
import type { CodeRow } from './meaning.ts'

/*
 * Diagnoses, problems and signs by code: ICD-10-CM (FY2024) and SNOMED CT. Every code was looked up in a public list (the
 * CDC's own, and the problem list that the CDS Hooks sandbox carries); none stands here from memory. What is not here is not
 * known, whatever its text says. Saddle numbness has no code that could be checked: it is asked.
 */

const present = 'present'

const backPainCodes: readonly CodeRow[] = [
  {
    concept: 'low back pain, back pain',
    codes: {
      icd10cm: ['M54.5', 'M54.9', 'M54.6'],
      snomed: [
        '279039007',
        '278862001',
        '278860009',
        '279040009',
        '161891005',
        '134407002',
        '399194009',
        '279038004',
        '91957002',
      ],
    },
    isBackPain: true,
  },
  {
    concept: 'back pain with sciatica, sciatica',
    codes: { icd10cm: ['M54.4', 'M54.3'], snomed: ['23056005'] },
    means: [{ finding: 'legPain', value: present }],
    isBackPain: true,
  },
  {
    concept: 'radiculopathy, disc disorder with radiculopathy',
    codes: {
      icd10cm: ['M54.16', 'M54.17', 'M51.16', 'M51.17'],
      snomed: ['128196005', '2415007', '202735001'],
    },
    asks: ['legPain', 'weakness', 'numbnessOrSensoryLoss', 'reflexOrGaitChange'],
    isBackPain: true,
  },
  {
    concept: 'disc displacement, stenosis, spondylosis, post-laminectomy syndrome',
    codes: { icd10cm: ['M51.26', 'M48.061', 'M47.816'], snomed: ['18347007', '202725007'] },
    isBackPain: true,
  },
]

const neurologicCodes: readonly CodeRow[] = [
  {
    concept: 'cauda equina syndrome or injury, cord compression',
    codes: { icd10cm: ['G83.4', 'S34.3', 'G95.20', 'G95.29'], snomed: ['192970008', '12454008', '71286001'] },
    asks: [
      'urinaryIncontinence',
      'faecalIncontinence',
      'newDifficultyPassingUrine',
      'saddleNumbness',
      'weaknessInBothLegs',
      'progressiveDeficit',
    ],
  },
  {
    concept: 'retention of urine',
    codes: { icd10cm: ['R33.8', 'R33.9'], snomed: ['267064002', '236648008'] },
    // Not whole: who has no retention may all the same have begun to find it hard to pass urine.
    means: [{ finding: 'newDifficultyPassingUrine', value: present }],
  },
  {
    concept: 'urinary incontinence, not specified or total',
    codes: { icd10cm: ['R32'], snomed: ['165232002', '129853007'] },
    means: [{ finding: 'urinaryIncontinence', value: present, whole: true }],
  },
  {
    concept: 'urinary incontinence of a kind',
    codes: { icd10cm: ['N39.3', 'N39.41', 'N39.42', 'N39.45', 'N39.46', 'N39.490', 'N39.498'] },
    means: [{ finding: 'urinaryIncontinence', value: present }],
  },
  {
    concept: 'faecal incontinence',
    codes: { icd10cm: ['R15.9'], snomed: ['72042002'] },
    means: [{ finding: 'faecalIncontinence', value: present, whole: true }],
  },
  {
    concept: 'faecal urgency, smearing, incomplete defecation',
    codes: { icd10cm: ['R15.0', 'R15.1', 'R15.2'] },
    asks: ['faecalIncontinence'],
  },
  {
    concept: 'weakness of a limb, paresis of a leg, foot drop',
    codes: { icd10cm: ['M21.37'], snomed: ['309774006', '102568007', '249945007'] },
    means: [{ finding: 'weakness', value: present }],
  },
  {
    concept: 'paraplegia, paraparesis',
    codes: { icd10cm: ['G82.2'], snomed: ['312444006'] },
    means: [
      { finding: 'weaknessInBothLegs', value: present },
      { finding: 'weakness', value: present },
    ],
  },
  {
    concept: 'weakness, not said where',
    codes: { icd10cm: ['R53.1', 'M62.81', 'R29.898'], snomed: ['26544005'] },
    asks: ['weakness', 'weaknessInBothLegs'],
  },
  {
    concept: 'abnormal gait',
    codes: { icd10cm: ['R26.89'] },
    means: [{ finding: 'reflexOrGaitChange', value: present }],
  },
  { concept: 'difficulty in walking', codes: { icd10cm: ['R26.2'] }, asks: ['reflexOrGaitChange', 'weakness'] },
  {
    concept: 'anaesthesia of skin, numbness of a leg',
    codes: { icd10cm: ['R20.0'], snomed: ['309537005'] },
    means: [{ finding: 'numbnessOrSensoryLoss', value: present }],
  },
  {
    concept: 'disturbance of skin sensation, paraesthesia',
    codes: { icd10cm: ['R20.2', 'R20.8'] },
    asks: ['numbnessOrSensoryLoss', 'saddleNumbness'],
  },
]

const generalCodes: readonly CodeRow[] = [
  {
    concept: 'fever',
    codes: { icd10cm: ['R50.9'], snomed: ['386661006'] },
    means: [{ finding: 'fever', value: present, whole: true }],
  },
  {
    concept: 'fever of a kind',
    codes: { icd10cm: ['R50.8'] },
    means: [{ finding: 'fever', value: present }],
  },
  {
    concept: 'abnormal or unexplained weight loss',
    codes: { icd10cm: ['R63.4'], snomed: ['422868009', '267024001'] },
    means: [{ finding: 'unexplainedWeightLoss', value: present, whole: true }],
  },
  { concept: 'weight decreased', codes: { snomed: ['262285001'] }, asks: ['unexplainedWeightLoss'] },
  {
    concept: 'night sweats, generalised hyperhidrosis',
    codes: { icd10cm: ['R61'] },
    asks: ['otherConstitutional'],
  },
  {
    concept: 'raised ESR, as a finding without its value',
    codes: { icd10cm: ['R70.0'], snomed: ['416103000', '165468009'] },
    asks: ['esrMmPerHour'],
  },
]

const infectionCodes: readonly CodeRow[] = [
  {
    concept: 'osteomyelitis of a vertebra, infective discitis, intraspinal abscess',
    codes: { icd10cm: ['M46.2', 'M46.3', 'G06.1'], snomed: ['203241002', '302935008'] },
    means: [{ finding: 'recentBacterialInfection', value: present }],
  },
  { concept: 'discitis', codes: { icd10cm: ['M46.4'], snomed: ['2304001'] }, asks: ['recentBacterialInfection'] },
  {
    concept: 'tuberculosis of the spine',
    codes: { icd10cm: ['A18.01', 'A17.81'], snomed: ['35984006'] },
    means: [{ finding: 'exposureToTuberculosisOrBrucellosis', value: present }],
    ever: true,
  },
  {
    concept: 'tuberculosis, a history of it, exposure to it',
    codes: { snomed: ['56717001', '427099000', '154283005', '161414005', '444507004'] },
    means: [{ finding: 'exposureToTuberculosisOrBrucellosis', value: present }],
    ever: true,
  },
  {
    concept: 'immunodeficiency, HIV, kidney transplant',
    codes: {
      icd10cm: ['D84.821', 'D84.9', 'B20', 'Z21', 'Z94.0'],
      snomed: ['234532001', '86406008', '165816005'],
    },
    means: [{ finding: 'immunosuppression', value: present }],
  },
  {
    concept: 'immune disorder, not specified',
    codes: { icd10cm: ['D89.9'] },
    asks: ['immunosuppression'],
  },
  {
    concept: 'drug use, not said how',
    codes: {
      icd10cm: ['F11', 'F12', 'F13', 'F14', 'F15', 'F16', 'F19'],
      snomed: ['26416006', '371435006'],
    },
    asks: ['injectingDrugUse'],
    ever: true,
  },
]

const boneCodes: readonly CodeRow[] = [
  {
    concept: 'osteoporosis',
    codes: { icd10cm: ['M81.0'], snomed: ['64859006'] },
    means: [{ finding: 'osteoporosis', value: present, whole: true }],
  },
  {
    concept: 'osteoporosis of a kind, or with a fracture',
    codes: { icd10cm: ['M80'], snomed: ['309745002', '390833005', '102447009', '18040001'] },
    means: [{ finding: 'osteoporosis', value: present }],
  },
  {
    concept: 'osteoporotic vertebral collapse',
    codes: { icd10cm: ['M80.08', 'M80.88'], snomed: ['240198002'] },
    means: [{ finding: 'osteoporosis', value: present }],
    asks: ['xray', 'midlineSpinalTenderness'],
  },
  {
    concept: 'fracture or collapse of a vertebra',
    codes: {
      icd10cm: ['M48.5', 'M84.48', 'M84.58', 'S32.0'],
      snomed: ['426646004', '274146004', '125608002', '207957008'],
    },
    asks: ['xray', 'significantTrauma', 'osteoporosis'],
  },
  {
    concept: 'long-term systemic corticosteroids',
    codes: { icd10cm: ['Z79.52'] },
    means: [{ finding: 'longTermCorticosteroids', value: present, whole: true }],
  },
  {
    concept: 'corticosteroid therapy, not said how long',
    codes: { snomed: ['297279009'] },
    asks: ['longTermCorticosteroids'],
  },
  {
    concept: 'ankylosing spondylitis, inflammatory spondylopathy',
    codes: { icd10cm: ['M45', 'M46.86'], snomed: ['9631008'] },
    asks: ['inflammatoryPattern'],
  },
]

const otherCodes: readonly CodeRow[] = [
  {
    concept: 'abdominal aortic aneurysm',
    codes: { icd10cm: ['I71.3', 'I71.4'], snomed: ['233985008', '14336007'] },
    means: [{ finding: 'pulsatileAbdominalMassOrKnownAneurysm', value: present }],
  },
  {
    concept: 'pregnancy',
    codes: { icd10cm: ['Z33.1', 'Z33.3', 'Z34', 'O09', 'Z3A'], snomed: ['77386006', '72892002'] },
    means: [{ finding: 'pregnant', value: present }],
  },
  {
    // The list that was checked holds these codes, and not which stage each is: how severe it is, is asked.
    concept: 'kidney disease or failure of any stage',
    codes: { icd10cm: ['N17', 'N18', 'N19'] },
    asks: ['severeKidneyDisease', 'milderKidneyDisease'],
  },
  {
    concept: 'a history of peptic ulcer',
    codes: { snomed: ['266998003'] },
    means: [{ finding: 'pastUlcer', value: present, whole: true }],
    ever: true,
  },
  { concept: 'pacemaker in situ', codes: { snomed: ['275531008'] }, asks: ['mriContraindication'], ever: true },
  { concept: 'a history of heart failure', codes: { snomed: ['161505003'] }, asks: ['severeHeartFailure'], ever: true },
  {
    concept: 'a history of myocardial infarction or coronary intervention',
    codes: { snomed: ['399211009', '428375006', '428308007', '399261000'] },
    means: [{ finding: 'cardiovascularDisease', value: present }],
    ever: true,
  },
  {
    concept: 'nicotine dependence, cigarettes',
    codes: { icd10cm: ['F17.210', 'F17.213', 'F17.218', 'F17.219'] },
    means: [{ finding: 'smoker', value: present }],
  },
  {
    concept: 'nicotine dependence in remission',
    codes: { icd10cm: ['F17.211', 'F17.201'] },
    asks: ['smoker'],
    ever: true,
  },
]

/** Every row by which a Condition (or an Observation of a sign) is read. */
export const conditionCodes: readonly CodeRow[] = [
  ...backPainCodes,
  ...neurologicCodes,
  ...generalCodes,
  ...cancerCodes,
  ...infectionCodes,
  ...boneCodes,
  ...otherCodes,
]

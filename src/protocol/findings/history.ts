import { any } from '../../language/condition.ts'
import { choice, date, quantity, sign, vocabulary } from '../../language/finding.ts'

const cancer = vocabulary({
  cancerHistory: choice(
    { never: 'never', past: 'in the past', current: 'current' },
    {
      label: 'history of cancer',
      group: 'Cancer',
      question: 'Cancer: never, in the past, or now?',
      patientQuestion: 'Have you ever had cancer?',
      why: 'Some cancers spread to the spine.',
      serves: ['B1', 'X2', 'X3', 'X11', 'X13'],
    },
  ),
  treatedForCancer: sign({
    label: 'treatment for cancer',
    group: 'Cancer',
    question: 'Treated for cancer, now or ever?',
    patientQuestion: 'Have you ever been treated for cancer?',
    why: 'Treatment may be remembered when the diagnosis is not.',
    serves: ['B1', 'X11'],
  }),
})

/** Cancer at any time. */
export const cancerEver = any(cancer.terms.cancerHistory.is('past', 'current'), cancer.terms.treatedForCancer.present)

const primary = vocabulary({
  primarySite: choice(
    { lung: 'lung', breast: 'breast', prostate: 'prostate', other: 'other' },
    {
      label: 'primary site of the cancer',
      group: 'Cancer',
      question: 'Primary site',
      patientQuestion: 'Where did the cancer start?',
      why: 'Lung, breast and prostate cancers spread to the spine most often.',
      serves: ['C5'],
      appliesWhen: cancerEver,
    },
  ),
})

const general = vocabulary({
  fever: sign({
    label: 'fever',
    group: 'General symptoms',
    question: 'Fever?',
    patientQuestion: 'Have you had a fever?',
    why: 'Fever with back pain can be an infection of the spine.',
    serves: ['B2', 'E5', 'X9'],
  }),
  temperatureCelsius: quantity({
    unit: 'Cel',
    minimum: 25,
    maximum: 45,
    decimals: 1,
    label: 'measured temperature',
    group: 'General symptoms',
    question: 'Temperature, if measured',
    patientQuestion: 'If you took your temperature, what was the highest?',
    why: '38.0 °C or more counts as fever.',
    serves: ['B2', 'E5', 'X9'],
    unrecorded: 'notDone',
  }),
  unexplainedWeightLoss: sign({
    label: 'unexplained weight loss',
    group: 'General symptoms',
    question: 'Unexplained weight loss?',
    patientQuestion: 'Have you lost weight without trying?',
    why: 'It can be a sign of cancer or infection.',
    serves: ['B2', 'E5'],
  }),
  otherConstitutional: sign({
    label: 'chills, night sweats or malaise',
    group: 'General symptoms',
    question: 'Chills, night sweats or malaise?',
    patientQuestion: 'Have you had shivering, night sweats, or felt generally ill?',
    why: 'General illness with back pain suggests a cause outside the muscles.',
    serves: ['B2', 'E5'],
  }),
  otherSystemicIllnessSuspected: sign({
    label: 'another systemic illness suspected',
    group: 'General symptoms',
    question: 'Another systemic illness suspected?',
    why: 'An NSAID comes first only where there is no systemic illness.',
    serves: ['D1', 'I11'],
  }),
})

const pain = vocabulary({
  onsetDate: date({
    label: 'date of onset',
    group: 'The pain',
    question: 'Date the pain began',
    patientQuestion: 'When did this pain begin?',
    why: 'Pain of more than one month is a red flag.',
    serves: ['B4'],
    unrecorded: 'notDone',
  }),
  durationDays: quantity({
    unit: 'd',
    minimum: 0,
    maximum: 40000,
    grows: 'd',
    elapsed: { from: 'onsetDate', unit: 'd' },
    label: 'duration of the pain',
    group: 'The pain',
    question: 'Duration of the pain',
    patientQuestion: 'How long have you had this pain?',
    why: 'Pain of more than one month is a red flag.',
    serves: ['B4', 'I1'],
  }),
  firstEpisode: sign({
    label: 'first episode',
    group: 'The pain',
    question: 'First episode of back pain?',
    patientQuestion: 'Is this the first time you have had back pain?',
    why: 'A first episode after 50 is worth a second look.',
    serves: ['X4'],
  }),
  nightPain: choice(
    { none: 'none', present: 'present at night', disturbsSleep: 'disturbs sleep' },
    {
      label: 'pain at night',
      group: 'The pain',
      question: 'Pain at night',
      patientQuestion: 'Does the pain come at night? Does it keep you from sleeping?',
      why: 'Pain that keeps one from sleeping is a red flag.',
      serves: ['B3', 'E3', 'I2', 'X13'],
    },
  ),
  previousTreatment: choice(
    { none: 'none', helped: 'helped', noResponse: 'no response' },
    {
      label: 'previous treatment',
      group: 'The pain',
      question: 'Previous treatment of this pain',
      patientQuestion: 'Have you had treatment for this pain? Did it help?',
      why: 'Pain that has not responded to treatment is a red flag.',
      serves: ['B5'],
    },
  ),
  constantAndDull: sign({
    label: 'constant dull ache',
    group: 'The pain',
    question: 'A constant, dull ache?',
    patientQuestion: 'Is the pain dull and there all the time?',
    why: 'With pain at rest or at night it suggests a serious cause.',
    serves: ['E1', 'I4', 'I13', 'X13'],
  }),
  unrelievedByRest: sign({
    label: 'pain not relieved by rest',
    group: 'The pain',
    question: 'Not relieved by rest?',
    patientQuestion: 'Does the pain stay the same when you rest?',
    why: 'Mechanical pain usually eases with rest.',
    serves: ['E2', 'I4', 'X13'],
  }),
  worseOnMovement: sign({
    label: 'pain worse on movement',
    group: 'The pain',
    question: 'Worse on movement?',
    patientQuestion: 'Does moving make the pain worse?',
    why: 'Shown to the clinician; by itself it does not raise the urgency.',
    serves: ['E4'],
  }),
  worseOnPalpation: sign({
    label: 'pain worse on palpation',
    group: 'The pain',
    question: 'Worse on palpation?',
    why: 'Shown to the clinician; by itself it does not raise the urgency.',
    serves: ['E4'],
  }),
  suddenOnset: sign({
    label: 'sudden onset',
    group: 'The pain',
    question: 'Sudden onset?',
    patientQuestion: 'Did the pain start all of a sudden?',
    why: 'Sudden pain can be a fracture or a blood vessel.',
    serves: ['X4', 'X5'],
  }),
  inflammatoryPattern: sign({
    label: 'inflammatory pattern',
    group: 'The pain',
    question: 'Inflammatory pattern: onset before 45, over 3 months, morning stiffness, better with movement?',
    why: 'It raises the question of inflammatory back disease.',
    serves: ['X10'],
  }),
  severity: quantity({
    unit: '{score}',
    minimum: 0,
    maximum: 10,
    label: 'severity, 0 to 10',
    group: 'The pain',
    question: 'Severity now, 0 to 10',
    patientQuestion: 'How bad is the pain now, from 0 (none) to 10 (the worst)?',
    why: 'For the review and the letter.',
    serves: ['I7'],
    unrecorded: 'notDone',
  }),
})

export const history = {
  definitions: [...cancer.definitions, ...primary.definitions, ...general.definitions, ...pain.definitions],
  terms: { ...cancer.terms, ...primary.terms, ...general.terms, ...pain.terms },
}

import { any } from '../../language/condition.ts'
import { choice, sign, vocabulary } from '../../language/finding.ts'

const group = 'Emergency'

/** Asked first, and one by one: any of these may be pressure on the nerves or the cord. */
export const emergency = vocabulary({
  urinaryIncontinence: sign({
    label: 'loss of bladder control',
    group,
    question: 'Loss of control of urine?',
    patientQuestion: 'Have you wet yourself without meaning to since the pain began?',
    why: 'It can be pressure on the nerves to the bladder: an emergency.',
    serves: ['B6', 'E6', 'X1', 'X11'],
    askedAlone: true,
  }),
  faecalIncontinence: sign({
    label: 'loss of bowel control',
    group,
    question: 'Loss of control of stool?',
    patientQuestion: 'Have you lost control of your bowels since the pain began?',
    why: 'It can be pressure on the nerves to the bowel: an emergency.',
    serves: ['B6', 'E6', 'X1', 'X11'],
    askedAlone: true,
  }),
  newDifficultyPassingUrine: sign({
    label: 'new difficulty passing urine',
    group,
    question: 'New difficulty passing urine, or not feeling it pass?',
    patientQuestion: 'Is it newly hard to start passing urine, or can you not feel it?',
    why: 'Retention often comes before loss of control.',
    serves: ['B6', 'E6', 'X1', 'X11', 'I3'],
    askedAlone: true,
  }),
  saddleNumbness: sign({
    label: 'saddle numbness',
    group,
    question: 'Numbness around the genitals or back passage?',
    patientQuestion: 'Is it numb between your legs, around your private parts or your bottom?',
    why: 'It is an early sign of pressure on the nerves at the base of the spine.',
    serves: ['B6', 'E6', 'X1', 'X11', 'I3'],
    askedAlone: true,
  }),
  weaknessInBothLegs: sign({
    label: 'weakness in both legs',
    group,
    question: 'Weakness in both legs?',
    patientQuestion: 'Are both your legs weak?',
    why: 'Weakness on both sides points to the cord or the cauda equina.',
    serves: ['B6', 'E6', 'X1', 'X11', 'I3'],
    askedAlone: true,
  }),
  progressiveDeficit: sign({
    label: 'progressive neurologic deficit',
    group,
    question: 'Weakness, numbness or loss of control that is getting worse?',
    patientQuestion: 'Is any weakness, numbness or loss of control getting worse?',
    why: 'A deficit that grows cannot wait.',
    serves: ['B6', 'E6', 'X11'],
    askedAlone: true,
  }),
})

const neurologicGroup = 'Neurologic'

export const neurologic = vocabulary({
  weakness: sign({
    label: 'weakness',
    group: neurologicGroup,
    question: 'Weakness of a limb?',
    patientQuestion: 'Is an arm or leg weaker than it used to be?',
    why: 'It can mean that a nerve is pressed.',
    serves: ['B6', 'E6', 'X11'],
  }),
  numbnessOrSensoryLoss: sign({
    label: 'numbness or sensory loss',
    group: neurologicGroup,
    question: 'Numbness or loss of feeling?',
    patientQuestion: 'Is any part of your body numb?',
    why: 'It can mean that a nerve is pressed.',
    serves: ['B6', 'E6', 'X11', 'I3'],
  }),
  reflexOrGaitChange: sign({
    label: 'reflex or gait change',
    group: neurologicGroup,
    question: 'Changed reflexes or gait?',
    why: 'It can show a deficit that the patient has not noticed.',
    serves: ['B6', 'E6', 'X11', 'I3'],
  }),
  legPain: sign({
    label: 'leg pain',
    group: neurologicGroup,
    question: 'Pain that runs down a leg?',
    patientQuestion: 'Does the pain run down your leg?',
    why: 'Recorded for the letter; without a deficit it is not a red flag.',
    serves: ['I3'],
  }),
})

const e = emergency.terms
const n = neurologic.terms

/** Any neurologic sign that is present, its pace left aside. */
export const anyDeficit = any(
  n.weakness.present,
  e.progressiveDeficit.present,
  e.urinaryIncontinence.present,
  e.faecalIncontinence.present,
  n.numbnessOrSensoryLoss.present,
  n.reflexOrGaitChange.present,
  e.saddleNumbness.present,
  e.newDifficultyPassingUrine.present,
  e.weaknessInBothLegs.present,
)

export const pace = vocabulary({
  paceOfDeficit: choice(
    { stable: 'stable', slow: 'slowly worse', rapid: 'rapidly worse' },
    {
      label: 'pace of the deficit',
      group: neurologicGroup,
      question: 'Pace of the deficit',
      patientQuestion: 'Is the weakness or numbness staying the same, getting slowly worse, or getting quickly worse?',
      why: 'A rapid deficit is an emergency.',
      serves: ['B6', 'E6', 'X1'],
      appliesWhen: anyDeficit,
    },
  ),
})

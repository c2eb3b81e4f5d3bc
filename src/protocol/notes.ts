/*
 * What is written down for the letter and decides nothing: where it hurts, and what the pain keeps the patient from.
 * Neither is a finding: no rule may read it. Ids are kept in records, so they are permanent.
 */

/** Places of the body chart, from above. */
export const bodyRegions = [
  { id: 'neck', label: 'neck' },
  { id: 'upperBack', label: 'upper back' },
  { id: 'middleBack', label: 'middle back' },
  { id: 'lowerBack', label: 'lower back' },
  { id: 'tailbone', label: 'tailbone' },
  { id: 'leftButtock', label: 'left buttock or hip' },
  { id: 'rightButtock', label: 'right buttock or hip' },
  { id: 'leftThigh', label: 'left thigh' },
  { id: 'rightThigh', label: 'right thigh' },
  { id: 'leftLowerLeg', label: 'left lower leg or foot' },
  { id: 'rightLowerLeg', label: 'right lower leg or foot' },
  { id: 'elsewhere', label: 'somewhere else' },
]

/** What the pain keeps the patient from. */
export const activities = [
  { id: 'work', label: 'work or school' },
  { id: 'household', label: 'work at home' },
  { id: 'walking', label: 'walking' },
  { id: 'sitting', label: 'sitting' },
  { id: 'lifting', label: 'lifting' },
  { id: 'dressing', label: 'washing or dressing' },
  { id: 'sleeping', label: 'sleeping' },
  { id: 'sport', label: 'sport or play' },
]

/** What they are called in the assessment and the letter. */
export const noteWords = {
  title: 'Where it hurts, and what the pain prevents',
  regions: 'Where it hurts',
  activities: 'What the patient cannot do because of the pain',
  words: 'More, in words',
}

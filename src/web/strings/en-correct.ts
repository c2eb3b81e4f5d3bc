/** Texts about a letter that was sent and is not right. */
export const enCorrect = {
  title: 'Put a letter right',
  lead: '{{to}} has a letter of {{date}} that is not right:',
  way: 'What will you do',
  ways: {
    corrects: 'Send a corrected letter in its place',
    withdraws: 'Withdraw the referral by a letter',
    told: 'Record that they were told otherwise, by telephone for instance',
  },
  save: {
    corrects: 'Sign the corrected letter',
    withdraws: 'Sign the withdrawal',
    told: 'Record that they were told',
  },
  why: 'Why it is withdrawn',
  note: 'Who told whom, and what was said',
  noteHelp: 'It stands in the record; the letter stays as it was sent.',
  right: 'This letter needs no correction.',
  back: 'Back to the patient',
  outdated: 'The letter of {{date}} to {{to}} is not right any more',
  open: 'Put the letter right',
  corrected: 'Corrected letter of {{date}}',
  withdrawn: 'Withdrawal of {{date}}',
  told: 'Told on {{date}}: {{note}}',
  replaced: 'A later letter replaces this one. The one that counts is of {{date}}.',
} as const

/** Texts about changing what is on record of a patient beside answers. */
export const enDetails = {
  title: 'Change allergies, medicines or other details',
  lead: 'What was on record stays in the timeline. A letter that says otherwise is then asked to be put right.',
  reason: 'Why it is changed',
  same: 'Nothing is changed yet.',
  missing: 'Say why it is changed.',
  save: 'Save the details',
} as const

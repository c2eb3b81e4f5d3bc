/*
 * What the patient takes home, in words for a reader of about 11. No clinician has reviewed this text yet: it has no
 * `review`, and until it has one it is printed for invented patients only.
 */
export const handoutWords = {
  title: 'Your back pain',
  unreviewed: {
    mark: 'This text has not been reviewed by a clinician yet. It is for trying out only.',
    notPrinted:
      'The text for patients has not been reviewed by a clinician yet, so it is not printed for real patients. Please use your own. The advice that every patient needs is this:',
  },
  opening: [
    'You came to us because your back hurts. Back pain is very common, and it often gets better.',
    'Sometimes back pain has another cause, so we asked you about warning signs.',
  ],
  nextTitle: 'What happens now',
  urgency: [
    { level: 'routine', says: [] },
    {
      level: 'soon',
      says: ['We found something that we want to look into. This does not mean that it is serious.'],
    },
    {
      level: 'urgent',
      says: ['We found something that we want to look into quickly. Please come to every visit and test.'],
    },
    {
      level: 'emergency',
      says: ['You need to be seen in hospital today. Do not wait, and do not drive yourself.'],
    },
  ],
  sayings: [
    { decision: 'vascularReferral', says: 'The doctors will look at your blood vessels first.' },
    { decision: 'emergencyAdmission', says: 'You will stay in hospital so that an infection can be treated.' },
    {
      decision: 'surgicalReferral',
      outcomes: ['neurosurgeryToday'],
      says: 'A doctor for the spine and nerves will see you today.',
    },
    {
      decision: 'surgicalReferral',
      outcomes: ['orthopaedics', 'neurosurgery'],
      says: 'We may send you to a doctor for the spine. Ask us when you will hear from them.',
    },
    { decision: 'specialistAssessment', says: 'A doctor who looks after people of your age should see you.' },
    { decision: 'oncologyReferral', says: 'We may ask another team of doctors to see you, and do more tests.' },
    { decision: 'rheumatologyReferral', says: 'We may ask a doctor for joints about your pain.' },
    {
      decision: 'mri',
      outcomes: ['recommended', 'emergency', 'consider'],
      says: 'You may have an MRI. It is a scan that takes pictures without X-rays. It is loud, and it does not hurt.',
    },
    { decision: 'xray', says: 'You may have an X-ray of your back. Tell us if you could be pregnant.' },
    { decision: 'esr', says: 'You may have a blood test. It shows whether something in the body is inflamed.' },
    {
      decision: 'nsaid',
      outcomes: ['recommended', 'continue'],
      says: 'You may get a medicine for the pain. Take it only as you are told. Stop and call us if your stomach hurts, or if your stool is black.',
    },
    {
      decision: 'nsaid',
      outcomes: ['notAdvised', 'withhold', 'consider'],
      says: 'Do not buy pain medicine by yourself. Ask us first which one is safe for you.',
    },
    { decision: 'heatAndActivity', says: 'Keep moving as well as you can. Warmth can help.' },
    {
      decision: 'review',
      outcomes: ['inWindow'],
      says: 'Come back 2 to 6 weeks after the treatment starts, so that we can see whether it helps.',
    },
    { decision: 'review', outcomes: ['inTwoWeeks'], says: 'Come back in 2 weeks.' },
    { decision: 'closing', says: 'Your pain has gone, so you do not need another visit. Come back if it returns.' },
  ],
  safety: {
    title: 'Come back at once',
    decision: 'safetyNet',
    without: 'Tell the patient: ',
    lead: 'Do not wait for your next visit. If we are closed, go to the hospital.',
  },
  closing: ['Keep this sheet. Show it to anyone who treats you.'],
}

/** What the printed protocol says about itself, and the titles of its chapters. */
export const documentWords = {
  title: 'The back-pain protocol',
  purpose: [
    'It helps a clinician with an adult who has back pain: it screens for red flags, says what to consider next and why, and keeps watch until the patient is safe.',
    'It is decision support. Everything it says begins with "Consider". The clinician decides, may do otherwise at any time, and answers for what is done.',
    'It is made from a short teaching text in adult medicine, one numbered statement at a time (A to F), from our readings of that text (I), and from safety additions with their own references (X).',
  ],
  isNot: [
    'It is not a guideline. The text it is made from is one clinician’s teaching summary. Where published guidance differs, the difference stands beside the statement.',
    'It is not for patients under 18. For them it says so, and prescribes nothing; its emergency additions still speak.',
    'It does not diagnose, and it reads no picture, film or signal. It uses reports that a person has typed or received.',
    'It does not replace the judgement of the person who sees the patient. What it does not ask, it does not know.',
  ],
  chapters: [
    { letter: 'A', title: 'Context' },
    { letter: 'B', title: 'Red flags' },
    { letter: 'C', title: 'Work-up' },
    { letter: 'D', title: 'Treatment' },
    { letter: 'E', title: 'Features of a serious cause' },
    { letter: 'F', title: 'Referral' },
    { letter: 'I', title: 'How the source is read' },
    { letter: 'X', title: 'Safety additions' },
  ],
}

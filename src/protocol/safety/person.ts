import type { Hazard } from '../../language/hazard.ts'

/** What can go wrong because of who the patient is. */
export const hazardsOfPerson: readonly Hazard[] = [
  {
    id: 'H6',
    name: 'Child treated by an adult pathway',
    hazard: 'The pathway gives advice for a patient under 18.',
    causes: ['The age is not known or wrong.', 'A record kept under a parent’s details.'],
    effect: 'Wrong doses, wrong tests, a missed childhood cause.',
    initial: { severity: 'major', likelihood: 'medium' },
    controls: [
      {
        control: 'Under 18 it is out of scope, said plainly; nothing is prescribed; emergency signs still speak.',
        shownBy: [
          { test: 'what a decision says a child is out of scope', file: 'src/evaluate/decide.test.ts' },
          { clinicalCase: 'boy-of-17-with-45-days-of-pain' },
          { clinicalCase: 'birthday-of-18-is-tomorrow' },
          { clinicalCase: 'urine-is-lost-in-a-boy-of-15' },
        ],
      },
      {
        control: 'While the age is not known, no NSAID is recommended.',
        shownBy: [
          { guarantee: 'an_nsaid_is_never_recommended_while_something_that_could_block_it_is_not_known' },
          { clinicalCase: 'age-not-answered' },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'very low' },
    open: [],
    site: [],
  },
  {
    id: 'H7',
    name: 'Pregnancy not known',
    hazard: 'A pregnant patient gets an X-ray or an NSAID as if she were not pregnant.',
    causes: [
      'Pregnancy is not asked, or not yet known to her.',
      'Weeks are not recorded.',
      'Sex or age is recorded wrong, so that it is not asked.',
    ],
    effect: 'Harm to the unborn child.',
    initial: { severity: 'major', likelihood: 'medium' },
    controls: [
      {
        control:
          'Where it can apply, pregnancy has to be known before an NSAID is recommended, and until then an X-ray is provisional; weeks not known count as from 20.',
        shownBy: [
          { guarantee: 'a_contraindicated_nsaid_is_never_recommended' },
          { clinicalCase: 'pregnancy-not-answered' },
          { clinicalCase: 'pregnancy-not-known-with-45-days-of-pain' },
          { clinicalCase: 'pregnant-but-weeks-not-known' },
        ],
      },
      {
        control: 'The form asks it of every woman of that age, and recorded weeks grow with time.',
        shownBy: [
          {
            test: 'which questions are asked pregnancy is asked of a woman of that age, its weeks only once it is known, and neither of a man',
            file: 'src/web/findings/questions.test.ts',
          },
          {
            test: 'what is recorded ages until the as-of date weeks of pregnancy grow by completed weeks',
            file: 'src/evaluate/situation.test.ts',
          },
          { clinicalCase: 'week-19-recorded-a-week-ago' },
        ],
      },
    ],
    residual: { severity: 'major', likelihood: 'low' },
    open: [
      'While pregnancy is not known an X-ray is shown as recommended, though provisional, and pregnancy among the questions that are open: whether it should be held back is a question to clinicians.',
      'It is asked from 12 to 55 years of those whose sex at birth is female; the ages are a question to clinicians.',
      'An answer “not pregnant” does not expire.',
    ],
    asks: ['xrayWhilePregnancyNotKnown', 'agesOfPregnancy'],
    site: ['The imaging department asks again before an X-ray.'],
  },
]

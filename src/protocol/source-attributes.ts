import type { SourceAttributes } from '../language/source-attribute.ts'

/*
 * 45 CFR 170.315(b)(11)(iv)(A), in the wording of the HTI-1 final rule (89 FR 1192). § 170.213 is USCDI. Whether a finding
 * is used is worked out from the rules (src/weave/source-attributes.ts); here stands which findings express the element.
 */

/** Where this protocol comes from, and whose data it uses. */
export const sourceAttributes: SourceAttributes = {
  regulation: '45 CFR 170.315(b)(11)(iv)(A)',
  attributes: [
    {
      number: 1,
      name: 'Bibliographic citation of the intervention (clinical research or guideline)',
      from: 'references',
      says: [
        'The source is a short clinical teaching text on back pain in adult medicine: one clinician’s summary, not a guideline and not published research. Its statements A1 to F1 are told in our own words.',
        'What the safety additions rest on, and the published work that is set beside a statement because it differs or adds to it, is listed by statement. How far a reference was checked before it was cited stands beside it where that is recorded.',
      ],
    },
    {
      number: 2,
      name: 'Developer of the intervention (translation from clinical research or guideline)',
      from: 'stated',
      says: [
        'The Plumbline project: its contributors wrote the readings of the source (I1 to I14) and the safety additions (X1 to X13), and made the rules from them.',
        'No clinician has signed the protocol yet.',
      ],
    },
    {
      number: 3,
      name: 'Funding source of the technical implementation for the intervention(s) development',
      from: 'stated',
      says: [
        'None is declared. The project names no manufacturer, payer or other body that has paid for it; whoever deploys it states who pays for that.',
      ],
    },
    {
      number: 4,
      name: 'Release and, if applicable, revision dates of the intervention or reference source',
      from: 'releases',
      says: [
        'The teaching text bears no date that we know of; references to papers carry their year, guidelines their number or year.',
      ],
    },
    {
      number: 5,
      name: 'Use of race as expressed in the standards in § 170.213',
      from: 'findings',
      findings: [],
      says: [],
    },
    {
      number: 6,
      name: 'Use of ethnicity as expressed in the standards in § 170.213',
      from: 'findings',
      findings: [],
      says: [],
    },
    {
      number: 7,
      name: 'Use of language as expressed in the standards in § 170.213',
      from: 'findings',
      findings: [],
      says: ['The language that a text is shown in changes no decision.'],
    },
    {
      number: 8,
      name: 'Use of sexual orientation as expressed in the standards in § 170.213',
      from: 'findings',
      findings: [],
      says: [],
    },
    {
      number: 9,
      name: 'Use of gender identity as expressed in the standards in § 170.213',
      from: 'findings',
      findings: [],
      says: ['Sex at birth is asked, not gender identity: see 10.'],
    },
    {
      number: 10,
      name: 'Use of sex as expressed in the standards in § 170.213',
      from: 'findings',
      findings: ['sexAtBirth'],
      says: [
        'As recorded at birth. It sets the ESR limit where the laboratory gives none, says whether pregnancy is asked, and names which primary cancers are looked for. Where it is not known, what depends on it is not known either.',
      ],
    },
    {
      number: 11,
      name: 'Use of date of birth as expressed in the standards in § 170.213',
      from: 'findings',
      findings: ['birthDate', 'ageYears'],
      says: [
        'Age is counted from it to the day of the decision. It decides whether the patient is an adult, sets the ESR limit where the laboratory gives none, says whether pregnancy is asked, and is a part of several risks.',
      ],
    },
    {
      number: 12,
      name: 'Use of social determinants of health data as expressed in the standards in § 170.213',
      from: 'findings',
      findings: [],
      says: ['Housing, food, transport, work, education and safety are not asked, and weigh nothing.'],
    },
    {
      number: 13,
      name: 'Use of health status assessments data as expressed in the standards in § 170.213',
      from: 'findings',
      findings: ['pregnant', 'pregnancyWeeks', 'smoker', 'injectingDrugUse'],
      says: [
        'USCDI version 3 has pregnancy status and smoking status among these elements; later versions add substance use. No score or instrument for function, disability, mood or cognition is read.',
      ],
    },
  ],
  releases: [{ version: '0.1.0', releasedOn: 'notReleased' }],
}

import type { EnteredEvent, EnteredFindings } from '../api/episode.ts'
import type { EnteredPatient } from '../api/patient.ts'

/** An event as the demo data says it: a signature signs what is shown; `screened` answers "none" to all but these. */
export type DemoEvent =
  | Exclude<EnteredEvent, { type: 'signed' }>
  | { readonly type: 'signed' }
  | { readonly type: 'screened'; readonly payload: { readonly findings: EnteredFindings } }

/** One thing that somebody recorded, some days before today. */
export interface DemoStep {
  readonly daysAgo: number
  readonly by: 'demo-clinician' | 'demo-nurse' | 'demo-colleague'
  readonly event: DemoEvent
}

/** An invented patient, and what was recorded. */
export interface DemoPatient {
  /** Permanent: the ids of the patient's commands are made of it. */
  readonly key: string
  readonly patient: EnteredPatient
  readonly events: readonly DemoStep[]
}

/** A pain of a few days that nothing makes worse than it is. */
const mild: EnteredFindings = {
  cancerHistory: 'never',
  nightPain: 'none',
  previousTreatment: 'none',
  durationDays: 6,
  severity: 4,
}

const spinalClinic = 'Spinal clinic, District Hospital'

/**
 * The demo patients, each in another state today. Nobody of these names is known to us; every one of them is labelled
 * as invented wherever it is shown. `D-20` is the day 20 days before the patients are put into the record, `D+3` the
 * day 3 days after.
 */
export const demoPatients: readonly DemoPatient[] = [
  {
    key: 'review-open',
    patient: {
      familyName: 'Núñez Ferreiro',
      givenName: 'José Ángel',
      birthDate: '1983-05-17',
      sexAtBirth: 'male',
      recordNumber: 'DEMO-001',
      allergies: 'None known',
    },
    events: [
      { daysAgo: 20, by: 'demo-nurse', event: { type: 'screened', payload: { findings: mild } } },
      { daysAgo: 20, by: 'demo-clinician', event: { type: 'signed' } },
      {
        daysAgo: 20,
        by: 'demo-clinician',
        event: { type: 'treatmentStarted', payload: { treatment: 'nsaid', startedOn: 'D-20' } },
      },
      { daysAgo: 20, by: 'demo-clinician', event: { type: 'assigned', payload: { to: { role: 'nurse' } } } },
    ],
  },
  {
    key: 'review-overdue',
    patient: {
      familyName: 'Vlčková',
      givenName: 'Šárka',
      birthDate: '1979-11-02',
      sexAtBirth: 'female',
      recordNumber: 'DEMO-002',
    },
    events: [
      {
        daysAgo: 45,
        by: 'demo-colleague',
        event: { type: 'screened', payload: { findings: { ...mild, durationDays: 3 } } },
      },
      { daysAgo: 45, by: 'demo-colleague', event: { type: 'signed' } },
      {
        daysAgo: 45,
        by: 'demo-colleague',
        event: { type: 'treatmentStarted', payload: { treatment: 'nsaid', startedOn: 'D-45' } },
      },
    ],
  },
  {
    key: 'result-overdue',
    patient: {
      familyName: 'Okonkwo-Lindqvist',
      givenName: 'Adaeze',
      birthDate: '1968-02-29',
      sexAtBirth: 'female',
      recordNumber: 'DEMO-003',
      medicines: 'Amlodipine 5 mg',
    },
    events: [
      {
        daysAgo: 16,
        by: 'demo-nurse',
        event: { type: 'screened', payload: { findings: { ...mild, durationDays: 45, nightPain: 'disturbsSleep' } } },
      },
      { daysAgo: 16, by: 'demo-clinician', event: { type: 'signed' } },
      { daysAgo: 16, by: 'demo-clinician', event: { type: 'ordered', payload: { tests: ['xray', 'esr'] } } },
      {
        daysAgo: 16,
        by: 'demo-clinician',
        event: { type: 'referred', payload: { decision: 'surgicalReferral', destination: spinalClinic } },
      },
      {
        daysAgo: 12,
        by: 'demo-nurse',
        event: { type: 'referralAcknowledged', payload: { referral: 5, acknowledgedOn: 'D-12' } },
      },
      {
        daysAgo: 9,
        by: 'demo-nurse',
        event: {
          type: 'resultReceived',
          payload: { findings: { xray: 'degenerative' }, reportedText: 'Age-related change. Alignment normal.' },
        },
      },
      { daysAgo: 9, by: 'demo-clinician', event: { type: 'signed' } },
    ],
  },
  {
    key: 'emergency',
    patient: {
      familyName: 'Sæmundsdóttir',
      givenName: 'Þórunn',
      birthDate: '1990-08-21',
      sexAtBirth: 'female',
      recordNumber: 'DEMO-004',
    },
    events: [
      {
        daysAgo: 0,
        by: 'demo-nurse',
        event: {
          type: 'answered',
          payload: {
            findings: {
              saddleNumbness: 'present',
              newDifficultyPassingUrine: 'present',
              urinaryIncontinence: 'absent',
              faecalIncontinence: 'absent',
              numbnessOrSensoryLoss: 'present',
              durationDays: 2,
            },
          },
        },
      },
      { daysAgo: 0, by: 'demo-clinician', event: { type: 'signed' } },
    ],
  },
  {
    key: 'unsigned',
    patient: {
      familyName: 'Brzęczyk',
      givenName: 'Łukasz',
      birthDate: '1995-01-30',
      sexAtBirth: 'male',
      recordNumber: 'DEMO-005',
    },
    events: [
      {
        daysAgo: 0,
        by: 'demo-nurse',
        event: {
          type: 'answered',
          payload: { findings: { durationDays: 12, severity: 6, cancerHistory: 'never', nightPain: 'notKnown' } },
        },
      },
    ],
  },
  {
    key: 'referral-unanswered',
    patient: {
      familyName: 'Nguyễn',
      givenName: 'Thị Hạnh',
      birthDate: '1957-12-08',
      sexAtBirth: 'female',
      recordNumber: 'DEMO-006',
      allergies: 'Penicillin: rash',
    },
    events: [
      {
        daysAgo: 20,
        by: 'demo-colleague',
        event: {
          type: 'screened',
          payload: {
            findings: {
              ...mild,
              cancerHistory: 'past',
              treatedForCancer: 'present',
              primarySite: 'breast',
              durationDays: 18,
            },
          },
        },
      },
      { daysAgo: 20, by: 'demo-colleague', event: { type: 'signed' } },
      { daysAgo: 20, by: 'demo-colleague', event: { type: 'ordered', payload: { tests: ['xray', 'esr'] } } },
      {
        daysAgo: 20,
        by: 'demo-colleague',
        event: {
          type: 'referred',
          payload: {
            decision: 'surgicalReferral',
            destination: spinalClinic,
            told: 'To come back at once if anything new appears.',
          },
        },
      },
      {
        daysAgo: 13,
        by: 'demo-nurse',
        event: { type: 'resultReceived', payload: { findings: { xray: 'normal', esrMmPerHour: 14 } } },
      },
      { daysAgo: 13, by: 'demo-colleague', event: { type: 'signed' } },
    ],
  },
  {
    key: 'override-planned',
    patient: {
      familyName: 'Çağlayan-Öztürk',
      givenName: 'Zeynep',
      birthDate: '1974-06-11',
      sexAtBirth: 'female',
      recordNumber: 'DEMO-007',
    },
    events: [
      {
        daysAgo: 4,
        by: 'demo-clinician',
        event: { type: 'screened', payload: { findings: { ...mild, durationDays: 38, previousTreatment: 'helped' } } },
      },
      { daysAgo: 4, by: 'demo-clinician', event: { type: 'signed' } },
      { daysAgo: 4, by: 'demo-clinician', event: { type: 'ordered', payload: { tests: ['xray', 'esr'] } } },
      {
        daysAgo: 4,
        by: 'demo-clinician',
        event: {
          type: 'overridden',
          payload: {
            decision: 'surgicalReferral',
            reasonCode: 'patient-refuses',
            note: 'Much better this week; would rather wait.',
            plan: 'Telephone call; refer if it has not gone on improving.',
            checkBy: 'D+3',
          },
        },
      },
    ],
  },
  {
    key: 'result-to-read',
    patient: {
      familyName: 'Diarra-Béranger',
      givenName: 'Aïssatou',
      birthDate: '1961-03-04',
      sexAtBirth: 'female',
      recordNumber: 'DEMO-008',
    },
    events: [
      {
        daysAgo: 6,
        by: 'demo-nurse',
        event: {
          type: 'screened',
          payload: {
            findings: { ...mild, durationDays: 50, unexplainedWeightLoss: 'present', constantAndDull: 'present' },
          },
        },
      },
      { daysAgo: 6, by: 'demo-clinician', event: { type: 'signed' } },
      { daysAgo: 6, by: 'demo-clinician', event: { type: 'ordered', payload: { tests: ['xray', 'esr'] } } },
      {
        daysAgo: 6,
        by: 'demo-clinician',
        event: { type: 'referred', payload: { decision: 'surgicalReferral', destination: spinalClinic } },
      },
      {
        daysAgo: 4,
        by: 'demo-nurse',
        event: {
          type: 'referralAcknowledged',
          payload: { referral: 5, acknowledgedOn: 'D-4', appointmentOn: 'D+8' },
        },
      },
      {
        daysAgo: 1,
        by: 'demo-nurse',
        event: {
          type: 'resultReceived',
          payload: {
            findings: { xray: 'compressionFracture', esrMmPerHour: 61 },
            reportedText: 'Wedge deformity at one level.',
          },
        },
      },
    ],
  },
  {
    key: 'closed',
    patient: {
      familyName: 'Ní Dhuibhir',
      givenName: 'Máire',
      birthDate: '1986-09-14',
      sexAtBirth: 'female',
      recordNumber: 'DEMO-009',
    },
    events: [
      { daysAgo: 60, by: 'demo-clinician', event: { type: 'screened', payload: { findings: mild } } },
      { daysAgo: 60, by: 'demo-clinician', event: { type: 'signed' } },
      {
        daysAgo: 60,
        by: 'demo-clinician',
        event: { type: 'treatmentStarted', payload: { treatment: 'nsaid', startedOn: 'D-60' } },
      },
      {
        daysAgo: 39,
        by: 'demo-nurse',
        event: {
          type: 'reviewDone',
          payload: { reviewedOn: 'D-39', outcome: 'improved', findings: { painResolved: 'present' } },
        },
      },
      { daysAgo: 39, by: 'demo-clinician', event: { type: 'signed' } },
      {
        daysAgo: 39,
        by: 'demo-clinician',
        event: { type: 'closed', payload: { reason: 'The pain has gone. Told when to come back.' } },
      },
    ],
  },
  {
    key: 'fresh',
    patient: {
      familyName: 'Tōyama',
      givenName: 'Haruka',
      birthDate: '2001-04-25',
      sexAtBirth: 'female',
      recordNumber: 'DEMO-010',
    },
    events: [],
  },
]

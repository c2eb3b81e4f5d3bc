import type { PatientDetails } from '../../src/care/events.ts'
import { type Story, tell } from '../../src/care/story.ts'
import { standard } from '../../src/protocol/protocol.ts'

const patient: PatientDetails = {
  familyName: 'Example',
  givenName: 'Ada',
  birthDate: '1982-05-04',
  sexAtBirth: 'male',
  recordNumber: 'R-1',
  demo: true,
}

/** An episode in which everything happens that is written in a way of its own: answers, tests, a letter, an override. */
export function toldStory(): { readonly story: Story; readonly patient: PatientDetails } {
  const told = { protocol: standard, episodeId: 'episode-1', patientId: 'patient-1', actorId: 'account-1', patient }
  const letter = 'Dear colleague,\nplease see.'
  const story = tell(told, '2026-03-01')
    .on(
      '2026-03-01',
      { type: 'answered', payload: { findings: { cancerHistory: 'past', saddleNumbness: 'notKnown' } } },
      { type: 'signed', payload: {} },
      { type: 'ordered', payload: { tests: ['xray', 'esr'] } },
      { type: 'referred', payload: { decision: 'surgicalReferral', destination: 'the spinal clinic', letter } },
    )
    .on(
      '2026-03-05',
      { type: 'resultReceived', payload: { findings: { xray: 'lyticLesion' }, reportedText: 'Lytic lesion of L3.' } },
      { type: 'signed', payload: {} },
      {
        type: 'overridden',
        payload: { decision: 'mri', reasonCode: 'patient-ineligible', plan: 'Ask again', checkBy: '2026-03-20' },
      },
    )
  return { story, patient }
}

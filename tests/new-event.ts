import type { NewEvent } from '../src/record/event.ts'

let commands = 0

/** An event as a test of the record appends it: a command of its own, and what the test says otherwise. */
export function newEvent(members: Partial<NewEvent> = {}): NewEvent {
  commands += 1
  return {
    episodeId: 'episode-1',
    patientId: 'patient-1',
    expectedSequence: 1,
    commandId: `command-${commands}`,
    type: 'answered',
    actorId: 'clinician-1',
    recordedAt: '2026-03-01T09:30:00Z',
    payload: { finding: 'fever' },
    ...members,
  }
}

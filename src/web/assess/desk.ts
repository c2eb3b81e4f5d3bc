import { useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import type { RecordedFindings } from '../../evaluate/situation.ts'
import type { EnteredEvent, EpisodeView } from '../../service/api/episode.ts'
import { eventsOfAct, isEmpty, signature, splitAnswers } from '../decision/commands.ts'
import type { Otherwise } from '../decision/override-dialog.tsx'
import type { LiveDecision } from '../decision/use-decision.ts'
import type { Act } from '../decision/view.ts'
import type { DraftAnswers } from '../drafts/use-draft.ts'
import { togetherNote, withTogether } from '../findings/together.ts'
import { useCommandId, useRecord } from '../patients/use-patient.ts'
import { useSession } from '../session/use-session.ts'
import { sourceNote, withSources } from '../smart/confirmed.ts'

type Asking = 'override' | 'amend' | undefined

/** What a screen records. */
export interface Recording {
  /** The events that record new answers and the text with them; given none, there is nothing to record. */
  readonly record: (answers: RecordedFindings, note: string) => readonly EnteredEvent[]
  /** The events that record the text by itself, where it stands beside the answers. */
  readonly recordNote?: ((note: string) => readonly EnteredEvent[]) | undefined
}

export interface Desk {
  /** There are answers that are not recorded yet. */
  readonly hasNew: boolean
  readonly mayOverride: boolean
  /** Answers to record, by somebody who may not sign. */
  readonly maySave: boolean
  /** Something has to be signed: new answers, or recorded ones that wait for it. */
  readonly signs: boolean
  readonly maySign: boolean
  readonly busy: boolean
  readonly error: unknown
  readonly asking: Asking
  readonly setAsking: (asking: Asking) => void
  readonly act: (act: Act) => void
  readonly amend: (reason: string) => void
  readonly otherwise: (act: Act, otherwise: Otherwise) => void
  readonly offers: (act: Act) => boolean
}

/** Turns what the clinician presses into events, and says what came of it. */
export function useDesk({
  view,
  record,
  recordNote,
  draft,
  live,
}: {
  readonly view: EpisodeView
  readonly record: Recording['record']
  readonly recordNote: Recording['recordNote']
  readonly draft: DraftAnswers
  /** Nothing can be signed before there is one. */
  readonly live: LiveDecision | undefined
}): Desk {
  const { state, asOf } = view
  const [asking, setAsking] = useState<Asking>()
  const [waiting, setWaiting] = useState<Act>({ is: 'sign' })
  const recording = useRecord(view)
  const commandIdOf = useCommandId()
  const navigate = useNavigate()
  const { role } = useSession().person
  const split = useMemo(() => splitAnswers(draft.answers, state), [draft.answers, state])
  const notes = recordNote?.(draft.note() ?? '') ?? []
  const hasNew = notes.length > 0 || (!isEmpty(draft.answers) && !(isEmpty(split.answered) && isEmpty(split.amended)))
  // A version that was adopted since decides otherwise: signing again is how a clinician agrees.
  const isOutdated = state.protocolChange !== undefined
  const signs = hasNew || state.unsigned.length > 0 || state.signed.length === 0 || isOutdated
  const maySign = role === 'clinician'
  const sourced = (findings: RecordedFindings) =>
    withTogether(
      withSources(findings, (id) => draft.note(sourceNote(id))),
      (id) => draft.note(togetherNote(id)),
    )

  const send = (act: Act, more: readonly EnteredEvent[], reason?: string): void => {
    if (!live) return
    const events = [
      ...(isEmpty(split.amended) || reason === undefined
        ? []
        : [{ type: 'amended', payload: { reason, findings: sourced(split.amended) } } as const]),
      ...(isEmpty(split.answered) ? [] : record(sourced(split.answered), draft.note() ?? '')),
      ...notes,
      ...(signs && maySign ? [signature(live.result)] : []),
      ...more,
    ]
    const done = async (sequence: number): Promise<void> => {
      setAsking(undefined)
      await draft.clear(sequence)
      const [here, episode] = [`/patients/${view.patientId}`, `?episode=${view.episodeId}`]
      if (act.is === 'refer') navigate(`${here}/refer${episode}&decision=${act.actions[0]?.decision ?? ''}`)
      else navigate(`${here}${episode}`)
    }
    if (events.length === 0) return void done(view.sequence)
    recording.mutate(
      { commandId: commandIdOf([view.episodeId, events]), events },
      { onSuccess: (answer) => done(answer.sequence), onError: () => setAsking(undefined) },
    )
  }
  const act = (chosen: Act): void => {
    setWaiting(chosen)
    if (isEmpty(split.amended)) send(chosen, eventsOfAct(chosen, asOf))
    else setAsking('amend')
  }
  return {
    hasNew,
    signs,
    maySign,
    // A change of what is signed is given its own reason first.
    mayOverride: maySign && state.closed === undefined && isEmpty(split.amended),
    busy: recording.isPending || (live?.pending ?? true),
    error: recording.error,
    asking,
    setAsking,
    act,
    amend: (reason) => send(waiting, eventsOfAct(waiting, asOf), reason),
    otherwise: (chosen, said) => send({ is: 'sign' }, overrides(chosen, said)),
    maySave: !maySign && hasNew && state.closed === undefined && isEmpty(split.amended),
    // What is signed and has nothing more to do offers nothing.
    offers: (chosen) =>
      maySign && state.closed === undefined && (signs || eventsOfAct(chosen, asOf).length > 0 || chosen.is === 'refer'),
  }
}

function overrides(act: Act, said: Otherwise): readonly EnteredEvent[] {
  return 'actions' in act
    ? act.actions.map(({ decision }) => ({ type: 'overridden' as const, payload: { decision, ...said } }))
    : []
}

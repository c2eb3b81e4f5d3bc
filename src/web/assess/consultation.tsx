import { useMediaQuery } from '@mantine/hooks'
import { type ReactNode, useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import type { EpisodeHistory } from '../../care/episode.ts'
import { observedOf } from '../../care/findings.ts'
import { pathwayOf } from '../../care/pathway.ts'
import type { RecordedFindings } from '../../evaluate/situation.ts'
import type { EnteredEvent, EpisodeView } from '../../service/api/episode.ts'
import { AmendDialog } from '../decision/amend-dialog.tsx'
import { eventsOfAct, isEmpty, signature, splitAnswers } from '../decision/commands.ts'
import { EmergencyDialog } from '../decision/emergency-dialog.tsx'
import { openActions, stepToDo } from '../decision/handled.ts'
import { type Otherwise, OverrideDialog, overrideFields } from '../decision/override-dialog.tsx'
import { DecisionPanel, type PanelActions } from '../decision/panel.tsx'
import { RecordNotes } from '../decision/record-notes.tsx'
import { standingHistory } from '../decision/standing.ts'
import { PathwayStrip } from '../decision/strip.tsx'
import { type LiveDecision, useDecision } from '../decision/use-decision.ts'
import { type Act, actOf, isEmergency } from '../decision/view.ts'
import { useReadyToDecide } from '../decision/warm-up.ts'
import { Changes, hasToChoose } from '../drafts/choose.tsx'
import type { DraftKeeper } from '../drafts/keeper.ts'
import { forgetTyped, typedIn } from '../drafts/typed.ts'
import { Undoable } from '../drafts/undo.tsx'
import { type DraftAnswers, type DraftName, useDraft, useOpenDraft } from '../drafts/use-draft.ts'
import type { AnswerChanges } from '../findings/changes.ts'
import { FailureNotice, Problem } from '../frame/errors.tsx'
import { Waiting } from '../frame/page.tsx'
import { type SaveState, useTellSaving } from '../frame/save-state.tsx'
import { Workspace } from '../frame/workspace.tsx'
import { useConnected } from '../offline/connection.ts'
import { useConsulting } from '../offline/consulting.ts'
import { isOtherVersion, loadNewVersion } from '../offline/new-version.ts'
import { ProtocolChangeNotice } from '../patients/protocol-change.tsx'
import { isConflict, useCommandId, useRecord } from '../patients/use-patient.ts'
import { standard } from '../protocol/adopted.ts'
import { useIsBehind } from '../protocol/protocol-gate.tsx'
import { useSession } from '../session/use-session.ts'
import { t } from '../strings/t.ts'

/** What a screen's form gets to work with. */
export interface FormTools {
  /** Unsigned answers of this screen. */
  readonly draft: RecordedFindings
  /** What is on record, with the draft over it: what is decided on. */
  readonly recorded: RecordedFindings
  readonly onAnswers: (changes: AnswerChanges) => void
  readonly live: LiveDecision
  /** Text that is kept with the answers of this screen. */
  readonly note: string
  readonly onNote: (text: string | undefined) => void
}

interface Props {
  readonly view: EpisodeView
  readonly name: DraftName
  /** The events that record new answers and the text with them; given none, there is nothing to record. */
  readonly record: (answers: RecordedFindings, note: string) => readonly EnteredEvent[]
  /** The events that record the text by itself, where it stands beside the answers. */
  readonly recordNote?: (note: string) => readonly EnteredEvent[]
  /** Why this screen cannot be signed yet. */
  readonly barred?: (draft: RecordedFindings) => string | undefined
  readonly children: (tools: FormTools) => ReactNode
}

/** Questions and the live panel over one episode: what assessment, results and review have in common. */
export function Consultation(props: Props) {
  return <Opened key={props.view.episodeId} {...props} />
}

function Opened(props: Props) {
  useConsulting()
  const { keeper, error, retry } = useOpenDraft(props.view)
  const isReady = useReadyToDecide()
  if (keeper && isReady) return <Drafted {...props} keeper={keeper} />
  return error ? <FailureNotice error={error} onRetry={retry} /> : <Waiting />
}

function Drafted({
  view,
  name,
  record,
  recordNote,
  barred,
  children,
  keeper,
}: Props & { readonly keeper: DraftKeeper }) {
  const { state, asOf } = view
  const draft = useDraft(keeper, view, name)
  useTellSaving(draft.saving)
  const recorded = useMemo(() => ({ ...observedOf(state.findings), ...draft.answers }), [state.findings, draft.answers])
  const live = useDecision(recorded, asOf)
  const standing = useMemo(
    () => standingHistory(state, draft.answers, live.result.urgency.level),
    [state, draft.answers, live.result],
  )
  const step = stepToDo(live.result, standing)
  const act = actOf(step, step ? openActions(step, live.result, standing) : [])
  const desk = useDesk({ view, record, recordNote, draft, live })
  const isNarrow = useMediaQuery('(max-width: 60em)', false, { getInitialValueInEffect: false }) ?? false
  const pathway = useMemo(
    () => pathwayOf(withDraft(standing, desk.hasNew), live.result, standard, asOf, state.serviceLevels),
    [standing, live.result, asOf, desk.hasNew, state.serviceLevels],
  )
  const isConnected = useConnected()
  const isBehind = useIsBehind()
  const own = isBehind ? t('versions.behindTitle') : barred?.(draft.answers)
  const why = barredBy({ live, desk, isConnected, draft, state, own })
  const actions: PanelActions = {
    ...(desk.offers(act) ? { onAct: desk.act, signs: desk.signs } : {}),
    ...(desk.signs && act.is !== 'sign' && desk.offers(act) ? { onSignOnly: () => desk.act({ is: 'sign' }) } : {}),
    ...('actions' in act && desk.mayOverride ? { onOverride: () => desk.setAsking('override') } : {}),
    ...(desk.maySave ? { onSave: () => desk.act({ is: 'sign' }) } : {}),
    ...(why ? { barred: why } : {}),
    busy: desk.busy,
  }
  const onAnswers = (changes: AnswerChanges): void => draft.change(dated(changes, asOf))
  return (
    <>
      <Failures desk={desk} draft={draft} />
      <Changes draft={draft} view={view} />
      <Workspace
        live={live}
        step={step}
        panel={
          <DecisionPanel
            live={live}
            step={step}
            act={act}
            actions={actions}
            notes={<RecordNotes result={live.result} history={standing} isUnchanged={!desk.signs} />}
          />
        }
      >
        <ProtocolChangeNotice change={state.protocolChange} />
        <PathwayStrip steps={pathway} isNarrow={isNarrow} />
        <Undoable draft={draft}>
          {children({
            draft: draft.answers,
            recorded,
            onAnswers,
            live,
            note: draft.note() ?? '',
            onNote: draft.changeNote,
          })}
        </Undoable>
      </Workspace>
      <Interruptions desk={desk} live={live} act={act} view={view} draft={draft} isBarred={why !== undefined} />
    </>
  )
}

/** The history as the strip reads it: new answers wait for a signature as recorded ones do. */
function withDraft(state: EpisodeView['state'], hasNew: boolean): EpisodeHistory {
  return hasNew ? { ...state, unsigned: [...state.unsigned, { ...state.registered, type: 'answered' }] } : state
}

/** Every answer carries the day it was given, so that it ages. */
function dated(changes: AnswerChanges, asOf: string): AnswerChanges {
  return Object.fromEntries(
    Object.entries(changes).map(([id, answer]) => [id, answer && { observedOn: asOf, ...answer }]),
  )
}

function barredBy({
  live,
  desk,
  isConnected,
  draft,
  state,
  own,
}: {
  readonly live: LiveDecision
  readonly desk: Desk
  readonly isConnected: boolean
  readonly draft: DraftAnswers
  readonly state: EpisodeView['state']
  readonly own: string | undefined
}): string | undefined {
  if (live.faults.unreadable.size > 0 || live.faults.impossible.length > 0) return t('decision.cannotSign')
  if (hasToChoose(draft, state)) return t('choose.first')
  // What is signed is decided again by the service on the record as it stands: that needs the service.
  if (!isConnected) return t('offline.noSigning')
  return desk.maySign ? own : undefined
}

function Failures({ desk, draft }: { readonly desk: Desk; readonly draft: DraftAnswers }) {
  return (
    <>
      {isConflict(desk.error) ? null : isOtherVersion(desk.error) ? (
        <Problem onRetry={() => void loadNewVersion()} retryLabel={t('update.load')}>
          {t('update.needed')}
        </Problem>
      ) : (
        <FailureNotice error={desk.error} saving />
      )}
      <NotSaved saving={draft.saving} onRetry={draft.save} />
    </>
  )
}

/** The last change did not reach the service, for another reason than a lost network. */
function NotSaved({ saving, onRetry }: { readonly saving: SaveState; readonly onRetry: () => void }) {
  if (saving.is !== 'failed') return null
  return <Problem onRetry={onRetry}>{saving.isOnDevice ? t('errors.notSavedThere') : t('errors.notSaved')}</Problem>
}

type Asking = 'override' | 'amend' | undefined

interface Desk {
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
function useDesk({
  view,
  record,
  recordNote,
  draft,
  live,
}: {
  readonly view: EpisodeView
  readonly record: Props['record']
  readonly recordNote: Props['recordNote'] | undefined
  readonly draft: DraftAnswers
  readonly live: LiveDecision
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

  const send = (act: Act, more: readonly EnteredEvent[], reason?: string): void => {
    const events = [
      ...(isEmpty(split.amended) || reason === undefined
        ? []
        : [{ type: 'amended', payload: { reason, findings: split.amended } } as const]),
      ...(isEmpty(split.answered) ? [] : record(split.answered, draft.note() ?? '')),
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
    busy: recording.isPending || live.pending,
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

/** The three things that interrupt. */
function Interruptions({
  desk,
  live,
  act,
  view,
  draft,
  isBarred,
}: {
  readonly desk: Desk
  readonly live: LiveDecision
  readonly act: Act
  readonly view: EpisodeView
  readonly draft: DraftAnswers
  readonly isBarred: boolean
}) {
  const alarm = isEmergency(standard, live.result) && desk.signs ? live.result.urgency.rule : ''
  const [seen, setSeen] = useState('')
  // Once it is no emergency any more, a new one interrupts again.
  if (alarm === '' && seen !== '') setSeen('')
  const cancel = (part: string, fields: readonly string[]): void => {
    forgetTyped(draft, part, fields)
    desk.setAsking(undefined)
  }
  if (desk.asking === 'override' && 'actions' in act) {
    // What was typed against one recommendation is never offered against another.
    const part = `override.${act.actions.map(({ decision }) => decision).join('+')}`
    return (
      <OverrideDialog
        actions={act.actions}
        urgency={live.result.urgency.level}
        levels={view.state.serviceLevels}
        asOf={view.asOf}
        busy={desk.busy}
        typed={typedIn(draft, part)}
        onSave={(said) => desk.otherwise(act, said)}
        onClose={() => desk.setAsking(undefined)}
        onCancel={() => cancel(part, overrideFields)}
      />
    )
  }
  if (desk.asking === 'amend')
    return (
      <AmendDialog
        amended={splitAnswers(draft.answers, view.state).amended}
        history={view.state}
        busy={desk.busy}
        reason={typedIn(draft, 'amend')('reason')}
        onSave={desk.amend}
        onClose={() => desk.setAsking(undefined)}
        onCancel={() => cancel('amend', ['reason'])}
      />
    )
  if (alarm === '' || alarm === seen) return null
  return (
    <EmergencyDialog
      result={live.result}
      act={act}
      signs={desk.signs}
      onAct={desk.maySign && !isBarred ? desk.act : undefined}
      onClose={() => setSeen(alarm)}
    />
  )
}

import { useMediaQuery } from '@mantine/hooks'
import { type ReactNode, useCallback, useDeferredValue, useMemo, useRef } from 'react'
import type { EpisodeHistory } from '../../care/episode.ts'
import { observedOf } from '../../care/findings.ts'
import { pathwayOf } from '../../care/pathway.ts'
import type { RecordedFindings } from '../../evaluate/situation.ts'
import type { EpisodeView } from '../../service/api/episode.ts'
import { openActions, stepToDo } from '../decision/handled.ts'
import { DecisionPanel, type PanelActions, RoomForPanel } from '../decision/panel.tsx'
import { RecordNotes } from '../decision/record-notes.tsx'
import { standingHistory } from '../decision/standing.ts'
import { PathwayStrip, RoomForStrip } from '../decision/strip.tsx'
import { type LiveDecision, useDecision } from '../decision/use-decision.ts'
import { actOf } from '../decision/view.ts'
import { Changes, hasToChoose } from '../drafts/choose.tsx'
import type { DraftKeeper } from '../drafts/keeper.ts'
import { Undoable } from '../drafts/undo.tsx'
import { type DraftAnswers, type DraftName, useDraft, useOpenDraft } from '../drafts/use-draft.ts'
import type { AnswerChanges } from '../findings/changes.ts'
import type { Stage } from '../findings/form.tsx'
import type { AnswerFaults } from '../findings/questions.ts'
import { togetherNote } from '../findings/together.ts'
import { FailureNotice, Problem } from '../frame/errors.tsx'
import { type SaveState, useTellSaving } from '../frame/save-state.tsx'
import { Workspace } from '../frame/workspace.tsx'
import { useConnected } from '../offline/connection.ts'
import { useConsulting } from '../offline/consulting.ts'
import { isOtherVersion, loadNewVersion } from '../offline/new-version.ts'
import { ProtocolChangeNotice } from '../patients/protocol-change.tsx'
import { isConflict } from '../patients/use-patient.ts'
import { standard } from '../protocol/adopted.ts'
import { useIsBehind } from '../protocol/protocol-gate.tsx'
import { type ConfirmedSource, sourceNote } from '../smart/confirmed.ts'
import { SourceContext, useRecordHere } from '../smart/opened.ts'
import { t } from '../strings/t.ts'
import { type Desk, type Recording, useDesk } from './desk.ts'
import { Interruptions } from './interruptions.tsx'

/** What a screen's form gets to work with. */
export interface FormTools {
  /** Unsigned answers of this screen. */
  readonly draft: RecordedFindings
  /** What is on record, with the draft over it: what is decided on. */
  readonly recorded: RecordedFindings
  /** `together`: set with their group by one press, and not asked by themselves. */
  readonly onAnswers: (changes: AnswerChanges, together?: boolean) => void
  /** What is wrong with the answers, as far as they have been decided on. */
  readonly faults: AnswerFaults
  /** Text that is kept with the answers of this screen. */
  readonly note: string
  readonly onNote: (text: string | undefined) => void
  /** How much of the form is there. */
  readonly stage: Stage
}

interface Props extends Recording {
  readonly view: EpisodeView
  readonly name: DraftName
  /** Why this screen cannot be signed yet. */
  readonly barred?: (draft: RecordedFindings) => string | undefined
  readonly children: (tools: FormTools) => ReactNode
}

const NOTHING: RecordedFindings = {}
const NO_FAULTS: AnswerFaults = { unreadable: new Set(), impossible: [] }
const ignore = (): void => undefined

/** Questions and the live panel over one episode: what assessment, results and review have in common. */
export function Consultation(props: Props) {
  return <Opened key={props.view.episodeId} {...props} />
}

function Opened(props: Props) {
  useConsulting()
  const { keeper, error, retry } = useOpenDraft(props.view)
  if (keeper) return <Drafted {...props} keeper={keeper} />
  return error ? <FailureNotice error={error} onRetry={retry} /> : <Opening {...props} />
}

/** While the draft is opened: the first questions, to be read. */
function Opening({ view: { state }, children }: Props) {
  const recorded = useMemo(() => observedOf(state.findings), [state.findings])
  const isNarrow = useIsNarrow()
  return (
    <Workspace live={undefined} step={undefined} panel={<RoomForPanel />}>
      <ProtocolChangeNotice change={state.protocolChange} />
      <RoomForStrip steps={state.pathway} isNarrow={isNarrow} />
      <Undoable draft={{ has: { undo: false, redo: false }, step: () => [] }}>
        {/* Whatever is typed now would be lost. */}
        <fieldset className="reading" disabled>
          {children({
            draft: NOTHING,
            recorded,
            onAnswers: ignore,
            faults: NO_FAULTS,
            note: '',
            onNote: ignore,
            stage: 'reading',
          })}
        </fieldset>
      </Undoable>
    </Workspace>
  )
}

const useIsNarrow = (): boolean =>
  useMediaQuery('(max-width: 60em)', false, { getInitialValueInEffect: false }) ?? false

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
  // The first questions at once, the others a moment later and in parts; the panel when all are there.
  const isWhole = useDeferredValue(true, false)
  const decided = useDecision(recorded, asOf)
  const live = isWhole ? decided : undefined
  const isConnected = useConnected()
  const isBehind = useIsBehind()
  const desk = useDesk({ view, record, recordNote, draft, live })
  const opened = useRecordHere()
  const own = isBehind
    ? t('versions.behindTitle')
    : opened && !opened.isBound
      ? t('fromRecord.cannotSign', { name: opened.name })
      : barred?.(draft.answers)
  const why = barredBy({ live, desk, isConnected, draft, state, own })
  const { change, changeNote } = draft
  const keepSource = useCallback(
    (finding: string, { answer, from }: ConfirmedSource) =>
      changeNote(JSON.stringify({ answer: { observedOn: asOf, ...answer }, from }), sourceNote(finding)),
    [changeNote, asOf],
  )
  const latest = useRef(draft)
  latest.current = draft
  const onAnswers = useCallback(
    (changes: AnswerChanges, together = false): void => {
      change(dated(changes, asOf))
      for (const [finding, answer] of Object.entries(changes)) {
        const note = together && answer ? '1' : undefined
        if (latest.current.note(togetherNote(finding)) !== note) changeNote(note, togetherNote(finding))
      }
    },
    [change, changeNote, asOf],
  )
  return (
    <>
      <Failures desk={desk} draft={draft} />
      <Changes draft={draft} view={view} />
      <Beside view={view} draft={draft} live={live} desk={desk} barred={why}>
        <SourceContext value={keepSource}>
          <Undoable draft={draft}>
            {children({
              draft: draft.answers,
              recorded,
              onAnswers,
              faults: decided && hasFaults(decided.faults) ? decided.faults : NO_FAULTS,
              note: draft.note() ?? '',
              onNote: draft.changeNote,
              stage: isWhole ? 'whole' : 'first',
            })}
          </Undoable>
        </SourceContext>
      </Beside>
    </>
  )
}

const hasFaults = ({ unreadable, impossible }: AnswerFaults): boolean => unreadable.size > 0 || impossible.length > 0

/** The questions with what is decided on their answers beside them; room for that until there is a decision. */
function Beside({
  view,
  draft,
  live,
  desk,
  barred,
  children,
}: {
  readonly view: EpisodeView
  readonly draft: DraftAnswers
  readonly live: LiveDecision | undefined
  readonly desk: Desk
  readonly barred: string | undefined
  readonly children: ReactNode
}) {
  const { state, asOf } = view
  const isNarrow = useIsNarrow()
  const { hasNew } = desk
  const result = live?.result
  const standing = useMemo(
    () => (result ? standingHistory(state, draft.answers, result.urgency.level) : state),
    [state, draft.answers, result],
  )
  const pathway = useMemo(
    () => (result ? pathwayOf(withDraft(standing, hasNew), result, standard, asOf, state.serviceLevels) : undefined),
    [standing, result, asOf, hasNew, state.serviceLevels],
  )
  const step = result ? stepToDo(result, standing) : undefined
  const act = actOf(step, step && result ? openActions(step, result, standing) : [])
  const actions: PanelActions = {
    ...(desk.offers(act) ? { onAct: desk.act, signs: desk.signs } : {}),
    ...(desk.signs && act.is !== 'sign' && desk.offers(act) ? { onSignOnly: () => desk.act({ is: 'sign' }) } : {}),
    ...('actions' in act && desk.mayOverride ? { onOverride: () => desk.setAsking('override') } : {}),
    ...(desk.maySave ? { onSave: () => desk.act({ is: 'sign' }) } : {}),
    ...(barred ? { barred } : {}),
    busy: desk.busy,
  }
  const panel = live ? (
    <DecisionPanel
      live={live}
      step={step}
      act={act}
      actions={actions}
      notes={<RecordNotes result={live.result} history={standing} isUnchanged={!desk.signs} />}
    />
  ) : (
    <RoomForPanel />
  )
  return (
    <>
      <Workspace live={live} step={step} panel={panel}>
        <ProtocolChangeNotice change={state.protocolChange} />
        {pathway ? (
          <PathwayStrip steps={pathway} isNarrow={isNarrow} />
        ) : (
          <RoomForStrip steps={state.pathway} isNarrow={isNarrow} />
        )}
        {children}
      </Workspace>
      {live ? (
        <Interruptions desk={desk} live={live} act={act} view={view} draft={draft} isBarred={barred !== undefined} />
      ) : null}
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
  readonly live: LiveDecision | undefined
  readonly desk: Desk
  readonly isConnected: boolean
  readonly draft: DraftAnswers
  readonly state: EpisodeView['state']
  readonly own: string | undefined
}): string | undefined {
  if (!live) return undefined
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

import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { Link, useLocation, useParams, useSearchParams } from 'react-router'
import type { DueItem } from '../../care/worklist-item.ts'
import { describeNextAction, nextActionPath } from '../../care/worklist-words.ts'
import type { Step } from '../../evaluate/result.ts'
import type { EpisodeView } from '../../service/api/episode.ts'
import { dateWords, dueWords } from '../dates.ts'
import { openActions, stepToDo } from '../decision/handled.ts'
import { headline } from '../decision/panel.tsx'
import { RecordNotes } from '../decision/record-notes.tsx'
import { PathwayStrip } from '../decision/strip.tsx'
import { actOf } from '../decision/view.ts'
import { OwnDraft } from '../drafts/own-draft.tsx'
import { SummaryDraft } from '../drafts/summary-draft.tsx'
import { FailureNotice } from '../frame/errors.tsx'
import { NotFound } from '../frame/not-found.tsx'
import { Loading, Page } from '../frame/page.tsx'
import { UrgencyBadge } from '../frame/urgency-badge.tsx'
import { Watermark } from '../frame/watermark.tsx'
import { standard } from '../protocol/adopted.ts'
import { useSession } from '../session/use-session.ts'
import { RecordBanner } from '../smart/record-banner.tsx'
import { t } from '../strings/t.ts'
import { PatientBanner, patientName } from './banner.tsx'
import { EditDetails } from './edit-details.tsx'
import { EpisodeTasks, NewEpisode } from './episode-tasks.tsx'
import { Letters, OutdatedLetters } from './letters.tsx'
import { ProtocolChangeNotice } from './protocol-change.tsx'
import { RightPatient, useSimilar } from './right-patient.tsx'
import { Timelines } from './timeline.tsx'
import { chooseEpisode, usePatient } from './use-patient.ts'
import { MovedAway, WhoseIsIt } from './wrong-patient.tsx'

/** One patient: where on the pathway, what is open, what happened, which letters there are. */
export default function SummaryScreen() {
  const { patientId = '' } = useParams()
  const [search] = useSearchParams()
  const { data, error, refetch } = usePatient(patientId)
  useSimilar(patientId)
  if (error && !data)
    return (
      <Page title={t('errors.title')}>
        <FailureNotice error={error} onRetry={() => void refetch()} />
      </Page>
    )
  if (!data) return <Loading />
  const view = chooseEpisode(data.episodes, search.get('episode'))
  if (!view) return <NotFound />
  return (
    <Page title={t('summary.title')} banner={<PatientBanner patient={data.patient} asOf={view.asOf} />} isTitleHidden>
      <RightPatient key={view.patientId} view={view}>
        <RecordBanner view={view} />
        <OutdatedLetters view={view} />
        <OwnDraft view={view} />
        <Standing view={view} />
        <MovedAway moved={data.movedAway} />
        <div className="columns">
          <div>
            <Tasks view={view} />
            <Letters view={view} />
            <div className="no-print">
              <SummaryDraft key={view.episodeId} view={view}>
                <EditDetails view={view} patient={data.patient} />
                <EpisodeTasks view={view} />
                <NewEpisode patientId={data.patientId} isAnotherOpen={!view.state.closed && !view.state.voided} />
                <WhoseIsIt view={view} />
              </SummaryDraft>
            </div>
          </div>
          <Timelines data={data} current={view} />
        </div>
      </RightPatient>
      <p className="no-print">
        <Button variant="default" onClick={() => window.print()}>
          {t('summary.print')}
        </Button>
      </p>
      {view.patient.demo ? <Watermark /> : null}
      <p className="hidden">{patientName(data.patient)}</p>
    </Page>
  )
}

function Standing({ view }: { readonly view: EpisodeView }) {
  const isNarrow = useMediaQuery('(max-width: 60em)', false, { getInitialValueInEffect: false }) ?? false
  const mayRecord = useSession().may.includes('POST /api/episodes/:episodeId/events')
  const { state } = view
  const step = stepToDo(state.decision, state)
  return (
    <>
      {state.closed ? (
        <p className="card">
          {t('summary.closed')} {state.closed.reason}
        </p>
      ) : null}
      {state.voided ? <p className="card">{t('summary.voided')}</p> : null}
      <ProtocolChangeNotice change={state.protocolChange} />
      <PathwayStrip steps={state.pathway} isNarrow={isNarrow} />
      <section className="card standing">
        <UrgencyBadge
          urgency={state.decision.urgency.level}
          {...(state.decision.urgency.settled ? {} : { note: t('decision.soFar') })}
        />
        <p className="panel-headline">{headline(step)}</p>
        {state.signed.length === 0 ? <p>{t('summary.notSigned')}</p> : null}
        {state.signed.at(-1)?.unsettledBy ? <p className="fault">{t('move.unsettled')}</p> : null}
        <RecordNotes result={state.decision} history={state} isUnchanged={state.unsigned.length === 0} />
        {mayRecord && !state.closed && !state.voided ? <NextLinks view={view} main={pageOf(step, view)} /> : null}
      </section>
    </>
  )
}

type NextPage = 'assess' | 'results' | 'review' | 'refer' | 'questionnaire' | 'handout'

/** The page on which the step that is put forward is done. */
function pageOf(step: Step | undefined, { state }: EpisodeView): NextPage {
  if (state.signed.length === 0 || state.unsigned.length > 0) return 'assess'
  if (!step && state.orders.some((order) => order.state === 'awaited')) return 'results'
  const { is } = actOf(step, step ? openActions(step, state.decision, state) : [])
  if (is === 'refer') return 'refer'
  return is === 'review' && state.treatments.length > 0 ? 'review' : 'assess'
}

/** Where one goes from here: always the same links in the same places, the one for the next step marked. */
function NextLinks({
  view: { state, patientId, episodeId },
  main,
}: {
  readonly view: EpisodeView
  readonly main: NextPage
}) {
  const isSigned = state.signed.length > 0
  const links: readonly (readonly [NextPage, string, boolean])[] = [
    ['assess', t(isSigned ? 'summary.assessAgain' : 'summary.assess'), true],
    ['results', t('summary.results'), true],
    ['review', t('summary.review'), state.treatments.length > 0],
    ['refer', t('summary.refer'), isSigned],
    ['questionnaire', t('summary.ask'), true],
    ['handout', t('summary.handout'), true],
  ]
  return (
    <nav className="row no-print" aria-label={t('summary.steps')}>
      {links.map(([page, label, isShown]) =>
        isShown ? (
          <Link
            key={page}
            className={page === main ? 'button-link button-link-main' : 'button-link'}
            to={`/patients/${patientId}/${page}?episode=${episodeId}`}
          >
            {label}
          </Link>
        ) : null,
      )}
    </nav>
  )
}

function Tasks({ view }: { readonly view: EpisodeView }) {
  const { worklist, upcoming } = view.state
  return (
    <section className="card">
      <h2>{t('summary.tasks')}</h2>
      {worklist.length + upcoming.length === 0 ? <p className="muted">{t('summary.tasksEmpty')}</p> : null}
      <ul className="plain-list">
        {[...worklist, ...upcoming].map((item) => (
          <li key={item.id}>
            <TaskLine item={item} asOf={view.asOf} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function TaskLine({
  item,
  asOf,
}: {
  readonly item: Omit<DueItem, 'asOf' | 'overdueDays' | 'due'>
  readonly asOf: string
}) {
  const words = describeNextAction(item, standard)
  const path = nextActionPath(item)
  const mayRecord = useSession().may.includes('POST /api/episodes/:episodeId/events')
  const { pathname } = useLocation()
  const isElsewhere = mayRecord && pathname !== path.split('?')[0]
  return (
    <>
      <strong>{isElsewhere ? <Link to={path}>{words}</Link> : words}</strong>
      <div>
        {item.opensOn > asOf ? t('summary.opens', { date: dateWords(item.opensOn) }) : dueWords(item.dueOn, asOf)}
      </div>
    </>
  )
}

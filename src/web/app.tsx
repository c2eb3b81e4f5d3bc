import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { Suspense, useEffect } from 'react'
import { BrowserRouter, Navigate, Route, Routes } from 'react-router'
import { askAhead } from './ahead.ts'
import { isAway, queries } from './api.ts'
import { FailureNotice, Problem } from './frame/errors.tsx'
import { Frame } from './frame/frame.tsx'
import { lazyScreen } from './frame/lazy-screen.tsx'
import { NotFound } from './frame/not-found.tsx'
import { Loading, Page, Starting } from './frame/page.tsx'
import { keepShell } from './offline/new-version.ts'
import { whenStill } from './offline/still.ts'
import { ProtocolGate } from './protocol/protocol-gate.tsx'
import { screens } from './screens.ts'
import { SignedOut } from './session/sign-in.tsx'
import { followSignOut, isLeaving, type Session, SessionContext, useSessionAnswer } from './session/use-session.ts'
import { t } from './strings/t.ts'
import { cssVariables, theme } from './theme.ts'
import { WorklistScreen } from './worklist/worklist-screen.tsx'

const AuditScreen = lazyScreen(screens.audit)
const AccountsScreen = lazyScreen(screens.accounts)
const PatientsScreen = lazyScreen(screens.patients)
const SummaryScreen = lazyScreen(screens.summary)
const AssessScreen = lazyScreen(screens.assess)
const ResultsScreen = lazyScreen(screens.results)
const ReviewScreen = lazyScreen(screens.review)
const ReferScreen = lazyScreen(screens.refer)
const CorrectScreen = lazyScreen(screens.correct)
const LetterScreen = lazyScreen(screens.letter)
const HandoutScreen = lazyScreen(screens.handout)
const AskScreen = lazyScreen(screens.questionnaire)
const MoveScreen = lazyScreen(screens.move)
const MergeScreen = lazyScreen(screens.merge)
const SettingsScreen = lazyScreen(screens.settings)
const HelpScreen = lazyScreen(screens.help)
const ReportsScreen = lazyScreen(screens.reports)
const VersionsScreen = lazyScreen(screens.versions)
const LaunchScreen = lazyScreen(screens.launch)
const ReturnScreen = lazyScreen(screens.return)
const RecordScreen = lazyScreen(screens.record)
const EvidenceScreen = lazyScreen(screens.evidence)

/** The whole app, given the nonce under which Mantine may write its style element. */
export function App({ nonce }: { readonly nonce: string }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={queries}>
        <BrowserRouter>
          <Gate />
        </BrowserRouter>
      </QueryClientProvider>
    </MantineProvider>
  )
}

/** Asks who is signed in before anything else is shown. */
function Gate() {
  const { data, error, refetch } = useSessionAnswer()
  if (data?.session) {
    const { workspace, person } = data.session
    return <SignedIn key={`${workspace}:${person.id}`} session={data.session} />
  }
  if (data) return <SignedOut answer={data} />
  if (!error) return <Starting />
  return (
    <Page title={t('app.name')}>
      {isAway(error) && isLeaving() ? (
        <Problem onRetry={() => void refetch()}>{t('offline.leaving')}</Problem>
      ) : (
        <FailureNotice error={error} onRetry={() => void refetch()} />
      )}
    </Page>
  )
}

/** What goes on in the background for whoever is signed in. */
function useBackground(session: Session): void {
  const { workspace, person } = session
  const { id } = person
  useEffect(() => {
    let end = (): void => undefined
    let isLeft = false
    // Without either, everything works but offline.
    void whenStill()
      .then(async () => {
        if (isLeft) return
        void keepShell().catch(() => undefined)
        const { startSync } = await import('./offline/sync.ts')
        if (!isLeft) end = startSync(`${workspace}:${id}`)
      })
      .catch(() => undefined)
    return () => {
      isLeft = true
      end()
    }
  }, [workspace, id])
  useEffect(() => followSignOut(id), [id])
}

/** After the first screen, so that it does not come later for this. */
const READINESS_AFTER_MILLISECONDS = 5_000

/** Whoever works with patients decides soon: what that needs is made ready meanwhile. */
function Readiness() {
  useEffect(() => {
    const timer = setTimeout(() => {
      // Without it the first decision takes a little longer.
      void import('./decision/decider.ts').then(({ makeReady }) => makeReady()).catch(() => undefined)
    }, READINESS_AFTER_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [])
  return null
}

function SignedIn({ session }: { readonly session: Session }) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, for the screen that the page is opened on.
  useEffect(() => askAhead(session, window.location), [])
  useBackground(session)
  const sees = session.may.includes('GET /api/worklist')
  return (
    <SessionContext value={session}>
      <ProtocolGate>
        {sees ? <Readiness /> : null}
        <Suspense fallback={<Loading />}>
          <Routes>
            <Route element={<Frame />}>
              {sees ? (
                <>
                  <Route index element={<WorklistScreen />} />
                  <Route path="patients" element={<PatientsScreen />} />
                  <Route path="patients/:patientId" element={<SummaryScreen />} />
                  <Route path="patients/:patientId/assess" element={<AssessScreen />} />
                  <Route path="patients/:patientId/results" element={<ResultsScreen />} />
                  <Route path="patients/:patientId/review" element={<ReviewScreen />} />
                  <Route path="patients/:patientId/refer" element={<ReferScreen />} />
                  <Route path="patients/:patientId/letters/:sequence" element={<LetterScreen />} />
                  <Route path="patients/:patientId/letters/:sequence/correct" element={<CorrectScreen />} />
                  <Route path="patients/:patientId/handout" element={<HandoutScreen />} />
                  <Route path="patients/:patientId/questionnaire" element={<AskScreen />} />
                  <Route path="patients/:patientId/move" element={<MoveScreen />} />
                  <Route path="patients/:patientId/merge" element={<MergeScreen />} />
                </>
              ) : (
                <Route
                  index
                  element={
                    <Navigate to={session.person.role === 'administrator' ? '/accounts' : '/evidence'} replace />
                  }
                />
              )}
              {session.person.role === 'administrator' ? <Route path="accounts" element={<AccountsScreen />} /> : null}
              {session.may.includes('GET /api/reports/use') ? (
                <Route path="reports" element={<ReportsScreen />} />
              ) : null}
              {session.may.includes('POST /api/audit/search') ? <Route path="audit" element={<AuditScreen />} /> : null}
              {session.may.includes('GET /api/protocol/versions') ? (
                <Route path="protocol/versions" element={<VersionsScreen />} />
              ) : null}
              <Route path="smart/launch" element={<LaunchScreen />} />
              <Route path="smart/return" element={<ReturnScreen />} />
              <Route path="smart/record" element={<RecordScreen />} />
              <Route path="evidence" element={<EvidenceScreen />} />
              <Route path="settings" element={<SettingsScreen />} />
              <Route path="help" element={<HelpScreen />} />
              <Route path="setup" element={<Navigate to="/" replace />} />
              <Route path="invitation" element={<Navigate to="/" replace />} />
              <Route path="*" element={<NotFound />} />
            </Route>
          </Routes>
        </Suspense>
      </ProtocolGate>
    </SessionContext>
  )
}

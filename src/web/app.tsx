import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { BrowserRouter, Navigate, Route, Routes } from 'react-router'
import { queries } from './api.ts'
import { FailureNotice } from './frame/errors.tsx'
import { Frame } from './frame/frame.tsx'
import { NotFound } from './frame/not-found.tsx'
import { Loading, Page } from './frame/page.tsx'
import { SignedOut } from './session/sign-in.tsx'
import { type Session, SessionContext, useSessionAnswer } from './session/use-session.ts'
import { t } from './strings/t.ts'
import { cssVariables, theme } from './theme.ts'
import { WorklistScreen } from './worklist/worklist-screen.tsx'

const AccountsScreen = lazy(() => import('./session/accounts-screen.tsx'))
const PatientsScreen = lazy(() => import('./patients/patients-screen.tsx'))
const SummaryScreen = lazy(() => import('./patients/summary-screen.tsx'))
const AssessScreen = lazy(() => import('./assess/assess-screen.tsx'))
const ResultsScreen = lazy(() => import('./results/results-screen.tsx'))
const ReviewScreen = lazy(() => import('./review/review-screen.tsx'))
const ReferScreen = lazy(() => import('./refer/refer-screen.tsx'))
const LetterScreen = lazy(() => import('./refer/letter-screen.tsx'))
const EvidenceScreen = lazy(() => import('./evidence/evidence-screen.tsx'))

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
  if (data?.session) return <SignedIn session={data.session} />
  if (data) return <SignedOut answer={data} />
  if (!error) return <Loading />
  return (
    <Page title={t('app.name')}>
      <FailureNotice error={error} onRetry={() => void refetch()} />
    </Page>
  )
}

function SignedIn({ session }: { readonly session: Session }) {
  const sees = session.may.includes('GET /api/worklist')
  return (
    <SessionContext value={session}>
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
              </>
            ) : (
              <Route
                index
                element={<Navigate to={session.person.role === 'administrator' ? '/accounts' : '/evidence'} replace />}
              />
            )}
            {session.person.role === 'administrator' ? <Route path="accounts" element={<AccountsScreen />} /> : null}
            <Route path="evidence" element={<EvidenceScreen />} />
            <Route path="setup" element={<Navigate to="/" replace />} />
            <Route path="invitation" element={<Navigate to="/" replace />} />
            <Route path="*" element={<NotFound />} />
          </Route>
        </Routes>
      </Suspense>
    </SessionContext>
  )
}

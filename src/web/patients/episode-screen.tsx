import { type ReactNode, useDeferredValue } from 'react'
import { useParams } from 'react-router'
import type { EpisodeView } from '../../service/api/episode.ts'
import { isAway } from '../api.ts'
import { FailureNotice } from '../frame/errors.tsx'
import { NotFound } from '../frame/not-found.tsx'
import { Loading, Page } from '../frame/page.tsx'
import type { KeptDraft } from '../offline/kept.ts'
import { useKept } from '../offline/notes.tsx'
import { useSession } from '../session/use-session.ts'
import { AboutHere } from '../smart/record-banner.tsx'
import { t } from '../strings/t.ts'
import { PatientBanner } from './banner.tsx'
import { RightPatient, useSimilar } from './right-patient.tsx'
import { chooseEpisode, useNamedEpisode, usePatient } from './use-patient.ts'

/** A screen about one episode of one patient: loads it, shows whose it is, and says what went wrong where it cannot. */
export function EpisodeScreen({
  title,
  hasOwnTitle,
  children,
}: {
  readonly title: string
  readonly hasOwnTitle?: boolean
  readonly children: (view: EpisodeView) => ReactNode
}) {
  const { patientId = '' } = useParams()
  const named = useNamedEpisode()
  const { data, error, errorUpdateCount, refetch } = usePatient(patientId)
  useSimilar(patientId)
  const kept = useKept(useSession())
  // Without a network: what this device keeps of an episode that is being worked on, and of no other. It stays on the
  // screen while the service is asked again.
  const isRefused = error !== null && !isAway(error)
  const here = data ?? (errorUpdateCount > 0 && !isRefused ? keptPatient(kept, patientId) : undefined)
  // The patient's own data is drawn a moment after it came, and in parts: presses come between.
  const shown = useDeferredValue(here ?? null, null)
  if (error && !here && (kept || isRefused))
    return (
      <Page title={t('errors.title')}>
        <FailureNotice error={error} onRetry={() => void refetch()} />
      </Page>
    )
  if (!here || !shown) return <Loading />
  const view = chooseEpisode(shown.episodes, named)
  if (!view) return <NotFound />
  // An episode that a merge brought says who somebody was thought to be: the banner says who it is.
  return (
    <Page
      title={title}
      {...(hasOwnTitle ? { hasOwnTitle } : {})}
      banner={<PatientBanner patient={data?.patient ?? view.patient} asOf={view.asOf} />}
    >
      <RightPatient key={view.patientId} view={view}>
        <AboutHere view={view}>{children(view)}</AboutHere>
      </RightPatient>
    </Page>
  )
}

function keptPatient(
  kept: readonly KeptDraft[] | undefined,
  patientId: string,
): { readonly episodes: readonly EpisodeView[] } | undefined {
  const episodes = (kept ?? []).map(({ view }) => view).filter((view) => view.patientId === patientId)
  return episodes.length > 0 ? { episodes } : undefined
}

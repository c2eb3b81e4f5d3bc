import type { ReactNode } from 'react'
import { useParams } from 'react-router'
import type { EpisodeView } from '../../service/api/episode.ts'
import { FailureNotice } from '../frame/errors.tsx'
import { NotFound } from '../frame/not-found.tsx'
import { Loading, Page } from '../frame/page.tsx'
import { t } from '../strings/t.ts'
import { PatientBanner } from './banner.tsx'
import { chooseEpisode, useNamedEpisode, usePatient } from './use-patient.ts'

/** A screen about one episode of one patient: loads it, shows whose it is, and says what went wrong where it cannot. */
export function EpisodeScreen({
  title,
  children,
}: {
  readonly title: string
  readonly children: (view: EpisodeView) => ReactNode
}) {
  const { patientId = '' } = useParams()
  const named = useNamedEpisode()
  const { data, error, refetch } = usePatient(patientId)
  if (error && !data)
    return (
      <Page title={t('errors.title')}>
        <FailureNotice error={error} onRetry={() => void refetch()} />
      </Page>
    )
  if (!data) return <Loading />
  const view = chooseEpisode(data.episodes, named)
  if (!view) return <NotFound />
  return (
    <Page title={title} banner={<PatientBanner patient={view.patient} asOf={view.asOf} />}>
      {children(view)}
    </Page>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import type { EpisodeView } from '../../service/api/episode.ts'
import { isAway } from '../api.ts'
import { momentWords } from '../dates.ts'
import { type Owner, ownerOf } from '../offline/kept.ts'
import { whenStill } from '../offline/still.ts'
import { useSession } from '../session/use-session.ts'
import { t } from '../strings/t.ts'
import type { DraftContent } from './merge.ts'
import { draftedOn, draftPath } from './screens.ts'

interface Found {
  readonly content: DraftContent
  readonly savedAt: string
}

/** One's own draft of an episode: as a window of this device has it, where one is still saving; else as the service has it. */
async function findDraft(owner: Owner, episodeId: string): Promise<Found | null> {
  const [{ keptDrafts }, { askService }, { contentOf }] = await Promise.all([
    import('../offline/device.ts'),
    import('./open-keeper.ts'),
    import('./merge.ts'),
  ])
  const rows = await keptDrafts(owner, episodeId).catch(() => [])
  const latest = [...rows].sort((a, b) => a.keptAt.localeCompare(b.keptAt)).at(-1)
  if (latest) return { content: latest.draft.content, savedAt: latest.keptAt }
  const draft = await askService(episodeId).catch((error: unknown) => {
    if (isAway(error)) return undefined
    throw error
  })
  return draft ? { content: contentOf(draft), savedAt: draft.savedAt } : null
}

/** On the summary: one's own answers that are not signed count in nothing shown there, and must not be forgotten. */
export function OwnDraft({ view }: { readonly view: EpisodeView }) {
  const session = useSession()
  const owner = ownerOf(session)
  const { episodeId, patientId } = view
  // The store on this device is no small part of the load: the summary is there first.
  const [isStill, setStill] = useState(false)
  useEffect(() => void whenStill().then(() => setStill(true)), [])
  const { data } = useQuery({
    queryKey: ['own-draft', owner, episodeId],
    queryFn: () => findDraft(owner, episodeId),
    enabled: isStill && session.may.includes('GET /api/episodes/:episodeId/draft'),
    staleTime: 0,
    gcTime: 0,
  })
  const parts = draftedOn(data?.content ?? {}).filter(({ screen }) => screen !== 'summary')
  if (!data || parts.length === 0) return null
  return (
    <section className="card own-draft no-print" aria-label={t('summary.draft')}>
      <p>
        <strong>{t('summary.draft')}</strong> {t('summary.draftSaved', { moment: momentWords(data.savedAt) })}
      </p>
      <ul className="plain-list">
        {parts.map(({ screen, count }) => (
          <li key={screen}>
            <Link to={draftPath(patientId, episodeId, screen)}>
              {t('summary.draftOf', { count, screen: t(`offline.screens.${screen}`) })}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

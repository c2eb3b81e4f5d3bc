import { useQuery } from '@tanstack/react-query'
import type { Document } from '../../service/api/document.ts'
import { send } from '../api.ts'

/** The letter of a referral, as it was locked at signing; it never changes. */
export function useLetter(episodeId: string, referral: string) {
  return useQuery({
    queryKey: ['letter', episodeId, referral],
    queryFn: () => send<Document>('GET', `/api/episodes/${episodeId}/letter?referral=${encodeURIComponent(referral)}`),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

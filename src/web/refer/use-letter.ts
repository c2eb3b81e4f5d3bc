import { useQuery } from '@tanstack/react-query'
import type { Document } from '../../service/api/document.ts'
import { send } from '../api.ts'

/** The letter of a referral that was made (locked), or a preview of one for a decision, as plain text in sections. */
export function useLetter(
  episodeId: string,
  which: { readonly referral: string } | { readonly decision: string },
  sequence: number,
) {
  const query = new URLSearchParams(which)
  return useQuery({
    queryKey: ['letter', episodeId, query.toString(), sequence],
    queryFn: () => send<Document>('GET', `/api/episodes/${episodeId}/letter?${query}`),
  })
}

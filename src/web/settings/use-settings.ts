import { useQuery } from '@tanstack/react-query'
import type { SettingsAnswer } from '../../service/api/settings.ts'
import { queries, send } from '../api.ts'

const key = ['settings']

/** The settings of the site, as the service has them. */
export function useSettings() {
  return useQuery({ queryKey: key, queryFn: () => send<SettingsAnswer>('GET', '/api/settings') })
}

/** Asks for them again, and for the messages on their way. */
export async function refreshSettings(): Promise<void> {
  void queries.invalidateQueries({ queryKey: ['messages'] })
  await queries.invalidateQueries({ queryKey: key })
}

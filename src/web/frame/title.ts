import { useEffect } from 'react'
import { t } from '../strings/t.ts'

/** Names the page in the browser's title. Never a patient's name: titles end up in histories. */
export function useTitle(page: string): void {
  useEffect(() => {
    document.title = t('app.title', { page })
  }, [page])
}

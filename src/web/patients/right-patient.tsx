import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { Link } from 'react-router'
import type { EpisodeView } from '../../service/api/episode.ts'
import type { PatientList } from '../../service/api/patient.ts'
import { send } from '../api.ts'
import { dateWords } from '../dates.ts'
import { t } from '../strings/t.ts'
import { patientName } from './banner.tsx'

/** The patient whom this tab is about: an id, which says nothing to whoever reads the device. */
const storageKey = 'plumbline-patient'

/**
 * Asks whether this is the right patient where a slip is likely. After a switch within a tab a line below the banner says
 * so, until it is confirmed; where somebody has a similar name nothing can be entered before it is. One tab is about one
 * patient: what was typed for another belongs to that one's episode and is not on this page.
 */
export function RightPatient({ view, children }: { readonly view: EpisodeView; readonly children: ReactNode }) {
  const { patientId } = view
  const [confirmed, setConfirmed] = useState(() => sessionStorage.getItem(storageKey))
  const { data } = useQuery({
    queryKey: ['similar', patientId],
    queryFn: () => send<PatientList>('GET', `/api/patients/${patientId}/similar`),
    staleTime: 300_000,
  })
  const similar = data?.patients ?? []
  const isConfirmed = confirmed === patientId
  const isFirst = confirmed === null && data !== undefined && similar.length === 0
  const confirm = (): void => {
    sessionStorage.setItem(storageKey, patientId)
    setConfirmed(patientId)
  }
  useEffect(() => {
    if (isFirst) sessionStorage.setItem(storageKey, patientId)
  }, [isFirst, patientId])
  if (isConfirmed || isFirst || (confirmed === null && similar.length === 0)) return children
  return (
    <>
      <section className="right-patient" aria-label={t('rightPatient.switched')}>
        <p>{similar.length > 0 ? t('rightPatient.similar', { count: similar.length }) : t('rightPatient.switched')}</p>
        <div className="row">
          <Button variant="default" onClick={confirm}>
            {t('rightPatient.confirm')}
            <span className="hidden">: {patientName(view.patient)}</span>
          </Button>
        </div>
        <ul className="plain-list">
          {similar.map((other) => (
            <li key={other.patientId}>
              <Link to={`/patients/${other.patientId}`}>
                {t('rightPatient.other', {
                  name: patientName(other.patient),
                  date: dateWords(other.patient.birthDate),
                  number: other.patient.recordNumber,
                })}
              </Link>
            </li>
          ))}
        </ul>
      </section>
      <div inert={similar.length > 0}>{children}</div>
    </>
  )
}

import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { Link } from 'react-router'
import type { EpisodeView } from '../../service/api/episode.ts'
import type { PatientSummary } from '../../service/api/patient.ts'
import { dateWords } from '../dates.ts'
import { t } from '../strings/t.ts'
import { patientName } from './banner.tsx'
import { similarQuery } from './use-patient.ts'

/** The patient whom this tab is about: an id, which says nothing to whoever reads the device. */
const storageKey = 'plumbline-patient'

/** Patients with a name like that of a patient: asked as early as the patient is, since nothing can be entered before. */
export function useSimilar(patientId: string) {
  return useQuery(similarQuery(patientId))
}

/** What is known of names like this one; `asked`: not known yet, `away`: cannot be known without the network. */
type Similar = 'asked' | 'away' | readonly PatientSummary[]

/**
 * Asks whether this is the right patient where a slip is likely. After a switch within a tab a line below the banner says
 * so, until it is confirmed; where somebody has a similar name, or it is not known yet whether somebody has, nothing can
 * be entered. One tab is about one patient: what was typed for another belongs to that one's episode and is not on this
 * page.
 */
export function RightPatient({ view, children }: { readonly view: EpisodeView; readonly children: ReactNode }) {
  const { patientId } = view
  const [confirmed, setConfirmed] = useState(() => sessionStorage.getItem(storageKey))
  const { data, error } = useSimilar(patientId)
  const similar: Similar = data?.patients ?? (error ? 'away' : 'asked')
  const isConfirmed = confirmed === patientId
  const isFirst = confirmed === null && data !== undefined && data.patients.length === 0
  const confirm = (): void => {
    sessionStorage.setItem(storageKey, patientId)
    setConfirmed(patientId)
  }
  useEffect(() => {
    if (isFirst) sessionStorage.setItem(storageKey, patientId)
  }, [isFirst, patientId])
  const isSettled = isConfirmed || isFirst
  const isHeld = !isSettled && similar !== 'away' && (similar === 'asked' || similar.length > 0)
  return (
    <>
      {isSettled ? null : <Asked similar={similar} hasSwitched={confirmed !== null} view={view} onConfirm={confirm} />}
      <div inert={isHeld}>{children}</div>
    </>
  )
}

const LOOKING_MILLISECONDS = 500

/** Said only where the answer is late: on most days it is there before anything could be read. */
function Looking() {
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), LOOKING_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [])
  return <div role="status">{isLate ? <p className="right-patient">{t('rightPatient.asked')}</p> : null}</div>
}

function Asked({
  similar,
  hasSwitched,
  view,
  onConfirm,
}: {
  readonly similar: Similar
  readonly hasSwitched: boolean
  readonly view: EpisodeView
  readonly onConfirm: () => void
}) {
  if (similar === 'asked') return <Looking />
  const others = similar === 'away' ? [] : similar
  const words =
    similar === 'away'
      ? t('rightPatient.away')
      : others.length > 0
        ? t('rightPatient.similar', { count: others.length })
        : t('rightPatient.switched')
  return (
    <section className="right-patient" aria-label={hasSwitched ? t('rightPatient.switched') : t('rightPatient.label')}>
      <p>{words}</p>
      <div className="row">
        <Button variant="default" onClick={onConfirm}>
          {t('rightPatient.confirm')}
          <span className="hidden">: {patientName(view.patient)}</span>
        </Button>
      </div>
      <ul className="plain-list">
        {others.map((other) => (
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
  )
}

import { Link } from 'react-router'
import type { PatientSummary } from '../../service/api/patient.ts'
import { dateWords } from '../dates.ts'
import { UrgencyBadge } from '../frame/urgency-badge.tsx'
import { t } from '../strings/t.ts'
import { patientName } from './banner.tsx'

/** Patients with what tells two of one name apart. */
export function PatientCards({ patients }: { readonly patients: readonly PatientSummary[] }) {
  return (
    <ul className="cards">
      {patients.map(({ patientId, patient, urgency, open }) => (
        <li key={patientId}>
          <div className="card-head">
            <Link to={`/patients/${patientId}`}>
              <strong>{patientName(patient)}</strong>
            </Link>
            {urgency && open ? <UrgencyBadge urgency={urgency} /> : null}
          </div>
          <div className="muted">
            {t('patient.born')} {dateWords(patient.birthDate)} · {t('patient.recordNumber')} {patient.recordNumber}
            {patient.demo ? ` · ${t('patient.demo')}` : null}
          </div>
        </li>
      ))}
    </ul>
  )
}

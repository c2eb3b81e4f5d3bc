import type { PatientDetails } from '../../care/events.ts'
import { findingIds } from '../../care/protocol-ids.ts'
import { yearsBetween } from '../../language/date.ts'
import { dateWords } from '../dates.ts'
import { standard } from '../protocol/adopted.ts'
import { t } from '../strings/t.ts'
import { capitalised } from '../strings/words.ts'

/** Who this is about, always in sight: FAMILY, Given · born (age) · sex · record number · allergies. */
export function PatientBanner({ patient, asOf }: { readonly patient: PatientDetails; readonly asOf: string }) {
  return (
    <section className="banner" aria-label={t('patient.banner')}>
      <dl className="banner-list">
        <div className="banner-name">
          <dt className="hidden">{t('patients.name')}</dt>
          <dd>{patientName(patient)}</dd>
        </div>
        <div>
          <dt>{t('patient.born')}</dt>
          <dd>
            {dateWords(patient.birthDate)} {t('patient.age', { count: yearsBetween(patient.birthDate, asOf) })}
          </dd>
        </div>
        <div>
          <dt>{t('patient.sex')}</dt>
          <dd>{sexWords(patient)}</dd>
        </div>
        <div>
          <dt>{t('patient.recordNumber')}</dt>
          <dd>{patient.recordNumber}</dd>
        </div>
        <div>
          <dt>{t('patient.allergies')}</dt>
          <dd>{patient.allergies ?? t('patient.notKnown')}</dd>
        </div>
        {patient.demo ? (
          <div className="banner-demo">
            <dt className="hidden">{t('patient.demo')}</dt>
            <dd className="demo-ribbon">{t('patient.demo')}</dd>
          </div>
        ) : null}
      </dl>
    </section>
  )
}

/**
 * A name as hospitals write it.
 *
 * @example patientName({ familyName: 'Güneş', givenName: 'Ayşe', … }) // 'GÜNEŞ, Ayşe'
 */
export function patientName({ familyName, givenName }: Pick<PatientDetails, 'familyName' | 'givenName'>): string {
  return `${familyName.toLocaleUpperCase()}, ${givenName}`
}

/**
 * Sex at birth in words: the protocol's choice for the same thing.
 *
 * @example sexWords({ sexAtBirth: 'female', … }) // 'Female'
 */
export function sexWords(patient: Pick<PatientDetails, 'sexAtBirth'>): string {
  const value = patient.sexAtBirth
  const labels = sexChoices().find(({ id }) => id === value)?.label
  return labels ? capitalised(labels) : t('patient.notKnown')
}

/**
 * The values of sex at birth, in the protocol's words.
 *
 * @example sexChoices().map(({ id }) => id) // ['female', 'male']
 */
export function sexChoices(): readonly { readonly id: string; readonly label: string }[] {
  const definition = standard.findings.find(({ id }) => id === findingIds.sexAtBirth)
  return definition?.kind === 'choice' ? definition.values : []
}

import type { Patient } from '@medplum/fhirtypes'
import type { PatientDetails } from '../../care/events.ts'
import { birthSexExtension, own, tags } from '../systems.ts'
import { resourceId } from './ids.ts'
import { narrative, plainString } from './text.ts'

const BIRTH_SEX = { female: 'F', male: 'M', notKnown: 'UNK' } as const

/**
 * A patient as FHIR. The sex at birth is in the US Core extension; the gender repeats it, for who reads nothing else.
 * Allergies and medicines are free text and stand in the narrative alone: as codes they would say more than was entered.
 *
 * @example patientResource('patient-1', details).gender // 'female'
 */
export function patientResource(patientId: string, details: PatientDetails): Patient & { id: string } {
  const { familyName, givenName, birthDate, sexAtBirth, recordNumber, allergies, medicines, demo } = details
  const family = plainString(familyName)
  const given = plainString(givenName)
  const number = plainString(recordNumber)
  const lines = [
    `${[given, family].filter((name) => name !== undefined).join(' ')}, born ${birthDate}`,
    ...(plainString(allergies) === undefined ? [] : [`Allergies, as entered: ${allergies}`]),
    ...(plainString(medicines) === undefined ? [] : [`Medicines, as entered: ${medicines}`]),
    ...(demo ? ['An invented patient.'] : []),
  ]
  return {
    resourceType: 'Patient',
    id: resourceId('Patient', patientId),
    ...(demo ? { meta: { tag: [{ system: own.tags, code: 'invented', display: tags.invented }] } } : {}),
    text: narrative(lines),
    extension: [{ url: birthSexExtension, valueCode: BIRTH_SEX[sexAtBirth] }],
    identifier: [
      { system: own.patientId, value: patientId },
      ...(number === undefined ? [] : [{ system: own.recordNumber, value: number }]),
    ],
    ...(family === undefined && given === undefined
      ? {}
      : {
          name: [{ ...(family === undefined ? {} : { family }), ...(given === undefined ? {} : { given: [given] }) }],
        }),
    gender: sexAtBirth === 'notKnown' ? 'unknown' : sexAtBirth,
    birthDate,
  }
}

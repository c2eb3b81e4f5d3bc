import { fhirDocument } from '../fhir/document.ts'
import { lookBacks } from '../protocol/look-backs.ts'
import { standard } from '../protocol/protocol.ts'

/**
 * `docs/fhir.md`, from the code maps and the look-backs. `notice` marks the text as generated.
 *
 * @example wovenFhirDocument('Generated …').split('\n')[0] // '# FHIR R4: what is read, and what is written'
 */
export function wovenFhirDocument(notice: string): string {
  return fhirDocument(standard, lookBacks, notice)
}

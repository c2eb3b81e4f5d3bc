import { type JsonObject, objectsAt } from '../json.ts'

/** Answers are read no deeper than this either. */
const DEEPEST = 64

/**
 * Whether something in a resource may turn its meaning round ("ruled out", "of the donor"). FHIR has whoever does not know a
 * modifier leave alone what it stands on, and no modifier is known here.
 *
 * @example hasUnknownMeaning({ resourceType: 'Condition', modifierExtension: [{ url: 'https://ehr.example/negated' }] }) // true
 */
export function hasUnknownMeaning(resource: JsonObject, depth = 0): boolean {
  if ('modifierExtension' in resource || 'implicitRules' in resource) return true
  if (depth > DEEPEST) return false
  const parts = ['referenceRange', 'item', 'answer'].flatMap((member) => objectsAt(resource, member))
  return parts.some((part) => hasUnknownMeaning(part, depth + 1))
}

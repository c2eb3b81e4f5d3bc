import { referenceTo } from '../evaluate/decide.ts'
import type { Protocol } from '../language/protocol.ts'
import { sourceAttributes } from '../protocol/source-attributes.ts'
import { answeredAttributes, sourceAttributesText } from '../weave/source-attributes.ts'

/**
 * What `plumbline protocol --source-attributes` prints: text for people, or the data that the service answers too.
 *
 * @example printedAttributes(standard, false).split('\n')[0] // 'SOURCE ATTRIBUTES, 45 CFR 170.315(b)(11)(iv)(A)'
 */
export function printedAttributes(protocol: Protocol, json: boolean): string {
  if (!json) return sourceAttributesText(protocol, sourceAttributes)
  const { regulation } = sourceAttributes
  const attributes = answeredAttributes(protocol, sourceAttributes)
  return `${JSON.stringify({ regulation, protocol: referenceTo(protocol), attributes }, undefined, 2)}\n`
}

import { wordsFor } from '../../evaluate/explain.ts'
import { definitionOf } from '../findings/definition.ts'
import { t } from '../strings/t.ts'

/**
 * An answer in the words of the form: Yes, No, Not known, a choice's label, a number with its unit.
 *
 * @example valueWords('smoker', 'present') // 'Yes'
 */
export function valueWords(finding: string, value: string | number): string {
  if (value === 'notKnown') return t('questions.notKnown')
  if (value === 'notDone') return t('questions.notDone')
  const definition = definitionOf(finding)
  if (definition?.kind === 'sign') return value === 'present' ? t('questions.yes') : t('questions.no')
  return definition ? wordsFor(definition, value) : String(value)
}

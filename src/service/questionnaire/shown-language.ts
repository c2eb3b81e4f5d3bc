import type { z } from 'zod'
import type { languageSchema } from '../api/questionnaire.ts'
import type { ReviewedText } from '../content/texts.ts'

/**
 * A text's language as it is shown to choose from.
 *
 * @example shownLanguage(spanish) // { language: 'es', name: 'Español', direction: 'ltr', reviewed: false }
 */
export function shownLanguage({
  language,
  name,
  direction,
  review,
}: Pick<ReviewedText<unknown>, 'language' | 'name' | 'direction' | 'review'>): z.infer<typeof languageSchema> {
  return { language, name, direction, reviewed: review !== undefined }
}

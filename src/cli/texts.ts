import { readSiteReviews } from '../service/content/site-reviews.ts'
import { loadTexts } from '../service/content/texts.ts'
import type { Output } from './output.ts'

/**
 * Prints every text for patients with its hash and who has reviewed it, as the site's data folder says.
 *
 * @example await texts({ dataFolder: '.plumbline' }, output) // en/questionnaire  5f…  not reviewed
 */
export async function texts({ dataFolder }: { readonly dataFolder: string }, output: Output): Promise<number> {
  const { questionnaires, handouts } = loadTexts(readSiteReviews(dataFolder))
  const lines = [...questionnaires, ...handouts].map(({ id, hash, review }) => {
    const by = review === undefined ? 'not reviewed' : `reviewed by ${review.reviewedBy}, ${review.reviewedOn}`
    return `${id.padEnd(16)}  ${hash}  ${by}\n`
  })
  await output.write(lines.join(''))
  return 0
}

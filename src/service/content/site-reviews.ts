import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartError } from '../listen.ts'
import { reviewsSchema, type SiteReview } from './text-schemas.ts'

/** In the data folder: it is the site's, and outlives the program's next version. */
export const siteReviewsFile = 'reviews.json'

/**
 * The reviews of texts for patients that the site has recorded; none where there is no file.
 *
 * @throws `PLB_START_REVIEWS` where the file has another form: a review must not be taken for something else.
 * @example readSiteReviews('.plumbline') // [{ text: 'es/handout', hash: '5f…', reviewedBy: '…', reviewedOn: '…' }]
 */
export function readSiteReviews(dataFolder: string): readonly SiteReview[] {
  const file = join(dataFolder, siteReviewsFile)
  if (!existsSync(file)) return []
  try {
    return reviewsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).reviews
  } catch {
    throw new StartError('PLB_START_REVIEWS', `${siteReviewsFile} in the data folder is not a list of reviews.`)
  }
}

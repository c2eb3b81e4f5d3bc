import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isCalendarDate } from '../language/date.ts'
import { handoutWords } from '../protocol/handout.ts'
import { readSiteReviews, siteReviewsFile } from '../service/content/site-reviews.ts'
import type { SiteReview } from '../service/content/text-schemas.ts'
import { loadTexts, type ReviewedText } from '../service/content/texts.ts'
import { CliError } from './errors.ts'
import type { Output } from './output.ts'

/** What the command line says of a review; without `by` the text is shown and nothing is written. */
export interface ReviewRequest {
  readonly dataFolder: string
  /** `es/questionnaire`. */
  readonly id: string
  readonly by?: string | undefined
  readonly role?: string | undefined
  readonly on?: string | undefined
  readonly hash?: string | undefined
  /** The day it is: no review lies after it. */
  readonly today: string
}

/**
 * Shows a text for patients line by line, beside the English one, with its hash; or records that somebody has reviewed it.
 * A review names a person, what they are, the day, and the hash of what they read: another text is refused.
 * Throws a `CliError`.
 *
 * @example await reviewText({ dataFolder: '.plumbline', id: 'es/handout', today }, output) // the text, and its hash
 */
export async function reviewText(request: ReviewRequest, output: Output): Promise<number> {
  const { id, by, role, on, hash } = request
  const text = textOf(request)
  if ([by, role, on, hash].every((each) => each === undefined)) {
    await output.write(shown(text))
    return 0
  }
  const review = checked(request, text)
  const { dataFolder } = request
  record(dataFolder, review)
  await output.write(
    `${id}: reviewed by ${review.reviewedBy}, ${review.role ?? ''}, ${review.reviewedOn}. The service reads it when it starts.\n`,
  )
  return 0
}

type AnyText = ReviewedText<unknown>

function allTexts(dataFolder: string): readonly AnyText[] {
  const { questionnaires, handouts } = loadTexts(readSiteReviews(dataFolder))
  return [...questionnaires, ...handouts]
}

function textOf({ dataFolder, id }: ReviewRequest): AnyText {
  const texts = allTexts(dataFolder)
  const text = texts.find((each) => each.id === id)
  if (text) return text
  throw new CliError('PLB_CLI_OPTION', `There is no such text. Allowed: ${texts.map((each) => each.id).join(', ')}.`)
}

/** Every line of a text with its place, the English one above it where it is a translation. */
function shown({ id, content, hash, review, language }: AnyText): string {
  const own = linesOf(content === 'protocol' ? handoutWords : content)
  const english = language === 'en' ? undefined : new Map(englishOf(id))
  const lines = own.map(([place, words]) => {
    const source = english?.get(place)
    return `${place}\n${source === undefined ? '' : `  en: ${source}\n`}  ${language}: ${words}\n`
  })
  const state = review ? `reviewed by ${review.reviewedBy}, ${review.reviewedOn}` : 'not reviewed'
  return `${lines.join('')}\n${id}: ${state}\nhash: ${hash}\n`
}

function englishOf(id: string): readonly Line[] {
  const kind = id.split('/')[1]
  if (kind === 'handout') return linesOf(handoutWords)
  const [english] = loadTexts().questionnaires
  return linesOf(english?.content)
}

type Line = readonly [place: string, words: string]

function linesOf(content: unknown, place = ''): readonly Line[] {
  if (typeof content === 'string') return [[place, content]]
  if (typeof content !== 'object' || content === null) return []
  return Object.entries(content).flatMap(([member, value]) =>
    linesOf(value, place === '' ? member : `${place}.${member}`),
  )
}

const longestName = 200
/** What is typed where a name belongs by somebody who has none to give. */
const nobody = /^(n\/?a|none|nobody|unknown|test|reviewer|todo|tbd|anonymous|x+|-+|\?+)$/i

function checked({ id, by = '', role = '', on = '', hash = '', today }: ReviewRequest, text: AnyText): SiteReview {
  const [reviewedBy, what] = [by.trim(), role.trim()]
  const isName = /\p{L}{2}/u.test(reviewedBy) && !nobody.test(reviewedBy) && reviewedBy.length <= longestName
  if (!isName) throw new CliError('PLB_CLI_OPTION', '--by names the person who has read the text, as they are known.')
  if (!/\p{L}{2}/u.test(what) || what.length > longestName)
    throw new CliError('PLB_CLI_OPTION', '--role says what that person is, as "general practitioner".')
  if (!isCalendarDate(on) || on > today)
    throw new CliError('PLB_CLI_OPTION', `--on is the day on which it was read: a date up to ${today}.`)
  if (hash !== text.hash)
    throw new CliError(
      'PLB_CLI_OPTION',
      '--hash is not that of the text as it is now: read it again (plumbline review-text without --by shows it).',
    )
  return { text: id, hash, reviewedBy, role: what, reviewedOn: on }
}

/** Written beside and put in its place, so that a crash leaves the old list or the new one. */
function record(dataFolder: string, review: SiteReview): void {
  const file = join(dataFolder, siteReviewsFile)
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { reviews: SiteReview[] }).reviews : []
  mkdirSync(dataFolder, { recursive: true })
  const written = `${file}.${process.pid}`
  writeFileSync(written, `${JSON.stringify({ reviews: [...before, review] }, null, 2)}\n`, { flush: true })
  renameSync(written, file)
}

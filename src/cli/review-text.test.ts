import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readSiteReviews } from '../service/content/site-reviews.ts'
import { loadTexts } from '../service/content/texts.ts'
import { type ReviewRequest, reviewText } from './review-text.ts'

let dataFolder = ''
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'plumbline-review-'))
})
afterEach(() => rmSync(dataFolder, { recursive: true }))

const { hash } = loadTexts().questionnaires.find(({ id }) => id === 'es/questionnaire') ?? { hash: '' }
const review = { by: 'Dr Lucía Ferrer', role: 'general practitioner', on: '2026-03-10', hash }

async function run(over: Partial<ReviewRequest>): Promise<string> {
  const said: string[] = []
  const write = async (text: string): Promise<void> => {
    said.push(text)
  }
  await reviewText({ dataFolder, id: 'es/questionnaire', today: '2026-03-14', ...over }, { write })
  return said.join('')
}
const spanish = () => loadTexts(readSiteReviews(dataFolder)).questionnaires.find(({ id }) => id === 'es/questionnaire')

describe('reviewing a text', () => {
  test('shows every line beside the English one, with the hash, and writes nothing', async () => {
    const shown = await run({})
    expect(shown).toMatch(/questions\.fever\.question\n {2}en: .*fever.*\n {2}es: .+\n/)
    expect(shown.trimEnd().split('\n').slice(-2)).toEqual(['es/questionnaire: not reviewed', `hash: ${hash}`])
    expect(readSiteReviews(dataFolder)).toEqual([])
  })

  test('is recorded with who, what they are, when and what was read, and counts from then on', async () => {
    expect(await run(review)).toContain('reviewed by Dr Lucía Ferrer, general practitioner, 2026-03-10')
    expect(spanish()?.review).toEqual({ reviewedBy: 'Dr Lucía Ferrer', reviewedOn: '2026-03-10' })
    await run({ ...review, on: '2026-03-12' })
    const { reviews } = JSON.parse(readFileSync(join(dataFolder, 'reviews.json'), 'utf8'))
    expect(reviews).toHaveLength(2)
    expect(reviews[0]).toEqual({
      text: 'es/questionnaire',
      hash,
      reviewedBy: 'Dr Lucía Ferrer',
      role: 'general practitioner',
      reviewedOn: '2026-03-10',
    })
    expect(spanish()?.review?.reviewedOn).toBe('2026-03-12')
  })

  test('of a text that changed since counts no more', async () => {
    await run(review)
    const changed = readSiteReviews(dataFolder).map((each) => ({ ...each, hash: 'a'.repeat(64) }))
    expect(loadTexts(changed).questionnaires.find(({ id }) => id === 'es/questionnaire')?.review).toBeUndefined()
  })

  test.each([
    ['without a name', { by: ' ' }],
    ['by nobody', { by: 'unknown' }],
    ['by somebody who is not said to be anything', { role: '' }],
    ['on a day to come', { on: '2026-03-15' }],
    ['on no day', { on: '10/03/2026' }],
    ['of another text than the one there is', { hash: 'a'.repeat(64) }],
    ['of a text that there is not', { id: 'fr/handout' }],
  ])('%s is refused, and nothing is written', async (_, over) => {
    await expect(run({ ...review, ...over })).rejects.toMatchObject({ code: 'PLB_CLI_OPTION' })
    expect(readSiteReviews(dataFolder)).toEqual([])
  })
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { loadTexts } from '../service/content/texts.ts'
import { texts } from './texts.ts'

const dataFolder = mkdtempSync(join(tmpdir(), 'plumbline-texts-'))
afterAll(() => rmSync(dataFolder, { recursive: true }))

async function printed(): Promise<string[]> {
  const said: string[] = []
  const write = async (text: string): Promise<void> => {
    said.push(text)
  }
  await texts({ dataFolder }, { write })
  return said.join('').trimEnd().split('\n')
}

test('every text for patients is listed with its hash, and none is reviewed as it ships', async () => {
  const lines = await printed()
  expect(lines.map((line) => line.split(/ +/)[0])).toEqual(
    ['questionnaire', 'handout'].flatMap((text) => ['en', 'ar', 'es', 'uk'].map((language) => `${language}/${text}`)),
  )
  for (const line of lines) expect(line).toMatch(/^\S+ +[0-9a-f]{64} {2}not reviewed$/)
})

test('a review that the site has recorded is told', async () => {
  const { hash } = loadTexts().handouts.find(({ id }) => id === 'uk/handout') ?? { hash: '' }
  const review = { text: 'uk/handout', hash, reviewedBy: 'The lead of the test', reviewedOn: '2026-03-01' }
  writeFileSync(join(dataFolder, 'reviews.json'), JSON.stringify({ reviews: [review] }))
  expect((await printed()).filter((line) => line.includes('reviewed by'))).toEqual([
    `uk/handout        ${hash}  reviewed by The lead of the test, 2026-03-01`,
  ])
})

test('a file that is no list of reviews is refused, and what it holds is not repeated', async () => {
  writeFileSync(join(dataFolder, 'reviews.json'), '{"reviews": "everything"}')
  await expect(printed()).rejects.toMatchObject({ code: 'PLB_START_REVIEWS' })
  await expect(printed()).rejects.not.toThrow('everything')
})

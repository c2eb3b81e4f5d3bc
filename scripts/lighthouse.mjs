// `npm run lighthouse [-- PAGE …]`: Lighthouse on the production build, ten pages or those named, each as a phone and as a desktop. A tool that is
// fetched for the run (`npx`), pinned, and no part of the project. Prints a table for docs/performance.md; a report that
// misses 95 is kept in dist/lighthouse/.
import { mkdirSync, readFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { findChromium } from './chromium.mjs'
import { withClinic } from './clinic-to-measure.mjs'
import { ROOT, run, setUp } from './setup.mjs'

const LIGHTHOUSE = 'lighthouse@12.8.2'
const TO_REACH = 95
const folder = join(ROOT, 'dist', 'lighthouse')

if (!process.env.PLUMBLINE_IS_BUILT) await setUp()
mkdirSync(folder, { recursive: true })
console.log(
  `${LIGHTHOUSE}, Node ${process.version}, ${cpus()[0]?.model ?? 'processor not known'}, ${cpus().length} cores`,
)
console.log(`load before the run: ${loadavg()[0]?.toFixed(1)} (figures of a busy machine are too low)`)

await withClinic(async ({ address, browser }) => {
  const { cookie, patient, link } = await prepared(address, browser)
  const pages = [
    { name: 'sign-in', url: address },
    { name: 'worklist', url: address, cookie },
    { name: 'assessment', url: `${address}/patients/${patient}/assess`, cookie },
    { name: 'a patient’s questions', url: link },
    { name: 'patients', url: `${address}/patients`, cookie },
    { name: 'summary', url: `${address}/patients/${patient}`, cookie },
    { name: 'referral', url: `${address}/patients/${patient}/refer`, cookie },
    { name: 'evidence', url: `${address}/evidence`, cookie },
    { name: 'reports', url: `${address}/reports`, cookie },
    { name: 'settings', url: `${address}/settings`, cookie },
  ]
  const asked = process.argv.slice(2)
  const chosen = pages.filter(({ name }) => asked.length === 0 || asked.includes(name))
  for (const page of chosen) for (const device of /** @type {const} */ (['phone', 'desktop'])) await audit(page, device)
})

/**
 * A session, a patient and a link for them, made as a clinician makes them.
 *
 * @param {string} address
 * @param {import('playwright-core').Browser} browser
 */
async function prepared(address, browser) {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(address)
  await page.getByRole('button', { name: 'Try with demo patients' }).click()
  await page.locator('table.list tbody th a').first().click()
  await page.getByRole('link', { name: 'Ask the patient' }).click()
  const patient = new URL(page.url()).pathname.split('/')[2] ?? ''
  await page.getByRole('button', { name: 'Make a link' }).click()
  const link = await page.locator('.ask-address').innerText()
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  return { cookie, patient, link }
}

/** @param {{ name: string, url: string, cookie?: string }} page @param {'phone' | 'desktop'} device */
async function audit({ name, url, cookie }, device) {
  const file = join(folder, `${name.replaceAll(/\W+/g, '-')}-${device}.json`)
  const code = await run(
    'npx',
    [
      '--yes',
      LIGHTHOUSE,
      url,
      '--quiet',
      '--output=json',
      `--output-path=${file}`,
      '--only-categories=performance,accessibility,best-practices',
      '--chrome-flags=--headless=new --no-sandbox --disable-gpu',
      ...(device === 'desktop' ? ['--preset=desktop'] : []),
      ...(cookie ? [`--extra-headers=${JSON.stringify({ Cookie: cookie })}`] : []),
    ],
    { env: { CHROME_PATH: findChromium() ?? '' }, output: 'on failure' },
  )
  if (code !== 0) return console.log(`${name}, ${device}: Lighthouse ended with ${code}`)
  const { categories, audits, finalDisplayedUrl } = JSON.parse(readFileSync(file, 'utf8'))
  /** @param {string} id */
  const score = (id) => Math.round((categories[id]?.score ?? 0) * 100)
  /** @param {string} id */
  const shown = (id) => audits[id]?.displayValue ?? '–'
  console.log(
    `${name} (${new URL(finalDisplayedUrl).pathname.slice(0, 3)}…), ${device}: performance ${score('performance')}, accessibility ${score('accessibility')}, ` +
      `best practices ${score('best-practices')}; first paint ${shown('first-contentful-paint')}, largest ${shown('largest-contentful-paint')}, ` +
      `blocked ${shown('total-blocking-time')}, shift ${shown('cumulative-layout-shift')}`,
  )
  for (const [id, { score: each, title }] of Object.entries(audits))
    if (each !== null && each < 0.9 && score('performance') < TO_REACH) console.log(`  ${id}: ${title} ${shown(id)}`)
}

import { expect, test } from 'vitest'
import { addPatient, answer, headline, inBrowser, noEmergency, openClinic, tryDemo } from './clinic.ts'

inBrowser('a screen that cannot be drawn', () => {
  const { clinic, browser } = openClinic()

  test('says so in its place, leaves the way around, and comes back when tried again', async () => {
    const context = await browser().newContext({ serviceWorkers: 'block' })
    const page = await context.newPage()
    await tryDemo(page, clinic)
    await page.route('**/assets/reports-screen*', (route) => route.abort())
    await page.getByRole('link', { name: 'Reports', exact: true }).click()
    const problem = page.getByRole('alert')
    await problem.getByText('This screen has stopped.').waitFor()
    await expect.poll(() => page.getByRole('link', { name: 'Worklist', exact: true }).isVisible()).toBe(true)
    await page.unroute('**/assets/reports-screen*')
    await problem.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('heading', { name: 'Reports', level: 1 }).waitFor()
    await context.close()
  })

  test('a decision is made on the page where its worker cannot be had', async () => {
    const context = await browser().newContext({ serviceWorkers: 'block', viewport: { width: 1280, height: 800 } })
    const page = await context.newPage()
    let refused = 0
    await page.route('**/assets/decider-worker*', (route) => {
      refused += 1
      return route.abort()
    })
    await tryDemo(page, clinic)
    await addPatient(page, { family: 'Workerless', sex: 'Female', born: '1961-03-04' })
    await noEmergency(page)
    await answer(page, 'cancerHistory', 'In the past')
    await headline(page).filter({ hasText: 'Consider: X-ray and ESR' }).waitFor()
    expect(refused).toBeGreaterThan(0)
    await context.close()
  })
})

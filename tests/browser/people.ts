import type { APIRequestContext, Browser, BrowserContext, Page } from 'playwright-core'
import type { Clinic } from './clinic.ts'

const password = 'correct horse battery'

/** The clinic's first account, made with the one-time code; it can invite others. */
export async function administrator(browser: Browser, clinic: Clinic) {
  const context = await browser.newContext()
  const { request } = context
  const who = { username: 'ines', displayName: 'Ines Alvarado', password }
  const { session } = await post(request, `${clinic.address}/api/setup`, { code: clinic.setUpCode, ...who })
  const headers = { 'x-csrf-token': session.csrfToken }
  /** A colleague, signed in in a browser of their own, on the worklist. */
  async function colleague(username: string, displayName: string, role = 'clinician'): Promise<Colleague> {
    const { code } = await post(request, `${clinic.address}/api/accounts`, { username, displayName, role }, headers)
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    await post(context.request, `${clinic.address}/api/invitations`, { code, password })
    const page = await context.newPage()
    await page.goto(clinic.address)
    await page.getByRole('heading', { name: 'Worklist', level: 1 }).waitFor()
    return { context, page }
  }
  return { colleague, context }
}

/** Somebody with a browser of their own. */
export interface Colleague {
  readonly context: BrowserContext
  readonly page: Page
}

/** Signs in on the form, with the password of everybody here. */
export async function signIn(page: Page, username: string): Promise<void> {
  await page.getByLabel('User name').fill(username)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

async function post(request: APIRequestContext, url: string, data: object, headers: Record<string, string> = {}) {
  const answer = await request.post(url, { data, headers })
  if (!answer.ok()) throw new Error(`${url}: ${answer.status()} ${await answer.text()}`)
  return answer.json()
}

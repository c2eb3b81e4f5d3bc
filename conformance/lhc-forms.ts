import { existsSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Patient, Questionnaire, QuestionnaireItem, QuestionnaireResponse } from '@medplum/fhirtypes'
import type { Browser, Locator, Page } from 'playwright-core'

/*
 * LHC-Forms of the National Library of Medicine, unmodified, in a browser: shows a form, is answered with mouse and keyboard,
 * and gives what it would hand to a record.
 */

const folder = fileURLToPath(new URL('./node_modules/lforms/dist/lforms/', import.meta.url))
/** A name that nobody owns: every request to it is answered from the installed package, and to others by nobody. */
const origin = 'https://forms.example'
const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.png': 'image/png' }
const scripts = [
  'webcomponent/assets/lib/zone.min.js',
  'webcomponent/runtime.js',
  'webcomponent/polyfills.js',
  'webcomponent/main.js',
  'fhir/R4/lformsFHIR.min.js',
]
const html = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>Form</title><link rel="stylesheet" href="/webcomponent/styles.css"></head>
  <body><div id="form"></div>${scripts.map((each) => `<script src="/${each}"></script>`).join('')}</body>
</html>`

/** What of the library's own interface is used, by the names it has there. */
interface LForms {
  readonly lformsVersion: string
  readonly FHIR?: Readonly<Record<string, unknown>>
  readonly Util: {
    setFHIRContext(context: unknown, variables: Readonly<Record<string, unknown>>): void
    addFormToPage(form: Questionnaire, container: string, options: { readonly prepopulate: boolean }): Promise<void>
    getFormFHIRData(
      type: 'QuestionnaireResponse',
      version: 'R4',
      element: null,
      options: { readonly subject: Patient },
    ): QuestionnaireResponse
  }
}
declare const LForms: LForms

/** A form that is shown. */
export class ShownForm {
  /** Faults that the page met: an exception, or a file that it asks for and does not have. */
  readonly faults: readonly string[]

  private constructor(
    readonly page: Page,
    private readonly form: Questionnaire,
    private readonly patient: Patient,
    faults: readonly string[],
  ) {
    this.faults = faults
  }

  /** Opens a form for a patient on a day. */
  static async open(browser: Browser, form: Questionnaire, patient: Patient, day: string): Promise<ShownForm> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } })
    const faults: string[] = []
    page.on('pageerror', ({ message }) => faults.push(message))
    await page.clock.setFixedTime(new Date(`${day}T10:00:00Z`))
    await page.route('**/*', async (route) => {
      const { origin: asked, pathname } = new URL(route.request().url())
      if (asked !== origin) return route.abort()
      if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: html })
      const file = join(folder, pathname)
      if (existsSync(file))
        return route.fulfill({
          contentType: types[extname(file)] ?? 'application/octet-stream',
          body: readFileSync(file),
        })
      faults.push(`there is no ${pathname}`)
      return route.fulfill({ status: 404, body: '' })
    })
    await page.goto(origin)
    await page.waitForFunction(() => typeof LForms === 'object' && LForms.FHIR?.R4 !== undefined)
    await page.evaluate(
      ([shown, subject]) => {
        LForms.Util.setFHIRContext(null, { patient: subject })
        return LForms.Util.addFormToPage(shown, 'form', { prepopulate: true })
      },
      [form, patient] as const,
    )
    await page.locator('lhc-item').first().waitFor()
    return new ShownForm(page, form, patient, faults)
  }

  /** The version that the library itself says. */
  version(): Promise<string> {
    return this.page.evaluate(() => LForms.lformsVersion)
  }

  /** The questions of the form, in its order, without the lines of help and the questions why there is no number. */
  questions(): readonly QuestionnaireItem[] {
    return (this.form.item ?? []).flatMap((group) => group.item ?? []).filter(({ linkId }) => !linkId.includes('.'))
  }

  /** Whether a question is shown now. */
  isShown(linkId: string): Promise<boolean> {
    return this.item(linkId).isVisible()
  }

  /** Answers a question with the mouse or the keyboard. */
  async answer({ linkId, type, answerOption = [] }: QuestionnaireItem, value: string | number): Promise<void> {
    if (type !== 'choice') return this.type(linkId, type, String(value))
    const option = answerOption.find(({ valueCoding }) => valueCoding?.code === value)?.valueCoding
    if (!option) throw new Error(`${linkId} does not offer ${value}`)
    await this.item(linkId).locator(`[id="${linkId}/1/1|${option.system}|${option.code}"]`).click()
  }

  private async type(linkId: string, type: QuestionnaireItem['type'], text: string): Promise<void> {
    const field = this.item(linkId).locator(type === 'date' ? 'nz-date-picker input' : `[id="${linkId}/1/1"]`)
    const [year, month, date] = text.split('-')
    await field.fill(type === 'date' ? `${month}/${date}/${year}` : text)
    await field.press(type === 'date' ? 'Enter' : 'Tab')
  }

  /** What stands in a field. */
  written(linkId: string): Promise<string> {
    return this.item(linkId).locator('input').first().inputValue()
  }

  /** The answers, as the library gives them to a record. */
  response(): Promise<QuestionnaireResponse> {
    return this.page.evaluate(
      (subject) => LForms.Util.getFormFHIRData('QuestionnaireResponse', 'R4', null, { subject }),
      this.patient,
    )
  }

  private item(linkId: string): Locator {
    return this.page.locator(`[id="item-${linkId}/1/1"]`)
  }
}

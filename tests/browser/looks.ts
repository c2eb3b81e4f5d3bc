import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { ROOT } from '../../scripts/setup.mjs'
import { cutOff, faintOrSmall, overlaps } from './layout-faults.ts'

/** What axe finds on the page as it stands. */
export async function faults(page: Page, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page })
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
}

/** What is wider than the window, where the page scrolls sideways. */
export async function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= width) return []
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .slice(0, 5)
      .map((element) => `${element.tagName}.${element.className}: ${(element.textContent ?? '').slice(0, 40)}`)
  })
}

const sizes = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
] as const

/** Pictures of what was looked at; git ignores the folder. */
const pictures = process.env.PLUMBLINE_SCREENSHOTS ?? join(ROOT, 'screenshots')

/**
 * What is wrong with the page as it stands, wide and narrow, light and dark: what axe finds, sideways scrolling, text over
 * text, text that is cut off, controls too faint or too small. Keeps a picture of each.
 */
export async function lookAround(page: Page, name: string): Promise<string[]> {
  const found: string[] = []
  for (const viewport of sizes) {
    await page.setViewportSize(viewport)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const where = `${name} ${viewport.width} ${colorScheme}`
      // In the dark the same elements have other colours, and nothing else.
      const isDark = colorScheme === 'dark'
      const seen = [
        ...(await faults(page, isDark ? ['color-contrast', 'link-in-text-block'] : undefined)),
        ...(await faintOrSmall(page)),
        ...(isDark ? [] : [...(await overflow(page)), ...(await overlaps(page)), ...(await cutOff(page))]),
      ]
      found.push(...seen.map((fault) => `${where}: ${fault}`))
      await page.screenshot({ path: join(pictures, `${where.replaceAll(' ', '-')}.png`) })
    }
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(sizes[0])
  return found
}

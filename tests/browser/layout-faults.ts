import type { Page } from 'playwright-core'

/** Borders of controls against what is behind them, as WCAG 2.2 asks (1.4.11). */
const contrastAtLeast = 3
/** The smallest side of a control (2.5.8). */
const sideAtLeast = 24

/** Text fields, selects, buttons and rows of options that are too faint to be seen or too small to be hit. */
export async function faintOrSmall(page: Page): Promise<string[]> {
  const controls = await measuredControls(page)
  return controls
    .filter(({ contrast, width, height }) => contrast < contrastAtLeast || width < sideAtLeast || height < sideAtLeast)
    .map(({ what, contrast, width, height }) => `${contrast.toFixed(2)}:1, ${width} by ${height}: ${what}`)
}

/** How many controls there are to measure on the page. */
export async function countControls(page: Page): Promise<number> {
  return (await measuredControls(page)).length
}

interface Control {
  readonly what: string
  readonly contrast: number
  readonly width: number
  readonly height: number
}

async function measuredControls(page: Page): Promise<readonly Control[]> {
  return page.evaluate(() => {
    const channels = (colour: string): number[] => (colour.match(/[\d.]+/g) ?? []).map(Number)
    const luminance = (colour: string): number => {
      const [red = 0, green = 0, blue = 0] = channels(colour).map((each) => {
        const part = each / 255
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
    const behind = (element: Element | null): string => {
      for (let at = element; at; at = at.parentElement) {
        const colour = getComputedStyle(at).backgroundColor
        if ((channels(colour)[3] ?? 1) > 0) return colour
      }
      return 'rgb(255, 255, 255)'
    }
    const selector =
      'input.input, select, .mantine-Input-input, .mantine-Button-root, .options, .button-link, .top-menu'
    return [...document.querySelectorAll(selector)]
      .filter((element) => element.checkVisibility() && !element.matches(':disabled, [inert] *'))
      .filter((element) => getComputedStyle(element).borderTopWidth !== '0px')
      .map((element) => {
        const border = luminance(getComputedStyle(element).borderTopColor)
        const back = luminance(behind(element.parentElement))
        const { width, height } = element.getBoundingClientRect()
        const contrast = (Math.max(border, back) + 0.05) / (Math.min(border, back) + 0.05)
        return { what: element.outerHTML.slice(0, 100), contrast, width, height }
      })
  })
}

/** Lines of text that lie over one another; what sticks to the window lies over what scrolls, and is left out. */
export async function overlaps(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    /** Letters may touch; more than this is one text over another. */
    const slack = 3
    const isApart = (element: Element | null): boolean => {
      for (let at = element; at; at = at.parentElement) {
        const { position, clipPath } = getComputedStyle(at)
        if (position === 'fixed' || position === 'sticky' || clipPath !== 'none' || at.tagName === 'svg') return true
      }
      return false
    }
    const lines: { top: number; bottom: number; left: number; right: number; text: string }[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement
      const text = (node.textContent ?? '').trim()
      if (text === '' || !parent?.checkVisibility({ visibilityProperty: true }) || isApart(parent)) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      for (const { top, bottom, left, right } of range.getClientRects()) lines.push({ top, bottom, left, right, text })
    }
    lines.sort((a, b) => a.top - b.top)
    const found: string[] = []
    lines.forEach((line, index) => {
      for (let next = index + 1; next < lines.length; next += 1) {
        const other = lines[next]
        if (!other || other.top > line.bottom - slack) return
        const wide = Math.min(line.right, other.right) - Math.max(line.left, other.left)
        const high = Math.min(line.bottom, other.bottom) - other.top
        if (wide > slack && high > slack && other.text !== line.text)
          found.push(`"${line.text.slice(0, 40)}" lies over "${other.text.slice(0, 40)}"`)
      }
    })
    return found.slice(0, 5)
  })
}

/** Text that does not fit where it stands and is not shown whole: a clamp that is meant opens on demand. */
export async function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }) && element.innerText?.trim() !== '')
      .filter((element) => {
        const style = getComputedStyle(element)
        if (style.clipPath !== 'none' || style.getPropertyValue('-webkit-line-clamp') !== 'none') return false
        const hides = (value: string) => value === 'hidden' || value === 'clip'
        return (
          (hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1) ||
          (hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1)
        )
      })
      .slice(0, 5)
      .map((element) => `${element.tagName}.${element.className}: ${element.innerText.slice(0, 60)}`),
  )
}

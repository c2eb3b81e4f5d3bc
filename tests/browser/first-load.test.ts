import { expect, test } from 'vitest'
import { inBrowser, openClinic, tryDemo } from './clinic.ts'

/**
 * JavaScript and CSS over the network, headers included, until nothing more comes after the worklist is shown: with the
 * store for drafts, which is loaded in the background. It only goes down; UX allows 250 kB.
 */
const ratchetBytes = 190_000

inBrowser('a first visit', () => {
  const { clinic, openPage } = openClinic()

  test('loads little before the worklist is there, as it comes over the network', async () => {
    const page = await openPage()
    const session = await page.context().newCDPSession(page)
    await session.send('Network.enable')
    const kinds = new Map<string, string>()
    let bytes = 0
    session.on('Network.responseReceived', ({ requestId, response }) => {
      // What decisions need comes some seconds later: on a slow machine, before this is over.
      if (!/\/assets\/decide/.test(response.url)) kinds.set(requestId, response.mimeType)
    })
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (/javascript|css/.test(kinds.get(requestId) ?? '')) bytes += encodedDataLength
    })
    const store = page.waitForResponse((answer) => /\/device-[^/]*\.js$/.test(answer.url()))
    await tryDemo(page, clinic)
    // The store comes last, when the worklist has been still for a moment.
    await (await store).finished()
    await page.waitForLoadState('networkidle')
    console.log(`First visit: ${(bytes / 1000).toFixed(1)} kB of JavaScript and CSS`)
    expect(bytes).toBeGreaterThan(100_000)
    expect(bytes).toBeLessThan(ratchetBytes)
    await page.context().close()
  })

  test('finds a manifest that a browser takes, with icons of our own', async () => {
    const page = await openPage()
    await tryDemo(page, clinic)
    const session = await page.context().newCDPSession(page)
    const { url, errors, data } = await session.send('Page.getAppManifest')
    expect(errors).toEqual([])
    expect(url).toBe(`${clinic.address}/manifest.webmanifest`)
    for (const { src, type } of JSON.parse(data ?? '{}').icons) {
      const icon = await page.request.get(`${clinic.address}${src}`)
      expect(icon.headers()['content-type']).toContain(type)
      expect(await icon.text()).toContain('<title>Plumbline</title>')
    }
    await page.context().close()
  })
})

// The service as it ships over a folder of its own, with the demo patients, and a browser beside it: for measuring.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { findChromium } from './chromium.mjs'
import { ROOT } from './setup.mjs'

const flags = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']

/**
 * Starts both, and ends both after the work.
 *
 * @template Result
 * @param {(clinic: { address: string, restart: (daysLater: number) => Promise<string>, browser: import('playwright-core').Browser }) => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function withClinic(work) {
  const file = findChromium()
  if (file === undefined) throw new Error('No Chromium was found; set PLUMBLINE_CHROMIUM to its file.')
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-measure-'))
  // The service moves its clock only over a folder that is marked as test data.
  writeFileSync(join(folder, 'test-data-only'), '')
  let service = await start(folder, '0', 0)
  const browser = await chromium.launch({ executablePath: file, args: flags })
  try {
    return await work({
      address: service.address,
      browser,
      async restart(daysLater) {
        await service.stop()
        service = await start(folder, new URL(service.address).port, daysLater)
        return service.address
      },
    })
  } finally {
    await browser.close()
    await service.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param {string} folder @param {string} port @param {number} daysLater */
async function start(folder, port, daysLater) {
  const args = ['dist/cli/main.js', 'serve', '--data', folder, '--port', port, '--demo', 'always', '--time-zone', 'UTC']
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, PLUMBLINE_CLOCK_OFFSET_DAYS: String(daysLater) },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  /** @type {string} */
  const address = await new Promise((resolve, reject) => {
    let said = ''
    child.once('exit', () => reject(new Error('The service ended.')))
    child.stdout.on('data', (chunk) => {
      said += String(chunk)
      const found = /running at (\S+)/.exec(said)?.[1]
      if (found) resolve(found)
    })
  })
  return {
    address,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

// Finds the Chromium that the browser tests drive, and installs the system's package where that is ours to do.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { aptInstall } from './setup.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge']
const PLACES = [
  '/usr/lib/chromium/chromium',
  '/opt/google/chrome/chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/**
 * The first browser there is: the one PLUMBLINE_CHROMIUM names, one on the PATH, one in a usual place.
 *
 * @param {Record<string, string | undefined>} environment
 * @param {(file: string) => boolean} isExecutable
 * @returns {string | undefined} its file
 */
export function findChromium(environment = process.env, isExecutable = canExecute) {
  const named = environment.PLUMBLINE_CHROMIUM
  if (named) return isExecutable(named) ? named : undefined
  const folders = (environment.PATH ?? '').split(delimiter).filter(Boolean)
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const onPath = folders.flatMap((folder) => NAMES.map((name) => join(folder, `${name}${suffix}`)))
  return [...onPath, ...PLACES].find(isExecutable)
}

/**
 * A browser for the tests: found, or installed with apt-get as root on a Debian-like system; else the reason there is none.
 *
 * @returns {Promise<{ file: string } | { missing: string }>}
 */
export async function ensureChromium() {
  const found = findChromium()
  if (found) return { file: found }
  if (process.env.PLUMBLINE_CHROMIUM) return { missing: 'PLUMBLINE_CHROMIUM does not name a program that can be run' }
  const isDebianLike = existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get')
  if (isDebianLike && process.getuid?.() === 0 && (await aptInstall('chromium'))) {
    const installed = findChromium()
    if (installed) return { file: installed }
  }
  return {
    missing: `no Chromium or Chrome was found; ${isDebianLike ? 'run `sudo apt-get install chromium`' : 'install Chromium or Google Chrome'}, or set PLUMBLINE_CHROMIUM to the program's file`,
  }
}

/**
 * What reads printed pages apart (`pdfinfo` of poppler) for the tests: found, or installed as the browser is.
 *
 * @returns {Promise<{ found: true } | { missing: string }>}
 */
export async function ensurePoppler() {
  const isThere = () => spawnSync('pdfinfo', ['-v']).error === undefined
  if (isThere()) return { found: true }
  const isDebianLike = existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get')
  if (isDebianLike && process.getuid?.() === 0 && (await aptInstall('poppler-utils')) && isThere())
    return { found: true }
  const install = isDebianLike ? 'run `sudo apt-get install poppler-utils`' : 'install poppler'
  return { missing: `pdfinfo of poppler was not found; ${install}` }
}

/** @param {string} file */
function canExecute(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

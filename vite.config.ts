import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin, type UserConfig } from 'vite'

const outDir = fileURLToPath(new URL('./dist/web', import.meta.url))

/** What a first visit may load, JavaScript and CSS together, gzipped. */
export const firstLoadLimitBytes = 250_000

/** Weighs what index.html loads before anything is shown, prints it, and refuses a build over the limit. */
function firstLoad(): Plugin {
  return {
    name: 'first-load',
    apply: 'build',
    closeBundle() {
      const page = readFileSync(join(outDir, 'index.html'), 'utf8')
      const files = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map((match) => match[1] ?? '')
      const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(join(outDir, file))).length, 0)
      console.log(`First load: ${(bytes / 1000).toFixed(1)} kB gzipped in ${files.length} files`)
      if (bytes > firstLoadLimitBytes) throw new Error(`The first load is over ${firstLoadLimitBytes / 1000} kB.`)
    },
  }
}

export default defineConfig(({ command }) => {
  // Built inside a test run, the app is still the one that ships.
  if (command === 'build') process.env.NODE_ENV = 'production'
  return settings
})

const settings: UserConfig = {
  root: 'src/web',
  plugins: [react(), firstLoad()],
  // The service puts a fresh nonce in the place of this word with every page.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2022',
    // Data URLs are not among the sources that the content security policy allows.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
}

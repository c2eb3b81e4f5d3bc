import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { build, defineConfig, type Plugin, type UserConfig } from 'vite'

const outDir = fileURLToPath(new URL('./dist/web', import.meta.url))

/** What a first visit may load, JavaScript and CSS together, gzipped. */
export const firstLoadLimitBytes = 250_000

/** What a patient's phone may load for the questions before a visit, likewise. */
export const patientLoadLimitBytes = 90_000

/** Weighs what each page loads before anything is shown, prints it, and refuses a build over the limit. */
function firstLoad(): Plugin {
  return {
    name: 'first-load',
    apply: 'build',
    closeBundle() {
      weigh('First load', 'index.html', firstLoadLimitBytes)
      weigh('First load of a patient', 'questionnaire.html', patientLoadLimitBytes)
    },
  }
}

function weigh(name: string, file: string, limitBytes: number): void {
  const page = readFileSync(join(outDir, file), 'utf8')
  const files = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map((match) => match[1] ?? '')
  const bytes = files.reduce((sum, each) => sum + gzipSync(readFileSync(join(outDir, each))).length, 0)
  console.log(`${name}: ${(bytes / 1000).toFixed(1)} kB gzipped in ${files.length} files`)
  if (bytes > limitBytes) throw new Error(`${name} is over ${limitBytes / 1000} kB.`)
}

/**
 * Writes worker.js, the service worker, with the list of what was built. Its own file changes with every build, which
 * is how a browser knows that there is a newer version.
 */
function shellWorker(): Plugin {
  return {
    name: 'shell-worker',
    apply: 'build',
    async closeBundle() {
      const built = readdirSync(outDir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== 'worker.js' && !isPacked(entry.name))
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
      const hash = createHash('sha256')
      for (const file of built) hash.update(file.slice(outDir.length)).update(readFileSync(file))
      const files = built.map((file) => file.slice(outDir.length).replaceAll(sep, '/')).filter(isServedAsFile)
      const shell = { version: hash.digest('hex').slice(0, 16), files }
      const results = await build({
        configFile: false,
        publicDir: false,
        logLevel: 'warn',
        define: { __SHELL__: JSON.stringify(shell) },
        build: {
          write: false,
          target: 'es2022',
          lib: {
            entry: fileURLToPath(new URL('./src/web/offline/worker.ts', import.meta.url)),
            formats: ['iife'],
            name: 'shell',
          },
        },
      })
      const [
        {
          output: [chunk],
        },
      ] = [results].flat() as [Extract<typeof results, { output: unknown }>]
      writeFileSync(join(outDir, 'worker.js'), chunk.code)
    },
  }
}

/** Writes each script and style packed beside itself, as the service sends it: by Brotli, a tenth smaller, and by gzip. */
function packed(): Plugin {
  return {
    name: 'packed',
    apply: 'build',
    closeBundle() {
      const assets = join(outDir, 'assets')
      for (const name of readdirSync(assets).filter((each) => /\.(js|css)$/.test(each))) {
        const text = readFileSync(join(assets, name))
        writeFileSync(join(assets, `${name}.gz`), gzipSync(text, { level: 9 }))
        writeFileSync(join(assets, `${name}.br`), brotliCompressSync(text))
      }
    },
  }
}

/**
 * Puts the links to the styles of the clinic's page behind what stands in it until the code is there: a browser shows what is
 * before them while they are on their way. Scripts still wait for them. Styles that came later with a screen would stand in the
 * head, before these, and lose against them: there are none.
 */
function stylesLast(): Plugin {
  return {
    name: 'styles-last',
    apply: 'build',
    generateBundle(_, bundle) {
      const late = Object.keys(bundle).find(
        (file) => /\.css$/.test(file) && !/(both|start|questionnaire)-[^/]*$/.test(file),
      )
      if (late) throw new Error(`${late}: name the styles of every screen in src/web/main.tsx.`)
    },
    transformIndexHtml: {
      order: 'post',
      handler(html, { filename }) {
        if (!filename.endsWith('index.html')) return html
        const links = html.match(/ *<link rel="stylesheet"[^>]*>\n/g) ?? []
        return links.reduce((page, link) => page.replace(link, ''), html).replace(/ *<\/body>/, `${links.join('')}$&`)
      },
    },
  }
}

const isPacked = (file: string): boolean => /\.(gz|br)$/.test(file)

interface Modules {
  getModuleInfo(id: string): { readonly importers: readonly string[] } | null
}

/** What every visit loads later, and a consultation at once: too small for files of their own. */
const SMALL = /canonicalize|@noble|src\/(language\/hash|web\/(offline\/when-back|decision\/decider))\.ts$/

/**
 * Few files, for a phone waits for every request: what both pages need, the rest of what the clinic's page needs at once, and
 * what a consultation needs besides. The components' library is one more: its index imports every component, whoever uses it.
 * Its styles are with the page's own, in the order in which the page's script names them.
 */
function chunkOf(id: string, modules: Modules): string | null {
  // The bundler's own, and the body chart of the patient's page and of a consultation.
  if (/rolldown.runtime|src\/web\/body\/body-chart\./.test(id)) return 'both'
  if (/@mantine|@floating-ui/.test(id) && !id.endsWith('.css')) return 'components'
  if (SMALL.test(id)) return 'start'
  const isOf = (script: string): boolean => isReached(id, script, modules)
  const isPatients = isOf('src/web/questionnaire/main.tsx')
  if (isOf('src/web/main.tsx')) return isPatients ? 'both' : 'start'
  // What every visit loads in the background stays by itself.
  if (isPatients || isOf('src/web/offline/sync.ts')) return null
  return isOf('src/web/assess/assess-screen.tsx') ? 'consultation' : null
}

/** Whether a page's own script imports a module without being asked to. */
function isReached(id: string, page: string, modules: Modules, seen: Set<string> = new Set()): boolean {
  if (id.endsWith(page)) return true
  if (seen.has(id)) return false
  seen.add(id)
  return modules.getModuleInfo(id)?.importers.some((each) => isReached(each, page, modules, seen)) ?? false
}

/** A page is asked for as the page: it would lack its nonce as a file. The build's list of files is for the service alone. */
const isServedAsFile = (file: string): boolean => !file.endsWith('.html') && !file.startsWith('/.vite/')

export default defineConfig(({ command }) => {
  // Built inside a test run, the app is still the one that ships.
  if (command === 'build') process.env.NODE_ENV = 'production'
  return settings
})

const settings: UserConfig = {
  root: 'src/web',
  plugins: [react(), stylesLast(), firstLoad(), packed(), shellWorker()],
  // The service puts a fresh nonce in the place of this word with every page.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2022',
    // Data URLs are not among the sources that the content security policy allows.
    assetsInlineLimit: 0,
    // What each screen loads: the service asks for it ahead (src/service/page-ahead.ts). Never sent by itself.
    manifest: true,
    modulePreload: { polyfill: false },
    // The patient's page is one of its own: a phone loads nothing of the clinic's app.
    rolldownOptions: {
      input: ['index', 'questionnaire'].map((page) =>
        fileURLToPath(new URL(`./src/web/${page}.html`, import.meta.url)),
      ),
      output: {
        codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: chunkOf, debugName: 'by page' }] },
      },
    },
  },
}

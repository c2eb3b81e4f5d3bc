// Makes what is handed to others, in release/: the npm package, its bill of materials (CycloneDX), their checksums, and the
// operator's signature over these. With --check the package is installed in an empty folder and has to serve.
// usage: npm run release -- [--key FILE] [--check]
//   FILE is a private key (PEM, Ed25519, kept outside); `openssl genpkey -algorithm ed25519` makes one.
import { spawn, spawnSync } from 'node:child_process'
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ROOT, setUp } from './setup.mjs'

const { values } = parseArgs({ options: { key: { type: 'string' }, check: { type: 'boolean', default: false } } })
const folder = join(ROOT, 'release')
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
const names = { package: `plumbline-${version}.tgz`, materials: `plumbline-${version}.cdx.json` }

// Before anything is made: a key that cannot sign is found now.
const key = values.key === undefined ? undefined : createPrivateKey(readFileSync(values.key))
if (key !== undefined && key.asymmetricKeyType !== 'ed25519') throw new Error('The key is not an Ed25519 key.')

await setUp()
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder)
npm(['pack', '--pack-destination', folder])
writeFileSync(join(folder, names.materials), materials())
const sums = Object.values(names)
  .map(
    (name) =>
      `${createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex')}  ${name}\n`,
  )
  .join('')
writeFileSync(join(folder, 'SHA256SUMS'), sums)
if (key !== undefined) {
  writeFileSync(join(folder, 'SHA256SUMS.sig'), sign(null, Buffer.from(sums), key))
  const shown = createPublicKey(key).export({ type: 'spki', format: 'pem' })
  writeFileSync(join(folder, 'signed-by.pem'), shown)
}
process.stdout.write(sums)
process.stdout.write(key === undefined ? 'Not signed: no --key was given.\n' : 'Signed: SHA256SUMS.sig\n')
if (values.check) await check()

/**
 * Every package of the lockfile. Those marked as of development are tools, and what is built into the files of the app.
 */
function materials() {
  const bill = JSON.parse(npm(['sbom', '--sbom-format', 'cyclonedx']))
  // npm names it after the folder that it happens to stand in.
  Object.assign(bill.metadata.component, { name: 'plumbline', version, type: 'application' })
  return `${JSON.stringify(bill, undefined, 2)}\n`
}

/** @param {string[]} args @param {string} [cwd] */
function npm(args, cwd = ROOT) {
  const { status, stdout, stderr } = spawnSync('npm', args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error(`npm ${args[0]} failed:\n${stderr}`)
  return stdout
}

/** Installs the package where nothing else is, decides a patient and serves the app, as whoever gets it would. */
async function check() {
  const place = mkdtempSync(join(tmpdir(), 'plumbline-release-'))
  try {
    writeFileSync(join(place, 'package.json'), '{"private":true}')
    npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', join(folder, names.package)], place)
    const bin = join(place, 'node_modules', '.bin', process.platform === 'win32' ? 'plumbline.cmd' : 'plumbline')
    const patient = '{"id":"p1","asOf":"2026-03-01","findings":{"urinaryIncontinence":"present"}}\n'
    const decided = spawnSync(bin, ['decide', '--brief', '-'], { input: patient, encoding: 'utf8', cwd: place })
    if (!decided.stdout.includes('Emergency')) throw new Error(`The package decides nothing:\n${decided.stderr}`)
    await serves(bin, place)
    process.stdout.write('Checked: installed in an empty folder, it decides and serves the app.\n')
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

/** @param {string} bin @param {string} place */
async function serves(bin, place) {
  const child = spawn(bin, ['serve', '--data', join(place, 'data'), '--port', '0'], { cwd: place })
  let said = ''
  try {
    const address = await new Promise((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`It ended with ${code}:\n${said}`)))
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk) => {
          said += String(chunk)
          const found = /running at (\S+)\n/.exec(said)?.[1]
          if (found) resolve(found)
        })
    })
    for (const path of ['/readyz', '/', '/fhir/metadata', '/cds-services']) {
      const answer = await fetch(`${address}${path}`, { headers: { accept: path === '/' ? 'text/html' : '*/*' } })
      if (answer.status >= 500) throw new Error(`${path} answers ${answer.status}`)
      if (path === '/' && !(await answer.text()).includes('<div id="root">')) throw new Error('/ is not the app')
    }
  } finally {
    child.kill('SIGTERM')
  }
}

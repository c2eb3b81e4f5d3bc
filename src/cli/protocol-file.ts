import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { contentHash } from '../language/hash.ts'
import type { Protocol } from '../language/protocol.ts'
import { readProtocol } from '../verify/read-protocol.ts'
import { CliError } from './errors.ts'

/** Longer than any protocol. */
const LONGEST_BYTES = 32 * 1024 * 1024

/**
 * The protocol that a word of the command line names: a layer (`source`, `standard`), a file that
 * `plumbline protocol --json` wrote, or such a file in git's history (`git:REVISION:PATH`; `git:REVISION` alone is the
 * standard layer that the revision keeps in docs/protocols).
 * Throws a CliError (`PLB_CLI_FILE`, `PLB_CLI_PROTOCOL`) or the errors of `readProtocol`; says so on standard error
 * where a file was changed after it was written.
 *
 * @example await protocolNamed('git:v0.1.0:docs/protocols/standard.json')
 */
export async function protocolNamed(name: string): Promise<Protocol> {
  if (name === 'source' || name === 'standard') {
    const layers = await import('../protocol/protocol.ts')
    return layers[name]
  }
  const text = name.startsWith('git:') ? await fromGit(placeInGit(name.slice('git:'.length))) : await fromFile(name)
  const { protocol, hash } = readProtocol(parsed(text))
  if (hash !== undefined && hash !== contentHash(protocol))
    process.stderr.write(
      'PLB_CLI_PROTOCOL_CHANGED: The protocol was changed after it was saved; it is read as it is.\n',
    )
  return protocol
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new CliError(
      'PLB_CLI_PROTOCOL',
      'The protocol is not valid JSON. Allowed: what plumbline protocol --json prints.',
    )
  }
}

async function fromFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'not readable'
    throw new CliError(
      'PLB_CLI_FILE',
      `A protocol cannot be read (${reason}). Allowed: source, standard, a file, or git:REVISION:PATH.`,
    )
  }
}

/** A revision alone means the layer that decides, where every revision keeps it. */
const placeInGit = (named: string): string => (named.includes(':') ? named : `${named}:docs/protocols/standard.json`)

async function fromGit(name: string): Promise<string> {
  const allowed = 'Allowed: git:REVISION:PATH of a protocol saved as JSON, inside a git repository.'
  if (!/^[^-:][^:]*:[^:]+$/.test(name)) throw new CliError('PLB_CLI_OPTION', `This names no file of git. ${allowed}`)
  try {
    const { stdout } = await promisify(execFile)('git', ['show', '--end-of-options', name], {
      maxBuffer: LONGEST_BYTES,
    })
    return stdout
  } catch {
    throw new CliError('PLB_CLI_FILE', `git has no such file. ${allowed}`)
  }
}

// Finds strace, with which the power-cut test sees every call that changes a disk; installs Debian's package where that
// is ours to do.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { aptInstall } from './setup.mjs'

/** Whether strace is there and allowed to look at a process: some containers forbid it. @returns {boolean} */
export function hasStrace() {
  if (process.platform !== 'linux') return false
  const looked = spawnSync('strace', ['-f', '--seccomp-bpf', '-qq', '-o', '/dev/null', '-e', 'trace=fsync', 'true'])
  return looked.status === 0
}

/** @returns {Promise<{ file: string } | { missing: string }>} */
export async function ensureStrace() {
  if (hasStrace()) return { file: 'strace' }
  if (process.platform !== 'linux') return { missing: 'power cuts are simulated on Linux only, with strace' }
  const isDebianLike = existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get')
  const isThere = spawnSync('strace', ['-V']).status === 0
  if (!isThere && isDebianLike && process.getuid?.() === 0) {
    if ((await aptInstall('strace')) && hasStrace()) return { file: 'strace' }
  }
  return { missing: isThere ? 'strace may not look at a process here' : 'strace 5.3 or later was not found' }
}

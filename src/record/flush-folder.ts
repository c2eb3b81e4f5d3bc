import { closeSync, fsyncSync, openSync } from 'node:fs'

/**
 * Flushes what a folder holds by name: after a power cut a new file is there only if its folder was flushed.
 *
 * @example flushFolder('.plumbline')
 */
export function flushFolder(folder: string): void {
  // Windows neither can nor has to.
  if (process.platform === 'win32') return
  const opened = openSync(folder, 'r')
  try {
    fsyncSync(opened)
  } finally {
    closeSync(opened)
  }
}

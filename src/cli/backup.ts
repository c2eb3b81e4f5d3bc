import { backUp } from '../service/backup/back-up.ts'
import type { BackupRead } from '../service/backup/read.ts'
import { checkBackup, type RestoreOptions, restore } from '../service/backup/restore.ts'
import type { Output } from './output.ts'

/**
 * Makes a backup and says what is in it, with the hash of the file.
 *
 * @example await backup({ dataFolder: '.plumbline', file: 'monday.backup', environment: process.env, now: new Date() }, output) // 0
 */
export async function backup(options: Parameters<typeof backUp>[0], output: Output): Promise<number> {
  const { tables, bytes, hash } = await backUp(options)
  await output.write(said(tables))
  await output.write(`${options.file}: ${bytes} bytes, SHA-256 ${hash}\n`)
  return 0
}

/**
 * Restores a backup, or only checks it, and says what is in it.
 *
 * @example await restoreBackup({ dataFolder: 'restored', file: 'monday.backup', environment: process.env, check: false }, output)
 */
export async function restoreBackup(
  { check, ...options }: RestoreOptions & { readonly check: boolean },
  output: Output,
): Promise<number> {
  const { madeAt, tables } = check ? await checkBackup(options.file, options.environment) : await restore(options)
  await output.write(said(tables))
  const done = check
    ? 'whole, and nothing was written'
    : 'restored, each table as it was and the chains of events intact. Everybody signs in anew'
  await output.write(`The backup of ${madeAt} is ${done}.\n`)
  return 0
}

function said(tables: BackupRead['tables']): string {
  return tables
    .map(({ store, table, rows, hash }) => `${store} ${table}: ${rows} rows, ${hash.slice(0, 16)}\n`)
    .join('')
}

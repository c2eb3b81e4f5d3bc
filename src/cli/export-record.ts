import { type ExportOptions, exportRecord } from '../service/backup/export-record.ts'
import type { Output } from './output.ts'

/**
 * Writes all real patients into a folder, in forms that others read, and says what is in each file.
 *
 * @example await exportAll({ dataFolder: '.plumbline', folder: 'out', environment: process.env, now, timeZone: 'UTC' }, output) // 0
 */
export async function exportAll(options: ExportOptions, output: Output): Promise<number> {
  const files = await exportRecord(options)
  for (const { file, lines, hash } of files) await output.write(`${file}: ${lines} lines, SHA-256 ${hash}\n`)
  await output.write(`Everything of the patients is in ${options.folder}. Nothing there is encrypted.\n`)
  return 0
}

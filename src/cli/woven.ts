import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { documentWords } from '../protocol/document.ts'
import { handoutWords } from '../protocol/handout.ts'
import { letterWords } from '../protocol/letter.ts'
import { source, standard } from '../protocol/protocol.ts'
import type { CaseSummary } from '../weave/document-parts.ts'
import { protocolDocument } from '../weave/protocol-document.ts'

/** Beside the program, where it was built or installed. */
const CASES = fileURLToPath(new URL('../../cases', import.meta.url))

/**
 * The printed protocol with the cases that decide it: what `docs/protocol.md` holds, and `plumbline protocol` prints.
 * `notice` is a line for its beginning.
 *
 * @example wovenProtocol('standard').split('\n')[0] // '# The back-pain protocol'
 */
export function wovenProtocol(layer: 'source' | 'standard', notice?: string): string {
  const texts = { document: documentWords, letter: letterWords, handout: handoutWords }
  const layers = layer === 'source' ? { source } : { source, standard }
  return protocolDocument(layers, clinicalCases(CASES), texts, notice)
}

/**
 * The cases of a folder, as far as the printed protocol tells them; none where there is no such folder.
 *
 * @example clinicalCases('cases')[0] // { id: 'cancer-in-the-past-alone', situation: 'A man who once …', tests: ['B1', …] }
 */
export function clinicalCases(folder: string): readonly CaseSummary[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((name) => {
      const file: unknown = JSON.parse(readFileSync(join(folder, name), 'utf8'))
      const cases: unknown = typeof file === 'object' && file !== null && 'cases' in file ? file.cases : []
      return Array.isArray(cases) ? cases.filter(isCaseSummary) : []
    })
}

function isCaseSummary(value: unknown): value is CaseSummary {
  if (typeof value !== 'object' || value === null) return false
  const { id, situation, tests } = value as Readonly<Record<string, unknown>>
  return typeof id === 'string' && typeof situation === 'string' && Array.isArray(tests)
}

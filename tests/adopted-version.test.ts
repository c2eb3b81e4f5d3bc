import { describe, expect, test } from 'vitest'
import { builtInDeciders } from './architecture/imports.ts'
import * as layout from './architecture/layout.ts'
import { source } from './architecture/source.ts'

describe('the adopted version of the protocol decides', () => {
  test.each([
    ['src/service/episodes/x.ts', "import { standard } from '../../protocol/protocol.ts'"],
    ['src/web/x.tsx', "import { source } from '../protocol/protocol.ts'"],
  ])('a file that decides by the built-in one is refused: %s', (path, text) => {
    expect(builtInDeciders([source(path, text)], layout.adoptedVersion).join()).toContain(
      'the adopted protocol decides',
    )
  })

  test.each([
    ['src/service/protocol/version.ts', "import { standard } from '../../protocol/protocol.ts'"],
    ['src/service/x.test.ts', "import { standard } from '../protocol/protocol.ts'"],
    ['src/cli/x.ts', "import { standard } from '../protocol/protocol.ts'"],
    ['src/service/x.ts', "import { letterWords } from '../protocol/letter.ts'"],
  ])('%s may hold: %s', (path, text) => {
    expect(builtInDeciders([source(path, text)], layout.adoptedVersion)).toEqual([])
  })
})

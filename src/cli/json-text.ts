/** JSON that was read, or the place where it stops being JSON. */
export type JsonText =
  | { readonly ok: true; readonly value: unknown; readonly repeated?: string }
  | { readonly ok: false; readonly at: number; readonly expected: string }

/** Deeper than any case; also what keeps a hostile text from filling the stack. */
const DEEPEST = 32

/**
 * Reads JSON and says where it breaks, without repeating the text as the engine's own message would; and names the
 * first member that stands twice in one object, which `JSON.parse` passes over in silence.
 *
 * @example readJson('{"fever": }') // { ok: false, at: 10, expected: 'a value' }
 * @example readJson('{"a":1,"a":2}') // { ok: true, value: { a: 2 }, repeated: 'a' }
 */
export function readJson(text: string): JsonText {
  const scanner = new Scanner(text)
  const fault = scanner.document()
  if (fault) return { ok: false, ...fault }
  try {
    const value: unknown = JSON.parse(text)
    return { ok: true, value, ...(scanner.repeated === undefined ? {} : { repeated: scanner.repeated }) }
  } catch {
    return { ok: false, at: 0, expected: 'valid JSON' }
  }
}

interface Fault {
  readonly at: number
  readonly expected: string
}

const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORD = /true|false|null/y
/** Characters below it are controls, which JSON allows in no text. */
const SPACE_CODE = 0x20
const SPACE = /[ \t\r\n]*/y

/** Walks a text as RFC 8259 has it; stops at the first character that cannot stand where it stands. */
class Scanner {
  repeated: string | undefined
  private at = 0

  constructor(private readonly text: string) {}

  document(): Fault | undefined {
    const fault = this.value('', 0)
    if (fault) return fault
    return this.at < this.text.length ? this.fault('the end of the text') : undefined
  }

  private value(path: string, depth: number): Fault | undefined {
    this.take(SPACE)
    if (depth > DEEPEST) return this.fault(`no more than ${DEEPEST} levels`)
    const first = this.text[this.at]
    const fault = first === '{' ? this.object(path, depth) : first === '[' ? this.array(path, depth) : this.plain()
    this.take(SPACE)
    return fault
  }

  private plain(): Fault | undefined {
    if (this.text[this.at] === '"') return this.string()
    return this.take(NUMBER) !== '' || this.take(WORD) !== '' ? undefined : this.fault('a value')
  }

  private string(): Fault | undefined {
    if (!this.sign('"')) return this.fault('a member name in double quotes')
    for (;;) {
      const code = this.text.charCodeAt(this.at)
      if (Number.isNaN(code)) return this.fault('a closing double quote')
      if (code < SPACE_CODE) return this.fault('no line break or control character inside a text')
      if (this.sign('"')) return undefined
      if (this.text[this.at] !== '\\') this.at += 1
      else if (this.take(ESCAPE) === '') return this.fault('an escape of JSON')
    }
  }

  private object(path: string, depth: number): Fault | undefined {
    const names = new Set<string>()
    this.at += 1
    this.take(SPACE)
    if (this.sign('}')) return undefined
    for (;;) {
      this.take(SPACE)
      const from = this.at
      const broken = this.string()
      if (broken) return broken
      const name: unknown = JSON.parse(this.text.slice(from, this.at))
      const place = path === '' ? String(name) : `${path}.${String(name)}`
      if (names.has(String(name))) this.repeated ??= place.slice(0, 120)
      names.add(String(name))
      this.take(SPACE)
      if (!this.sign(':')) return this.fault('":"')
      const fault = this.value(place, depth + 1)
      if (fault) return fault
      if (this.sign('}')) return undefined
      if (!this.sign(',')) return this.fault('"," or "}"')
    }
  }

  private array(path: string, depth: number): Fault | undefined {
    this.at += 1
    this.take(SPACE)
    if (this.sign(']')) return undefined
    for (;;) {
      const fault = this.value(path, depth + 1)
      if (fault) return fault
      if (this.sign(']')) return undefined
      if (!this.sign(',')) return this.fault('"," or "]"')
    }
  }

  private sign(sign: string): boolean {
    if (this.text[this.at] !== sign) return false
    this.at += 1
    return true
  }

  private take(pattern: RegExp): string {
    pattern.lastIndex = this.at
    const taken = pattern.exec(this.text)?.[0] ?? ''
    this.at += taken.length
    return taken
  }

  private fault(expected: string): Fault {
    return { at: this.at, expected }
  }
}

import type { Protocol } from '../language/protocol.ts'
import { type CompiledProtocol, compileToSource } from './compile-to-source.ts'

const loaded = new WeakMap<Protocol, Promise<CompiledProtocol>>()

/**
 * Generates the compiled form and loads it, once a protocol. The one place where generated text becomes code: Node only.
 * A browser under a strict content security policy refuses it; there the module is written at build time, or
 * `run-program.ts` runs the same gates.
 *
 * @example (await loadCompiled(standard)).decidePacked(cases, answers)
 */
export function loadCompiled(protocol: Protocol): Promise<CompiledProtocol> {
  const found = loaded.get(protocol)
  if (found) return found
  const address = `data:text/javascript,${encodeURIComponent(compileToSource(protocol))}`
  const compiled: Promise<CompiledProtocol> = import(/* @vite-ignore */ address)
  loaded.set(protocol, compiled)
  return compiled
}

// CQL to ELM by the CQL project's own translator, in Node. It is needed to write the generated files, never to run.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/**
 * The ELM of a CQL library over FHIR 4.0.1, as one line of JSON. A fault in the CQL is thrown, with its line.
 *
 * @param {string} cql
 * @returns {Promise<string>}
 */
export async function elmOf(cql) {
  const require = createRequire(import.meta.url)
  // The translator is written in Kotlin, and asks for Node's `require` by this name.
  Object.assign(globalThis, { require })
  const {
    CqlCompilerOptions,
    CqlTranslator,
    LibraryBuilder,
    LibraryManager,
    ModelManager,
    createModelInfoProvider,
    stringAsSource,
  } = await import('@cqframework/cql/cql-to-elm')
  const { SystemModelInfoProvider } = await import('@cqframework/cql/cql')
  const fhir = readFileSync(require.resolve('cql-exec-fhir/lib/modelInfos/fhir-modelinfo-4.0.1.xml'), 'utf8')
  const models = new ModelManager()
  models.modelInfoLoader.registerModelInfoProvider(new SystemModelInfoProvider())
  models.modelInfoLoader.registerModelInfoProvider(
    createModelInfoProvider((id) => (id === 'FHIR' ? stringAsSource(fhir) : null)),
  )
  // Without annotations and places in the text the ELM is a third as long; it is for machines, and the CQL is for people.
  const { DisableListDemotion, DisableListPromotion } = CqlCompilerOptions.Options
  const options = new CqlCompilerOptions()
    .withOptions([DisableListDemotion, DisableListPromotion])
    .withSignatureLevel(LibraryBuilder.SignatureLevel.None)
  const translator = CqlTranslator.fromText(cql, new LibraryManager(models, options))
  const faults = translator.errors.asJsReadonlyArrayView()
  if (faults.length > 0) throw new Error(faults.map(worded).join('\n'))
  const elm = JSON.parse(translator.toJson(), (key, value) => (isNothing(key, value) ? undefined : value))
  return `${JSON.stringify(elm)}\n`
}

/** @param {{ locator?: unknown, message: string }} fault */
function worded({ locator, message }) {
  const line = /startLine=(\d+)/.exec(String(locator))?.[1]
  return `CQL, line ${line ?? '?'}: ${message}`
}

/**
 * What stands at each of some thousand places and says nothing.
 *
 * @param {string} key
 * @param {unknown} value
 */
function isNothing(key, value) {
  return (key === 'annotation' || key === 'signature') && Array.isArray(value) && value.length === 0
}

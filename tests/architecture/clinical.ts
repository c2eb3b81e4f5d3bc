import { isTest, type Node, nameOf, nodeAt, nodesAt, nodesWhere, placeOf, type Source } from './source.ts'

/** What the protocol's own files say, for finding copies of it elsewhere. */
export interface ProtocolWords {
  /** Ids of findings, conditions, decisions and parameters that are nobody else's words: `saddleNumbness`, not `review`. */
  readonly ids: ReadonlySet<string>
  /** Labels, questions and advice of four words or more. */
  readonly sentences: ReadonlySet<string>
}

/** Which text is allowed where. */
export interface ClinicalRule {
  readonly homes: readonly string[]
  readonly words: readonly string[]
  readonly toldIds: Readonly<Record<string, readonly string[]>>
}

/** Reads the ids and sentences out of the protocol's sources. */
export function protocolWords(sources: readonly Source[]): ProtocolWords {
  const own = sources.filter(({ path }) => path.startsWith('src/protocol/') && !isTest(path))
  const strings = own.flatMap((file) => stringsOf(file).map(({ text }) => text))
  const keys = own.flatMap((file) =>
    nodesWhere(
      file,
      (node) => node.type === 'Property' && /^(Call|Object)Expression$/.test(nodeAt(node, 'value')?.type ?? ''),
    ).map((node) => nameOf(nodeAt(node, 'key'))),
  )
  const named = own.flatMap((file) =>
    nodesWhere(file, ({ type }) => type === 'CallExpression').map((call) => nameOf(nodesAt(call, 'arguments')[0])),
  )
  const ids = [...keys, ...named].filter((id): id is string => id !== undefined && /^[a-z]+([A-Z][a-z]*)+$/.test(id))
  const builders = sources.filter(({ path }) => path.startsWith('src/language/') && !isTest(path))
  const ofTheLanguage = new Set(
    builders.flatMap((file) => nodesWhere(file, ({ type }) => type === 'Identifier').map(nameOf)),
  )
  return {
    ids: new Set(ids.filter((id) => !ofTheLanguage.has(id))),
    sentences: new Set(strings.filter((text) => text.trim().split(/\s+/).length >= 4)),
  }
}

/**
 * Clinical text outside its homes: a clinical word or a sentence of the protocol in a string, an id of the protocol as a
 * name, and a comparison of a clinical quantity with a number. Tests are free to name patients and what they have.
 */
export function clinicalLiterals(file: Source, protocol: ProtocolWords, rule: ClinicalRule): string[] {
  if (isTest(file.path) || rule.homes.some((home) => file.path.startsWith(home))) return []
  const told = new Set(
    Object.entries(rule.toldIds).flatMap(([place, ids]) => (file.path.startsWith(`src/${place}`) ? ids : [])),
  )
  const word = new RegExp(`(?<![a-z])(${rule.words.join('|')})`, 'i')
  const texts = stringsOf(file).flatMap(({ node, text }) => {
    if (told.has(text)) return []
    const found = word.exec(text)?.[1]
    if (found) return [`${placeOf(file, node)}: the clinical word “${found}”`]
    return protocol.sentences.has(text) ? [`${placeOf(file, node)}: a sentence of the protocol is repeated`] : []
  })
  const names = nodesWhere(file, ({ type }) => type === 'Identifier' || type === 'Literal').flatMap((node) => {
    const name = nameOf(node)
    return name && protocol.ids.has(name) && !told.has(name)
      ? [`${placeOf(file, node)}: the protocol's “${name}” is named`]
      : []
  })
  return [...new Set([...texts, ...names, ...thresholds(file, protocol)])]
}

/** Comparisons of a quantity with a number other than 0 and 1: the number is a parameter of the protocol. */
function thresholds(file: Source, protocol: ProtocolWords): string[] {
  return nodesWhere(file, (node) => {
    if (node.type !== 'BinaryExpression' || !/^[<>]=?$/.test(String(node.operator))) return false
    const sides = [nodeAt(node, 'left'), nodeAt(node, 'right')]
    const isThreshold = sides.some((side) => typeof side?.value === 'number' && side.value > 1)
    return (
      isThreshold && sides.some((side) => isQuantity(nameOf(side) ?? nameOf(nodeAt(side, 'property')) ?? '', protocol))
    )
  }).map((node) => `${placeOf(file, node)}: a threshold belongs to the protocol's parameters`)
}

function isQuantity(name: string, protocol: ProtocolWords): boolean {
  return protocol.ids.has(name) || /(^age|Years|Celsius|MmPerHour)$/.test(name)
}

/** String literals, template texts and JSX texts; not the paths of imports. */
function stringsOf(file: Source): { node: Node; text: string }[] {
  const found: { node: Node; text: string }[] = []
  for (const node of nodesWhere(file, (each, around) => isText(each) && !isPath(around.at(-1)))) {
    const text = node.type === 'TemplateElement' ? textOfTemplate(node) : node.value
    if (typeof text === 'string' && text.trim() !== '') found.push({ node, text })
  }
  return found
}

function isText(node: Node): boolean {
  return node.type === 'Literal' || node.type === 'TemplateElement' || node.type === 'JSXText'
}

function isPath(outer: Node | undefined): boolean {
  return outer !== undefined && /^(Import|Export(All|Named)|TSImportType)/.test(outer.type)
}

function textOfTemplate(node: Node): unknown {
  const { value } = node
  return typeof value === 'object' && value !== null && 'cooked' in value ? value.cooked : undefined
}

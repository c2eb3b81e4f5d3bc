import type { Document } from '../../service/api/document.ts'
import { type LetterBlock, layOut } from './letter-layout.ts'

/** A document as it reads and prints: headings, a table and lists that a tagged PDF keeps. */
export function LetterText({
  sections,
  level: Heading,
}: {
  readonly sections: Document['sections']
  readonly level: 'h2' | 'h3'
}) {
  return (
    <article className="letter">
      {sections.map(({ heading, lines }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a letter's sections never change their places.
        <section key={index}>
          {heading ? <Heading>{heading}</Heading> : null}
          {lines.length > 0 ? <Block block={layOut(lines)} /> : null}
        </section>
      ))}
    </article>
  )
}

/* A letter is locked: its lines never change their places, so that an index is a key. */
function Block({ block }: { readonly block: LetterBlock }) {
  if (block.is === 'rows')
    return (
      <table className="letter-head">
        <tbody>
          {block.rows.map(({ name, lines }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="letter-lines">{lines.join('\n')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )
  if (block.is === 'lines') return <p className="letter-lines">{block.lines.join('\n')}</p>
  return (
    <ul className="letter-items">
      {block.items.map(({ lead, text, quoted }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above.
        <li key={index}>
          {lead ? <strong>{lead} </strong> : null}
          {text}
          {quoted.length > 0 ? <blockquote className="letter-lines">{quoted.join('\n')}</blockquote> : null}
        </li>
      ))}
    </ul>
  )
}

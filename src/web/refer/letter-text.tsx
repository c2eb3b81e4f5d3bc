import type { Document } from '../../service/api/document.ts'

/** A document as it reads and prints: headings that a tagged PDF keeps, lines as they were written. */
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
          {lines.length > 0 ? <p className="letter-lines">{lines.join('\n')}</p> : null}
        </section>
      ))}
    </article>
  )
}

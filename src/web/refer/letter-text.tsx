import type { Document } from '../../service/api/document.ts'

/** A document as it reads and prints: headings that a tagged PDF keeps, lines as they were written. */
export function LetterText({ letter }: { readonly letter: Document }) {
  return (
    <article className="letter">
      <h2 className="letter-title">{letter.title}</h2>
      {letter.sections.map(({ heading, lines }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a letter's sections never change their places.
        <section key={index}>
          {heading ? <h3>{heading}</h3> : null}
          <p className="letter-lines">{lines.join('\n')}</p>
        </section>
      ))}
    </article>
  )
}

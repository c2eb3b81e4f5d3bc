import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { contentHash } from '../../language/hash.ts'
import { handoutWords } from '../../protocol/handout.ts'
import type { Workspace } from '../api/role.ts'
import {
  type HandoutText,
  handoutTextSchema,
  type InterfaceText,
  interfaceTextSchema,
  type QuestionnaireText,
  questionnaireTextSchema,
  type SiteReview,
} from './text-schemas.ts'

/** A language that patients may choose, by its own name. */
export interface Language {
  /** BCP 47. */
  readonly language: string
  readonly name: string
  readonly direction: 'ltr' | 'rtl'
}

/** A text for patients, with who has reviewed it; a text that nobody has is for invented patients only. */
export interface ReviewedText<Content> extends Language {
  /** `es/questionnaire`. */
  readonly id: string
  readonly content: Content
  /** Of the content alone: another letter is another text, and nobody has reviewed that. */
  readonly hash: string
  readonly review?: { readonly reviewedBy: string; readonly reviewedOn: string }
  /** Said above an unreviewed text, and about an invented patient, in the text's own language. */
  readonly marks: { readonly unreviewed: string; readonly demo: string }
}

/** Every text for patients, in every language. */
export interface Texts {
  readonly questionnaires: readonly (ReviewedText<QuestionnaireText> & { readonly form: InterfaceText })[]
  /** English is the protocol's own; the others are its translations. */
  readonly handouts: readonly (ReviewedText<HandoutText> | ReviewedText<'protocol'>)[]
}

/** Beside the program, in the sources and compiled alike. */
const shippedContent = fileURLToPath(new URL('../../../content', import.meta.url))
const english = 'en'

/**
 * Reads the texts for patients, English first, and says which of them are reviewed: by the file itself, or by the
 * site's record of the very same text.
 *
 * @throws When a file is missing or has another form: the program's own files are damaged.
 * @example loadTexts().questionnaires.map(({ language }) => language) // ['en', 'ar', 'es', 'uk']
 */
export function loadTexts(siteReviews: readonly SiteReview[] = [], folder = shippedContent): Texts {
  const languages = readdirSync(folder)
    .filter((name) => /^[a-z]{2,3}$/.test(name))
    .sort((one, other) => Number(other === english) - Number(one === english) || (one < other ? -1 : 1))
  const of = (language: string, file: string): unknown =>
    JSON.parse(readFileSync(join(folder, language, `${file}.json`), 'utf8'))
  const frames = languages.map((language) => {
    const form = interfaceTextSchema.parse(of(language, 'interface'))
    const { name, direction, watermark, demo } = form
    return { form, frame: { language, name, direction, marks: { unreviewed: watermark, demo } } }
  })
  return {
    questionnaires: frames.map(({ form, frame }) => {
      const { reviewedBy, reviewedOn, ...content } = questionnaireTextSchema.parse(of(frame.language, 'questionnaire'))
      const id = `${frame.language}/questionnaire`
      const text = { ...frame, id, content: { reviewedBy, reviewedOn, ...content }, hash: contentHash(content) }
      return { ...reviewed(text), form }
    }),
    handouts: frames.map(({ frame }) => {
      const id = `${frame.language}/handout`
      if (frame.language === english)
        return reviewed({ ...frame, id, content: 'protocol' as const, hash: contentHash(handoutWords) })
      const { reviewedBy, reviewedOn, ...content } = handoutTextSchema.parse(of(frame.language, 'handout'))
      return reviewed({ ...frame, id, content: { reviewedBy, reviewedOn, ...content }, hash: contentHash(content) })
    }),
  }

  function reviewed<Content>(text: Omit<ReviewedText<Content>, 'review'>): ReviewedText<Content> {
    const { content, id, hash } = text
    const own = content as { readonly reviewedBy?: string | null; readonly reviewedOn?: string | null }
    if (own.reviewedBy && own.reviewedOn)
      return { ...text, review: { reviewedBy: own.reviewedBy, reviewedOn: own.reviewedOn } }
    const site = siteReviews.findLast((each) => each.text === id && each.hash === hash)
    return site ? { ...text, review: { reviewedBy: site.reviewedBy, reviewedOn: site.reviewedOn } } : text
  }
}

/**
 * The texts that may be used: for invented patients all, for real ones those that a clinician has reviewed.
 *
 * @example offered(texts.questionnaires, 'real').length // 0, as long as nobody has reviewed one
 */
export function offered<Text extends { readonly review?: unknown }>(
  texts: readonly Text[],
  workspace: Workspace,
): readonly Text[] {
  return workspace === 'demo' ? texts : texts.filter(({ review }) => review !== undefined)
}

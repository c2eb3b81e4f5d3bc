import { bundleOf, type Written } from '../../fhir/out/references.ts'

/** Which part of an answer is asked for, and under which address. */
export interface AskedPage {
  readonly base: string
  /** As requested: path and query. */
  readonly url: string
  readonly count: number
  readonly offset: number
}

/**
 * One page of an answer, as a searchset with links to itself and to the next.
 *
 * @example searchset(all, { base, url: '/fhir/Observation?patient=1', count: 100, offset: 0 }).total // 230
 */
export function searchset(all: readonly Written[], { base, url, count, offset }: AskedPage) {
  const page = all.slice(offset, offset + count)
  const { entry } = bundleOf(page, { type: 'searchset', base })
  const own = new URL(url, base)
  const next = new URL(own)
  next.searchParams.set('_page', String(offset + count))
  return {
    resourceType: 'Bundle' as const,
    type: 'searchset',
    total: all.length,
    link: [
      { relation: 'self', url: own.href },
      ...(offset + count < all.length ? [{ relation: 'next', url: next.href }] : []),
    ],
    ...(entry === undefined ? {} : { entry }),
  }
}

/**
 * Where a page begins; what is no place begins at the beginning.
 *
 * @example offsetOf('100') // 100
 */
export function offsetOf(page: string | undefined): number {
  return page !== undefined && /^\d{1,9}$/.test(page) ? Number(page) : 0
}

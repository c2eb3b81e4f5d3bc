import type { Protocol } from '../../language/protocol.ts'
import { alwaysTold, ordinaryPatient } from '../../protocol/ordinary.ts'
import { difference } from '../../verify/difference.ts'
import { type DifferenceView, differenceView } from '../../weave/difference-view.ts'

/** A report has to fit into one event of the record (a mebibyte), with room for what stands around it. */
const reportCharactersAtMost = 400_000
/** Patients of a group that are listed: as many as fit. Every one is counted. */
const listed = [12, 3, 1, 0] as const

/**
 * What one version would do differently from another, in words. It takes a second or more of computing.
 *
 * @throws the errors of `difference`, for two protocols that cannot be compared
 * @example differenceOf(standard, standard).changes // []
 */
export function differenceOf(before: Protocol, after: Protocol): DifferenceView {
  const found = difference(before, after, { ordinary: ordinaryPatient, alwaysTold })
  const views = listed.map((most) => () => differenceView(found, { before, after, most }))
  const fitting = views.find((view) => JSON.stringify(view()).length <= reportCharactersAtMost)
  return (fitting ?? views[views.length - 1] ?? (() => differenceView(found, { before, after, most: 0 })))()
}

/** A number of a report that was hidden because it is small: between 1 and 4, or needed to work such a one out. */
export const hidden = 'hidden'

/** A number, or that it is hidden. */
export type Count = number | typeof hidden

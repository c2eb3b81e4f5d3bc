/** One guarantee, and whether it was proved in each layer it is claimed of. */
export interface ProvedGuarantee {
  /** V1, V2 …; several sentences may share one. */
  readonly id: string
  readonly name: string
  readonly sentence: string
  /** A sentence proposed in place of one that does not hold as worded. */
  readonly isProposed: boolean
  readonly layers: readonly { readonly layer: string; readonly isProved: boolean }[]
  /** The most ordinary patient for whom it fails, in words. */
  readonly fails?: string
  readonly because?: string
}

/** A situation on which a layer says nothing: what holds in it, what does not, and how many cases that is. */
export interface SilentSituation {
  readonly layer: string
  readonly yes: readonly string[]
  readonly no: readonly string[]
  readonly cases: string
}

/** What was proved of a protocol, worked out when it was built: nothing of it is worked out where it is shown. */
export interface Proved {
  /** Content hash of the layer that was proved. */
  readonly protocolHash: string
  /** Over how many cases, in words: all, and those in which everything is known. */
  readonly cases: { readonly all: string; readonly known: string }
  readonly guarantees: readonly ProvedGuarantee[]
  readonly silent: readonly SilentSituation[]
}

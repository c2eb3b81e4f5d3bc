import { type LookupAddress, lookup } from 'node:dns'
import type { RequestOptions } from 'node:https'
import { BlockList, isIP } from 'node:net'

/** The names of this machine. */
export const loopbackNames = ['localhost', '127.0.0.1', '[::1]']

/** This machine, the link (where clouds keep the credentials of a machine) and addresses that are no host's. */
const neverFromElsewhere = new BlockList()
neverFromElsewhere.addSubnet('0.0.0.0', 8, 'ipv4')
neverFromElsewhere.addSubnet('127.0.0.0', 8, 'ipv4')
neverFromElsewhere.addSubnet('169.254.0.0', 16, 'ipv4')
neverFromElsewhere.addSubnet('224.0.0.0', 3, 'ipv4')
neverFromElsewhere.addAddress('::', 'ipv6')
neverFromElsewhere.addAddress('::1', 'ipv6')
neverFromElsewhere.addSubnet('fe80::', 10, 'ipv6')
neverFromElsewhere.addSubnet('ff00::', 8, 'ipv6')

/**
 * Whether a name may stand for an address: a host of elsewhere never for this machine or its link, whatever a name
 * server says. Hosts inside a hospital's network are the operator's choice, made by naming them.
 *
 * @example mayStandFor('hooks.example', '127.0.0.1') // false
 */
export function mayStandFor(hostname: string, address: string): boolean {
  if (loopbackNames.includes(hostname)) return true
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  return !neverFromElsewhere.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4')
}

/** The code of the error where a name stands for an address that it may not stand for. */
export const addressNotAllowed = 'ADDRESS_NOT_ALLOWED'

/**
 * Looks names up for a request to one host, and refuses addresses that the host may not stand for.
 *
 * @example request(url, { lookup: guardedLookup(url.hostname) })
 */
export function guardedLookup(hostname: string): NonNullable<RequestOptions['lookup']> {
  return (name, options, found) => {
    lookup(name, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      const [first] = addresses ?? []
      if (error || first === undefined) return found(error ?? new Error('no address'), '', 4)
      if (!addresses.every(({ address }) => mayStandFor(hostname, address)))
        return found(Object.assign(new Error('an address that is not allowed'), { code: addressNotAllowed }), '', 4)
      return options.all ? found(null, addresses) : found(null, first.address, first.family)
    })
  }
}

import { type LookupAddress, lookup as lookUp } from 'node:dns'
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
// `::`, `::1`, and addresses of IPv4 written in IPv6 in the two ways that are not the mapped one, which the list knows.
neverFromElsewhere.addSubnet('::', 96, 'ipv6')
neverFromElsewhere.addSubnet('64:ff9b::7f00:0', 104, 'ipv6')
neverFromElsewhere.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6')
// Where one cloud keeps the credentials of a machine on IPv6.
neverFromElsewhere.addAddress('fd00:ec2::254', 'ipv6')
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

/** Asks for every address of a name, as Node does. */
type AskForAll = (
  name: string,
  options: { readonly all: true },
  found: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/**
 * Looks names up for a request to one host, and refuses addresses that the host may not stand for. It is asked as the
 * connection is opened, and what it answers is what is connected to: nothing is looked up again in between.
 *
 * @example request(url, { lookup: guardedLookup(url.hostname) })
 */
export function guardedLookup(hostname: string, askForAll: AskForAll = lookUp): NonNullable<RequestOptions['lookup']> {
  return (name, options, found) => {
    askForAll(name, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? []
      if (error || first === undefined) return found(error ?? new Error('no address'), '', 4)
      if (!addresses.every(({ address }) => mayStandFor(hostname, address)))
        return found(Object.assign(new Error('an address that is not allowed'), { code: addressNotAllowed }), '', 4)
      return options.all ? found(null, addresses) : found(null, first.address, first.family)
    })
  }
}

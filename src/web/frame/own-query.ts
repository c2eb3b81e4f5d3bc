import { useState } from 'react'
import { useSearchParams } from 'react-router'

/**
 * What the page's own address says after its `?`, and a way to change one of its names (`undefined` takes it out). A choice
 * shows at once: the router changes the address a moment later, and until then a box just ticked would show as not ticked.
 *
 * @example const [query, choose] = useOwnQuery(); choose('show', 'overdue') // query.get('show') is 'overdue'
 */
export function useOwnQuery(): readonly [URLSearchParams, (name: string, value: string | undefined) => void] {
  const [inAddress, setAddress] = useSearchParams()
  const [seen, setSeen] = useState(inAddress)
  const [query, setQuery] = useState(inAddress)
  if (seen !== inAddress) {
    setSeen(inAddress)
    setQuery(inAddress)
  }
  const choose = (name: string, value: string | undefined): void => {
    const next = new URLSearchParams(query)
    if (value === undefined) next.delete(name)
    else next.set(name, value)
    setQuery(next)
    setAddress(next, { replace: true })
  }
  return [query, choose]
}

/**
 * Whether granted scopes allow something with a type of resource, as SMART 2 or SMART 1 writes it. A scope that holds for
 * some resources of the type only does not allow to create one.
 *
 * @example allows('patient/ServiceRequest.cruds openid', 'ServiceRequest', 'create') // true
 * @example allows('patient/*.read', 'ServiceRequest', 'create') // false
 */
export function allows(granted: string, type: string, what: 'read' | 'create'): boolean {
  return granted.split(/\s+/).some((scope) => {
    const [, ofType, rights, query] = /^(?:patient|user)\/([A-Za-z]+|\*)\.([a-z]+|\*)(\?.+)?$/.exec(scope) ?? []
    if (rights === undefined || (ofType !== '*' && ofType !== type)) return false
    if (what === 'create' && query !== undefined) return false
    if (rights === '*') return true
    if (rights === 'read' || rights === 'write') return (rights === 'read') === (what === 'read')
    // Create, read, update, delete, search: in this order, each at most once.
    if (!/^c?r?u?d?s?$/.test(rights)) return false
    return what === 'create' ? rights.includes('c') : rights.includes('r') || rights.includes('s')
  })
}

import { type Hook, hooks, isServedAt } from '../../fhir/hooks/hooks.ts'
import { isObject, objectAt, textAt } from '../../fhir/json.ts'
import type { HookCall } from '../api/cds-hooks.ts'
import { ServiceError } from '../errors.ts'

/** The context of a call, as far as an answer depends on it. */
export interface HookContext {
  readonly hook: Hook
  readonly patientId: string
  readonly userId?: string
  readonly encounterId?: string
  /** A Bundle of the orders on the screen; whatever was sent. */
  readonly draftOrders?: unknown
  /** References of the orders that were just selected, or that go out. */
  readonly selected?: readonly string[]
}

const idForm = /^[A-Za-z0-9\-.]{1,64}$/

/**
 * The context of a call to a service of this id.
 *
 * @throws `PLB_CDS_HOOKS_NO_SERVICE`, `PLB_CDS_HOOKS_CONTEXT`
 * @example hookContext('back-pain', call).hook // 'patient-view'
 */
export function hookContext(id: string, { hook: name, context }: HookCall): HookContext {
  const hook = hooks.find((each) => each === name)
  if (!hooks.some((each) => isServedAt(id, each))) throw new ServiceError('PLB_CDS_HOOKS_NO_SERVICE')
  if (hook === undefined || !isServedAt(id, hook))
    throw fault('body.hook', 'This service is not called at this hook', hooks.join(', '))
  const patientId = textAt(context, 'patientId')
  if (patientId === undefined || !idForm.test(patientId))
    throw fault('body.context.patientId', 'Missing, or not the id of a resource')
  const userId = textAt(context, 'userId')
  if (hook !== 'order-dispatch' && userId === undefined) throw fault('body.context.userId', 'Missing')
  const encounterId = textAt(context, 'encounterId')
  const isOrder = hook === 'order-select' || hook === 'order-sign'
  if (isOrder && !isObject(context.draftOrders)) throw fault('body.context.draftOrders', 'Missing', 'a Bundle')
  return {
    hook,
    patientId,
    ...(userId === undefined ? {} : { userId }),
    ...(encounterId !== undefined && idForm.test(encounterId) ? { encounterId } : {}),
    ...(isOrder ? { draftOrders: objectAt(context, 'draftOrders') } : {}),
    ...selectedOf(hook, context),
  }
}

/** Where nothing is named (some clients send an empty list before a choice is made) all drafts are judged. */
function selectedOf(hook: Hook, context: HookCall['context']): { readonly selected?: readonly string[] } {
  const given = hook === 'order-select' ? context.selections : hook === 'order-dispatch' ? dispatchedIn(context) : []
  const selected = Array.isArray(given) ? given.filter((each) => typeof each === 'string') : []
  return selected.length > 0 ? { selected } : {}
}

/** A list; the first version of the hook has one order, under another name. */
function dispatchedIn({ dispatchedOrders, order }: HookCall['context']): readonly unknown[] {
  if (Array.isArray(dispatchedOrders) && dispatchedOrders.length > 0) return dispatchedOrders
  if (typeof order === 'string' && order !== '') return [order]
  throw fault('body.context.dispatchedOrders', 'Missing', 'a list of references')
}

function fault(path: string, message: string, allowed?: string): ServiceError {
  const errors = [{ path, message, ...(allowed === undefined ? {} : { allowed }) }]
  return new ServiceError('PLB_CDS_HOOKS_CONTEXT', { errors })
}

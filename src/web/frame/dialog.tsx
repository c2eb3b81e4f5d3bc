import { type ReactNode, useEffect, useId, useRef } from 'react'

/** A dialog that is open as long as it is on the page; Escape closes it, the focus returns where it was. */
export function Dialog({
  title,
  children,
  onClose,
  isAlert,
}: {
  readonly title: string
  readonly children: ReactNode
  readonly onClose: () => void
  /** It interrupts: the emergency route, going against an urgent recommendation, amending a signed record. */
  readonly isAlert?: boolean
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      className={isAlert ? 'alert-dialog' : undefined}
      role={isAlert ? 'alertdialog' : undefined}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  )
}

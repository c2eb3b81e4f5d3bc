import { type ComponentType, lazy, useState } from 'react'
import { heldScreen, type LoadScreen, loadScreen } from '../screens.ts'

/**
 * A screen whose code is loaded when it is opened. One whose code is there already is drawn at once: for anything that is
 * lazy React shows what stands in its place first, and keeps that on the page for a third of a second.
 *
 * @example const HelpScreen = lazyScreen(screens.help)
 */
export function lazyScreen(load: LoadScreen): ComponentType {
  const Lazy = lazy(() => loadScreen(load))
  return function Screen() {
    // Chosen once: in the middle of its life a screen would lose what is typed on it.
    const [Shown] = useState<ComponentType>(() => heldScreen(load) ?? Lazy)
    return <Shown />
  }
}

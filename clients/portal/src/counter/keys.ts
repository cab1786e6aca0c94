// The keys of the counter: one hand on the keyboard, the eyes on the visitor.
import { onScopeDispose } from 'vue'

export const KEYS = [
  { key: 'N', verb: 'call' },
  { key: 'R', verb: 'recall' },
  { key: 'S', verb: 'start' },
  { key: 'D', verb: 'complete' },
  { key: 'P', verb: 'park' },
  { key: 'T', verb: 'transfer' },
  { key: 'X', verb: 'no_show' },
] as const

/** Calls with the verb of a key; never while somebody types, holds a modifier, or has a dialog open. */
export function useKeys(press: (verb: string) => void): void {
  function pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return
    const target = event.target instanceof HTMLElement ? event.target : null
    if (target?.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="combobox"]')) return
    if (document.querySelector('.el-overlay:not([style*="display: none"])')) return
    const found = KEYS.find((each) => each.key === event.key.toUpperCase())
    if (!found) return
    event.preventDefault()
    press(found.verb)
  }
  window.addEventListener('keydown', pressed)
  onScopeDispose(() => { window.removeEventListener('keydown', pressed) })
}

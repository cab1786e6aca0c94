// A page that asks again when something happens: nudges that come together are answered once.
import type { Nudge } from '@finmart/shared/live'
import { onScopeDispose } from 'vue'
import { useLive } from '../stores/live'

const GATHER_MS = 200

export function useLiveReload(reload: () => unknown, concerns: (nudge: Nudge) => boolean = () => true): void {
  let timer = 0
  const stop = useLive().hear((nudge) => {
    if (nudge && !concerns(nudge)) return
    window.clearTimeout(timer)
    timer = window.setTimeout(reload, GATHER_MS)
  })
  onScopeDispose(() => {
    stop()
    window.clearTimeout(timer)
  })
}

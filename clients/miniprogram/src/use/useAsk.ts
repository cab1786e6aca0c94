// One question to the server, asked again whenever the page is shown again, or every so often while it is shown.
import { useAsk as useAskOnce, type Asked } from '@finmart/shared/use/useAsk'
import type { Query } from '@finmart/shared/asking'
import { onHide, onShow } from '@dcloudio/uni-app'
import { onScopeDispose } from 'vue'
import { ask } from '../http'

/** Does something every so often, as long as the page is before somebody's eyes. */
export function useEvery(pause_ms: number, each: () => void): void {
  let timer: ReturnType<typeof setInterval> | undefined
  const stop = (): void => { clearInterval(timer) }
  const start = (): void => {
    stop()
    timer = setInterval(each, pause_ms)
  }
  start()
  onShow(start)
  onHide(stop)
  onScopeDispose(stop)
}

export function useAsk<Answer>(path: () => string, query: () => Query = () => ({})): Asked<Answer> {
  const asked = useAskOnce(() => ask<Answer>(path(), query()))
  let seen = false
  onShow(() => {
    if (seen) void asked.reload()
    seen = true
  })
  return asked
}

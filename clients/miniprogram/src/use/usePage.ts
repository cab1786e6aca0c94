// A list that grows by cursor, asked for by the mini-program's own way to the server; the phone's foot of the page asks for more.
import { onReachBottom, onShow } from '@dcloudio/uni-app'
import type { Page } from '@finmart/shared/api'
import type { Query } from '@finmart/shared/asking'
import { usePageBy, type Paged } from '@finmart/shared/use/usePage'
import { ask } from '../http'

export function usePage<Item, Answer extends Page<Item> = Page<Item>>(path: string, query?: () => Query): Paged<Item, Answer> {
  const page = usePageBy<Item, Answer>(ask, path, query)
  onReachBottom(() => { void page.more() })
  let seen = false
  onShow(() => {
    if (seen) void page.reload()
    seen = true
  })
  return page
}

// A list that grows by cursor, asked for by the mini-program's own way to the server; the phone's foot of the page asks for more.
import { onReachBottom, onShow } from '@dcloudio/uni-app'
import type { Page } from '@finmart/shared/api'
import type { Ask, Query } from '@finmart/shared/asking'
import { usePageBy, type Paged } from '@finmart/shared/use/usePage'
import { held } from '../held'
import { ask } from '../http'

function usePageOf<Item, Answer extends Page<Item>>(asking: Ask, path: string, query?: () => Query): Paged<Item, Answer> {
  const page = usePageBy<Item, Answer>(asking, path, query)
  onReachBottom(() => { void page.more() })
  let seen = false
  onShow(() => {
    if (seen) void page.reload()
    seen = true
  })
  return page
}

/** What everybody may see. */
export function usePage<Item, Answer extends Page<Item> = Page<Item>>(path: string, query?: () => Query): Paged<Item, Answer> {
  return usePageOf<Item, Answer>(ask, path, query)
}

const nothing = { items: [], next: null }
const askOwn: Ask = <Answer>(path: string, query?: Query) => (held.token ? ask<Answer>(path, query) : Promise.resolve(nothing as Answer))

/** What belongs to whoever is logged in; nobody is not asked for. */
export function useOwnPage<Item, Answer extends Page<Item> = Page<Item>>(path: string, query?: () => Query): Paged<Item, Answer> {
  return usePageOf<Item, Answer>(askOwn, path, query)
}

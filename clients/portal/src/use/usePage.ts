// A list that grows by cursor, asked for by the portal's own way to the server.
import type { Page } from '@finmart/shared/api'
import type { Query } from '@finmart/shared/asking'
import { usePageBy, type Paged } from '@finmart/shared/use/usePage'
import { ask } from '../http'

export function usePage<Item, Answer extends Page<Item> = Page<Item>>(path: string, query?: () => Query): Paged<Item, Answer> {
  return usePageBy<Item, Answer>(ask, path, query)
}

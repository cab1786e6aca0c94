// A list that grows by cursor: first page, more, and asking again without losing the place.
import type { Page } from '../api'
import type { Ask, Query } from '../asking'
import { asProblem, type Problem } from '../problem'
import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'

const FIRST_PAGE = 30
const PAGE_MAX = 100
const TYPING_PAUSE_MS = 250

export interface Paged<Item, Answer extends Page<Item>> {
  items: ShallowRef<Item[]>
  last: ShallowRef<Answer | null>
  hasMore: ComputedRef<boolean>
  loading: Ref<boolean>
  loaded: ComputedRef<boolean>
  problem: ShallowRef<Problem | null>
  reload: () => Promise<void>
  more: () => Promise<void>
}

/** `query` is watched: a change of filters asks again, a short pause after the last key. `ask` is the client's own way to the server. */
export function usePageBy<Item, Answer extends Page<Item> = Page<Item>>(ask: Ask, path: string, query: () => Query = () => ({})): Paged<Item, Answer> {
  const items = shallowRef<Item[]>([])
  const last = shallowRef(null) as ShallowRef<Answer | null>
  const problem = shallowRef<Problem | null>(null)
  const loading = ref(false)
  let turn = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function take(cursor: string | null, limit: number): Promise<void> {
    const mine = ++turn
    loading.value = true
    try {
      const answer = await ask<Answer>(path, { ...query(), cursor, limit })
      if (mine !== turn) return
      items.value = cursor ? [...items.value, ...answer.items] : answer.items
      last.value = answer
      problem.value = null
    } catch (thrown) {
      if (mine === turn) problem.value = asProblem(thrown)
    } finally {
      if (mine === turn) loading.value = false
    }
  }

  const reload = (): Promise<void> => take(null, Math.min(PAGE_MAX, Math.max(FIRST_PAGE, items.value.length)))
  const more = async (): Promise<void> => {
    const cursor = last.value?.next
    if (cursor && !loading.value) await take(cursor, FIRST_PAGE)
  }
  watch(() => JSON.stringify(query()), () => {
    clearTimeout(timer)
    timer = setTimeout(() => void take(null, FIRST_PAGE), TYPING_PAUSE_MS)
  })
  onScopeDispose(() => { clearTimeout(timer) })

  void reload()
  const hasMore = computed(() => Boolean(last.value?.next))
  const loaded = computed(() => last.value !== null)
  return { items, last, hasMore, loading, loaded, problem, reload, more }
}

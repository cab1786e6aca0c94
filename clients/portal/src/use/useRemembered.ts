// A value that this browser remembers for the account that is logged in.
import { reactive, ref, watch, type Ref } from 'vue'
import { recalled, remember } from '../memory'
import { useSession } from '../stores/session'

function keyOf(name: string): string {
  return `${useSession().me?.account_id ?? 'guest'}.${name}`
}

export function useRemembered<Value>(name: string, initial: Value): Ref<Value> {
  const key = keyOf(name)
  const value = ref(recalled(key, initial)) as Ref<Value>
  watch(value, (now) => { remember(key, now) }, { deep: true })
  return value
}

export interface Filters<Values extends object> {
  filters: Values
  isFiltered: () => boolean
  clear: () => void
}

/** The filters of one list, remembered, with the way back to none. */
export function useFilters<Values extends object>(name: string, none: Values): Filters<Values> {
  const key = keyOf(`filters.${name}`)
  const filters = reactive({ ...none, ...recalled<Partial<Values>>(key, {}) }) as Values
  watch(filters, (now) => { remember(key, now) }, { deep: true })
  const clear = (): void => { Object.assign(filters, none) }
  const isFiltered = (): boolean => JSON.stringify(filters) !== JSON.stringify({ ...filters, ...none })
  return { filters, isFiltered, clear }
}

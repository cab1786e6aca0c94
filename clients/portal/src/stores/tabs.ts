// The pages kept open as tabs: they survive a refresh and belong to one account.
import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import { recalled, remember } from '../memory'
import { useSession } from './session'

export interface Tab {
  readonly path: string
  readonly title: string
}

const TABS_MAX = 10

export const useTabs = defineStore('tabs', () => {
  const session = useSession()
  const first = (): Tab => ({ path: session.home.path, title: session.home.title })
  const tabs = ref<Tab[]>([first()])
  const keyOf = (account: string): string => `${account}.tabs`

  watch(() => session.me?.account_id, (account) => {
    tabs.value = account ? recalled<Tab[]>(keyOf(account), [first()]) : [first()]
  }, { immediate: true })
  watch(tabs, (open) => {
    if (session.me) remember(keyOf(session.me.account_id), open)
  }, { deep: true })

  function open(path: string, title: string): void {
    if (tabs.value.some((tab) => tab.path === path)) return
    tabs.value.push({ path, title })
    if (tabs.value.length > TABS_MAX) tabs.value.splice(1, 1)
  }

  function rename(path: string, title: string): void {
    tabs.value = tabs.value.map((tab) => (tab.path === path ? { path, title } : tab))
  }

  /** Closes a tab and says which path to show instead. */
  function close(path: string): string {
    const place = tabs.value.findIndex((tab) => tab.path === path)
    tabs.value = tabs.value.filter((tab) => tab.path !== path || tab.path === first().path)
    return (tabs.value[Math.max(0, place - 1)] ?? first()).path
  }

  return { tabs, open, rename, close }
})

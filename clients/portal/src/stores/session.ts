// Who is logged in here, and what that person may see.
import type { Done, Me, Session } from '@finmart/shared/api'
import { asProblem, type Problem } from '@finmart/shared/problem'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { dropAssisting } from '../assisting'
import { act, ask } from '../http'
import { useComparison } from './comparison'
import { forgetAll, recalled, remember } from '../memory'

/** Remembered while somebody is logged in in this browser: without it there is nobody to ask about. */
const HERE = 'here'

const HOMES = [
  { item: 'workbench', path: '/workbench', title: '工作台' },
  { item: 'product_desk', path: '/product-desk', title: '产品管理' },
  { item: 'cockpit', path: '/cockpit', title: '监管驾驶舱' },
  { item: 'counter', path: '/counter', title: '叫号台' },
  { item: 'inspections', path: '/inspections', title: '巡检' },
  { item: 'accounts', path: '/accounts', title: '机构与账号' },
  { item: 'journal', path: '/journal', title: '操作日志' },
  { item: 'services', path: '/services', title: '到店服务' },
  { item: 'certification', path: '/certification', title: '企业认证' },
] as const

const homeOf = (menu: readonly string[]): typeof HOMES[number] => HOMES.find((page) => menu.includes(page.item)) ?? HOMES[0]

export const useSession = defineStore('session', () => {
  const me = shallowRef<Me | null>(null)
  const known = ref(false)
  const problem = shallowRef<Problem | null>(null)

  const kind = computed(() => me.value?.party.kind ?? null)
  const isOperator = computed(() => kind.value === 'operator')
  const isEnterprise = computed(() => kind.value === 'enterprise')
  /** Where this account begins: the workbench, or for the platform's administrators their own page. */
  const home = computed(() => homeOf(me.value?.menu ?? []))
  const may = (right: string): boolean => me.value?.rights.includes(right) ?? false
  const sees = (item: string): boolean => me.value?.menu.includes(item) ?? false
  const countUnread = (unread: number): void => { if (me.value) me.value = { ...me.value, unread } }

  /** Asks the server who we are. */
  async function recall(): Promise<void> {
    known.value = !me.value && !recalled(HERE, false)
    if (known.value) return
    try {
      me.value = await ask<Me>('/account')
      known.value = true
      problem.value = null
    } catch (thrown) {
      const refusal = asProblem(thrown)
      if (refusal.status === 401) drop()
      else if (dropAssisting()) await recall()
      else problem.value = refusal
    }
  }

  /** Asks anew whether we are still known, after the server has sent the live line away. */
  const recheck = (): Promise<void> => ask<Me>('/account').then((now) => { me.value = now }, () => undefined)

  function begin(session: Session): void {
    remember(HERE, true)
    ;[me.value, known.value] = [session.me, true]
  }

  /** The session has ended: nothing of it stays in this browser. */
  function drop(): void {
    dropAssisting()
    me.value = problem.value = null
    known.value = true
    useComparison().clear()
    forgetAll()
  }
  const logOut = (): Promise<void> => act<Done>('/sessions/log-out').then(drop)

  return { me, known, problem, kind, home, isOperator, isEnterprise, may, sees, recall, recheck, begin, drop, logOut, countUnread }
})

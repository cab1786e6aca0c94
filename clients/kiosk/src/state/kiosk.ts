// Where the kiosk is: which screen, who is logged in; and how it forgets all of it.
import type { KioskSession, KioskUser, ThisKiosk } from '@finmart/shared/faces'
import { asProblem, Problem } from '@finmart/shared/problem'
import { reactive } from 'vue'
import { act, ask, deviceToken, forgetDeviceToken, holdFirstProof, holdSession } from '../http'
import { factOf, forgetShelves, keepFact } from '../offline/shelves'
import { mayOpen } from '../tiles'
import { asUsual } from './aids'
import { quiet } from '../voice'

export type Screen = 'starting' | 'activate' | 'home' | 'face' | 'scan' | 'sms' | 'id-card' | 'progress' | 'my-face' | 'certify'
  | 'file-request' | 'rate' | 'agree' | 'ticket' | 'event' | 'fault' | 'refused'

interface Kiosk {
  screen: Screen
  kiosk: ThisKiosk | null
  user: KioskUser | null
  /** By which way the first of two proofs was given; null while none waits for its second. */
  first: Screen | null
  /** What was chosen before anybody was logged in: it opens once somebody is. */
  next: Screen | null
  /** Said once on the first page, after something ended by itself. */
  notice: string
  /** One step back within a screen that has several; null where the way back is the first page. */
  back: (() => void) | null
  /** The server is reading what was given to it: whoever waits is not away. */
  reading: boolean
}

export const state = reactive<Kiosk>({ screen: 'starting', kiosk: null, user: null, first: null, next: null, notice: '', back: null, reading: false })

/** Learns whether this terminal is one of ours. Offline it goes by what it was last told, and asks again. */
export async function start(): Promise<void> {
  if (!deviceToken()) {
    state.screen = 'activate'
    return
  }
  try {
    state.kiosk = await ask<ThisKiosk>('/kiosk')
    void keepFact('kiosk', { ...state.kiosk })
  } catch (thrown) {
    if (handle(asProblem(thrown))) return
    state.kiosk ??= await factOf<ThisKiosk>('kiosk')
  }
  if (state.kiosk && (state.screen === 'starting' || state.screen === 'activate')) state.screen = 'home'
}

export function go(screen: Screen): void {
  Object.assign(state, { screen, notice: '', back: null, reading: false })
}

export function enter(session: KioskSession): void {
  forgetFirst()
  holdSession(session.token)
  state.user = session.user
  const next = state.next && mayOpen(state.next, session.user) ? state.next : 'home'
  const refused = state.next !== null && next === 'home'
  state.next = null
  go(next)
  if (refused) state.notice = '您的账号不能办理这一项，可以办理的事项如下。'
}

/** Back to the first page with nothing left of whoever was here; the server is told, if it can be. */
export async function leave(notice = ''): Promise<void> {
  const wasIn = state.user !== null
  forgetFirst()
  quiet()
  asUsual()
  state.user = null
  state.next = null
  go(state.kiosk ? 'home' : state.screen)
  state.notice = notice
  if (wasIn) await act('/kiosk/log-out').catch(() => null)
  holdSession('')
}

function forgetFirst(): void {
  holdFirstProof('')
  state.first = null
}

/** What concerns the whole terminal is dealt with here; true when the page need not say it. */
export function handle(problem: Problem): boolean {
  if (problem.code === 'second_factor') {
    holdFirstProof(problem.ticket)
    Object.assign(state, { first: state.screen, screen: 'home', notice: '' })
    return true
  }
  if (problem.code === 'unknown_device') {
    forgetFirst()
    forgetDeviceToken()
    void forgetShelves()
    holdSession('')
    Object.assign(state, { screen: 'activate', back: null, reading: false, kiosk: null, user: null, next: null, notice: problem.message })
    return true
  }
  if (problem.code === 'not_logged_in' && state.user) {
    holdSession('')
    Object.assign(state, { screen: 'home', back: null, reading: false, user: null, next: null, notice: '登录已结束，为保护您的信息已清除本次内容。' })
    return true
  }
  return false
}

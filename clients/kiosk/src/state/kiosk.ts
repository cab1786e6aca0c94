// Where the kiosk is: which screen, who is logged in; and how it forgets all of it.
import type { KioskSession, KioskUser, ThisKiosk } from '@finmart/shared/faces'
import { asProblem, Problem } from '@finmart/shared/problem'
import { reactive } from 'vue'
import { act, ask, deviceToken, forgetDeviceToken, holdFirstProof, holdSession } from '../http'

export type Screen = 'starting' | 'activate' | 'home' | 'face' | 'scan' | 'sms' | 'id-card' | 'progress' | 'my-face' | 'certify' | 'event'

interface Kiosk {
  screen: Screen
  kiosk: ThisKiosk | null
  user: KioskUser | null
  /** By which way the first of two proofs was given; null while none waits for its second. */
  first: Screen | null
  /** Said once on the first page, after something ended by itself. */
  notice: string
  /** One step back within a screen that has several; null where the way back is the first page. */
  back: (() => void) | null
  /** The server is reading what was given to it: whoever waits is not away. */
  reading: boolean
}

export const state = reactive<Kiosk>({ screen: 'starting', kiosk: null, user: null, first: null, notice: '', back: null, reading: false })

/** Learns whether this terminal is one of ours. Offline it stays where it is and is called again. */
export async function start(): Promise<void> {
  if (!deviceToken()) {
    state.screen = 'activate'
    return
  }
  try {
    state.kiosk = await ask<ThisKiosk>('/kiosk')
    if (state.screen === 'starting' || state.screen === 'activate') state.screen = 'home'
  } catch (thrown) {
    handle(asProblem(thrown))
  }
}

export function go(screen: Screen): void {
  Object.assign(state, { screen, notice: '', back: null, reading: false })
}

export function enter(session: KioskSession): void {
  forgetFirst()
  holdSession(session.token)
  state.user = session.user
  go('home')
}

/** Back to the first page with nothing left of whoever was here; the server is told, if it can be. */
export async function leave(notice = ''): Promise<void> {
  const wasIn = state.user !== null
  forgetFirst()
  state.user = null
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
    holdSession('')
    Object.assign(state, { screen: 'activate', back: null, reading: false, kiosk: null, user: null, notice: problem.message })
    return true
  }
  if (problem.code === 'not_logged_in' && state.user) {
    holdSession('')
    Object.assign(state, { screen: 'home', back: null, reading: false, user: null, notice: '登录已结束，为保护您的信息已清除本次内容。' })
    return true
  }
  return false
}

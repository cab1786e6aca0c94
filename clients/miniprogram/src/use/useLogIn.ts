// The ways in: WeChat with the phone's own number, a code sent by SMS, a password; a second proof where a post wants one.
import type { Problem } from '@finmart/shared/problem'
import type { Session } from '@finmart/shared/api'
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { back, note } from '../going'
import { hold } from '../held'
import { openLine } from '../live'
import { wechatCode } from '../phone'
import { useAct } from './useAct'

interface WechatSession {
  readonly bound: boolean
  readonly ticket: string | null
  readonly session: Session | null
}

export interface LoggingIn {
  acting: Ref<boolean>
  problem: ShallowRef<Problem | null>
  /** WeChat knows the person, the platform not yet: the phone's number is still to be shown. */
  ticket: Ref<string>
  /** The first proof is given, a second is wanted. */
  first: ShallowRef<Problem | null>
  byWechat: () => Promise<void>
  bindPhone: (code: string) => Promise<void>
  by: (path: string, body: object) => Promise<void>
}

export function useLogIn(): LoggingIn {
  const { acting, problem, run } = useAct()
  const ticket = ref('')
  const first = shallowRef<Problem | null>(null)

  function entered(session: Session | null): void {
    if (session) {
      hold(session)
      openLine()
      back()
    } else if (problem.value?.code === 'second_factor') first.value = problem.value
  }

  const by = async (path: string, body: object): Promise<void> => { entered(await run<Session>(path, body)) }

  async function byWechat(): Promise<void> {
    const code = await wechatCode()
    if (!code) { note('没有取得微信授权，请用短信验证码登录。'); return }
    const answer = await run<WechatSession>('/sessions/by-wechat', { code })
    if (answer?.session) entered(answer.session)
    else if (answer) ticket.value = answer.ticket ?? ''
    else entered(null)
  }

  async function bindPhone(code: string): Promise<void> {
    if (code) await by('/sessions/bind-phone', { ticket: ticket.value, phone_code: code })
    else note('没有取得手机号码，请用短信验证码登录。')
  }

  return { acting, problem, ticket, first, byWechat, bindPhone, by }
}

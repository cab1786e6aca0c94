// What the mini-program keeps on the phone: the session's token, nothing else of a person.
import type { Me, Session } from '@finmart/shared/api'
import { reactive } from 'vue'

const TOKEN = 'finmart-session'

export const held = reactive<{ token: string, me: Me | null }>({ token: String(uni.getStorageSync(TOKEN) || ''), me: null })

export function hold(session: Session): void {
  held.token = session.token
  held.me = session.me
  uni.setStorageSync(TOKEN, session.token)
}

/** The session has ended: nothing of it stays on this phone. */
export function drop(): void {
  held.token = ''
  held.me = null
  uni.clearStorageSync()
}

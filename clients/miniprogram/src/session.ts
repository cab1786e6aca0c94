// Who is logged in on this phone: beginning, asking again, ending.
import type { Done, Me } from '@finmart/shared/api'
import { act, ask } from './http'
import { drop, held } from './held'

export const isCertified = (): boolean => held.me?.party.certified === true

/** Asks the server who we are; a token that is over is dropped on the way. */
export async function recall(): Promise<void> {
  if (!held.token) return
  const me = await ask<Me>('/account').catch(() => null)
  if (me) held.me = me
}

export async function logOut(): Promise<void> {
  try {
    await act<Done>('/sessions/log-out')
  } finally {
    drop()
  }
}

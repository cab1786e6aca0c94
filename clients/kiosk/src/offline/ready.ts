// While there is a line, the terminal makes itself ready for when there is none: today's events, and its own numbers for tickets.
import type { KioskQueueView } from '@finmart/shared/queue'
import { asProblem } from '@finmart/shared/problem'
import { keepEvents, tidyEvents } from '../events/keeping'
import { ask, line } from '../http'
import { handle, state } from '../state/kiosk'
import { remember } from '../tickets/offlineTickets'

const EVERY_MS = 60_000
let askedAt = -EVERY_MS

/** May be called at any time: it asks once a minute, and anew as soon as it could not. */
export async function keepReady(): Promise<void> {
  if (!line.reached) await tidyEvents()
  else if (state.kiosk && performance.now() - askedAt >= EVERY_MS) {
    askedAt = performance.now()
    try {
      await keepEvents()
      remember(await ask<KioskQueueView>('/kiosk/tickets'))
    } catch (thrown) {
      askedAt = -EVERY_MS
      handle(asProblem(thrown))
    }
  }
}

// The ticket that was just given: whoever took it sees it large, until the kiosk forgets.
import type { TicketProgress } from '@finmart/shared/queue'
import { shallowRef } from 'vue'

export const given = shallowRef<TicketProgress | null>(null)

export function printTicket(ticket: TicketProgress): void {
  given.value = ticket
}

export function forgetTicket(): void {
  given.value = null
}

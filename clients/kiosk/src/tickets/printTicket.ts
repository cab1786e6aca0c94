// The ticket that was just given: large on the screen until the kiosk forgets, and on paper where there is a printer.
import type { TicketProgress } from '@finmart/shared/queue'
import { momentText } from '@finmart/shared/dates'
import { shallowRef } from 'vue'
import { printReceipt } from '../printing'

export const given = shallowRef<TicketProgress | null>(null)

export function printTicket(ticket: TicketProgress): void {
  given.value = ticket
  void printReceipt([
    { text: '苏州企业金融服务超市' },
    { text: ticket.ticket_no, size: 'huge' },
    { text: ticket.class_name, size: 'large' },
    { text: ticket.ahead === null ? '请留意叫号' : `前面等候 ${ticket.ahead} 人` },
    { text: momentText(ticket.taken_at) },
    { text: `${location.origin}/portal/ticket/${ticket.id}`, code: true },
  ])
}

export function forgetTicket(): void {
  given.value = null
}

// What an applicant without an account holds: kept for this tab alone, sent to the onboarding door alone.
const KEY = 'onboarding-ticket'
const DOOR = /^\/api\/onboarding(\/|$|\?)/

export function holdTicket(ticket: string): void {
  sessionStorage.setItem(KEY, ticket)
}

export function dropTicket(): void {
  sessionStorage.removeItem(KEY)
}

export function hasTicket(): boolean {
  return sessionStorage.getItem(KEY) !== null
}

/** The header for this address, or none. */
export function ticketFor(address: string): Record<string, string> {
  const ticket = sessionStorage.getItem(KEY)
  return ticket && DOOR.test(address) ? { 'X-Onboarding-Ticket': ticket } : {}
}

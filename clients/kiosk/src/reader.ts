// The ID-card reader beside this page: asked at the address that the page was opened with.
const KEPT = 'finmart-kiosk-agent'
const ADDRESS = /^#agent=(\d{1,5}\.[\w-]{43})$/

export interface IdCard {
  readonly name: string
  readonly number: string
  readonly valid_until: string | null
}

export type Reading = { readonly state: 'no_reader' | 'waiting', readonly card: null } | { readonly state: 'read', readonly card: IdCard }

const NONE: Reading = { state: 'no_reader', card: null }

/** Keeps the agent's address for this tab, and takes it out of the address bar. */
export function meetAgent(): void {
  const found = ADDRESS.exec(location.hash)?.[1]
  if (!found) return
  sessionStorage.setItem(KEPT, found)
  history.replaceState(null, '', location.pathname)
}

/** What lies on the reader now. An agent that is not there is a reader that is not there. */
export async function readCard(): Promise<Reading> {
  const [port, token] = (sessionStorage.getItem(KEPT) ?? '').split('.')
  if (!port || !token) return NONE
  const options: RequestInit = { headers: { 'X-Agent-Token': token }, credentials: 'omit', cache: 'no-store' }
  const response = await fetch(`http://127.0.0.1:${port}/id-card`, options).catch(() => null)
  return response?.ok ? (await response.json()) as Reading : NONE
}

// The program beside this page on its own machine: asked at the address that the page was opened with.
const KEPT = 'finmart-kiosk-agent'
const ADDRESS = /^#agent=(\d{1,5}\.[\w-]{43})$/

/** Keeps the agent's address for this tab, and takes it out of the address bar. */
export function meetAgent(): void {
  const found = ADDRESS.exec(location.hash)?.[1]
  if (!found) return
  sessionStorage.setItem(KEPT, found)
  history.replaceState(null, '', location.pathname)
}

/** Was this page opened beside an agent? */
export function hasAgent(): boolean {
  return sessionStorage.getItem(KEPT) !== null
}

/** What the agent answers; null when there is none, or it will not. */
export async function askAgent<Answer>(path: string, body?: object): Promise<Answer | null> {
  const [port, token] = (sessionStorage.getItem(KEPT) ?? '').split('.')
  if (!port || !token) return null
  const headers: Record<string, string> = { 'X-Agent-Token': token }
  if (body) headers['Content-Type'] = 'application/json'
  const options: RequestInit = { method: body ? 'POST' : 'GET', headers, credentials: 'omit', cache: 'no-store' }
  if (body) options.body = JSON.stringify(body)
  const response = await fetch(`http://127.0.0.1:${port}${path}`, options).catch(() => null)
  return response?.ok ? (await response.json()) as Answer : null
}

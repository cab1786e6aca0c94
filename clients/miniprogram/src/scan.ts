// Where a scanned code leads. Only its path and its ids are used, and only to ask our own server: a foreign address leads nowhere else.

export type Destination =
  | { readonly kind: 'page', readonly page: string }
  | { readonly kind: 'store', readonly code: string }
  | { readonly kind: 'none', readonly said: string }

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const ADDRESS = /^https?:\/\/[^/?#]+(\/[^?#]*)(?:\?([^#]*))?/i
const ENTRY_CODE = /^E([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})\.\d+\.[0-9a-f]+$/
const OWN_PASS = /^P[0-9a-f]{64}\.\d+\.[0-9a-f]+$/
const UNKNOWN = '这不是本平台的二维码。请扫描活动签到码、智能终端登录码、门店取号码或号票上的二维码。'

function said(text: string): Destination {
  return { kind: 'none', said: text }
}

/** One value of an address's query; WeChat has no URLSearchParams. */
function valueOf(query: string, name: string): string {
  const found = query.split('&').find((pair) => pair.startsWith(`${name}=`))
  return found ? found.slice(name.length + 1) : ''
}

function idIn(path: string, door: string): string {
  return new RegExp(`^/portal/${door}/(${UUID})/?$`, 'i').exec(path)?.[1]?.toLowerCase() ?? ''
}

function signIn(event: string, code: string): Destination {
  if (!/^[\w.]+$/.test(code)) return said('二维码中没有签到码，请重新扫描活动现场屏幕上的二维码。')
  return { kind: 'page', page: `/pages/events/sign-in?id=${event}&code=${code}` }
}

function ofAddress(path: string, query: string): Destination {
  const event = idIn(path, 'sign-in')
  if (event) return signIn(event, valueOf(query, 'code'))
  const kiosk = idIn(path, 'scan')
  if (kiosk) return { kind: 'page', page: `/pages/scan/agree?id=${kiosk}` }
  const ticket = idIn(path, 'ticket')
  if (ticket) return { kind: 'page', page: `/pages/store/ticket?id=${ticket}` }
  const store = valueOf(query, 'store_code')
  if (path === '/portal/own-tickets' && /^[0-9a-f]{1,64}$/.test(store)) return { kind: 'store', code: store }
  if (path.startsWith('/portal/verify')) return said('这是保函核验码，请用手机浏览器扫码，在核验页查看保函是否有效。')
  return said(UNKNOWN)
}

export function destinationOf(scanned: string): Destination {
  const text = scanned.trim()
  const entry = ENTRY_CODE.exec(text)
  if (entry) return signIn(entry.slice(1).join('-'), text)
  if (OWN_PASS.test(text)) return said('这是本人签到码，不用扫描，请在现场的智能终端前出示。')
  const address = ADDRESS.exec(text)
  return address ? ofAddress(address[1] ?? '', address[2] ?? '') : said(UNKNOWN)
}

// Lets the kiosk open without a line: its own built files are kept by a service worker, and nothing else.
export function openOffline(): void {
  if (import.meta.env.DEV || !('serviceWorker' in navigator)) return
  const keep = (): void => { navigator.serviceWorker.register('/kiosk/sw.js', { scope: '/kiosk/' }).catch(() => null) } // opened by an address that is not trusted: then it needs the line
  window.addEventListener('load', keep, { once: true }) // it fetches every file once more: the page comes first
}

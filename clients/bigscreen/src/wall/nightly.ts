// The nightly reload: an unattended screen starts each day with the program of the day.

const ZONE_OFFSET_MS = 8 * 3_600_000 // Suzhou keeps UTC+8 all year
const DAY_MS = 24 * 3_600_000
const RELOAD_AT_MS = (4 * 60 + 10) * 60_000 // 04:10

/** The first 04:10 in Suzhou after `shownSince`, plus this screen's own seconds so that not all come at once. */
export function reloadMoment(shownSince: number, ownSeconds: number): number {
  const local = shownSince + ZONE_OFFSET_MS
  const midnight = Math.floor(local / DAY_MS) * DAY_MS
  const todays = midnight + RELOAD_AT_MS
  const next = todays > local ? todays : todays + DAY_MS
  return next - ZONE_OFFSET_MS + ownSeconds * 1000
}

/** Reload only when the page can be fetched: a browser's error page would stay up until somebody comes by. */
export async function reloadWhenServed(): Promise<boolean> {
  try {
    const answer = await fetch(window.location.pathname, { method: 'GET', cache: 'no-store' })
    if (!answer.ok) return false
  } catch {
    return false
  }
  window.location.reload()
  return true
}

// The terminal says how it is, every few seconds: page, line, camera, printer, and what waits for the line.
import type { KioskReport } from '@finmart/shared/fleet'
import { asProblem } from '@finmart/shared/problem'
import { askAgent, hasAgent } from './agent'
import { act, deviceToken } from './http'
import { outbox } from './offline/kept'
import { handle } from './state/kiosk'

const SPEAK_EVERY_MS = 5_000 // until the server has said how often
const FIRST_AFTER_MS = 1_000 // the page comes first
const PRINTER_EVERY_MS = 30_000 // it answers slowly, and not at all while it prints
const PRINTER_SAYS_MAX = 40
const CAMERA_SEEN = 'finmart-kiosk-camera'

type Beside = Pick<KioskReport, 'agent' | 'printer' | 'printer_says'>
let beside: Beside = { agent: null, printer: null, printer_says: '' }

/** Begins to speak; gives what ends it. */
export function speak(): () => void {
  let next = 0
  let over = false
  const once = async (): Promise<void> => {
    const again = await say().catch((thrown: unknown) => { handle(asProblem(thrown)); return SPEAK_EVERY_MS })
    if (!over) next = window.setTimeout(() => { void once() }, again)
  }
  next = window.setTimeout(() => { void lookBeside().then(once) }, FIRST_AFTER_MS)
  const looking = window.setInterval(() => { void lookBeside() }, PRINTER_EVERY_MS)
  return () => { over = true; window.clearTimeout(next); window.clearInterval(looking) }
}

async function say(): Promise<number> {
  if (!deviceToken()) return SPEAK_EVERY_MS
  const said: KioskReport = { waiting: outbox.waiting.value, refused: outbox.refused.value.length, camera: await cameraNow(), ...beside }
  return (await act<{ again_in_s: number }>('/kiosk/reports/hear', said)).again_in_s * 1_000
}

async function lookBeside(): Promise<void> {
  if (!hasAgent()) return
  const found = await askAgent<{ health: Beside['printer'], says: string }>('/printer')
  beside = { agent: found !== null, printer: found?.health ?? null, printer_says: found?.says.slice(0, PRINTER_SAYS_MAX) ?? '' }
}

/** Is the camera there? Unknown until this terminal has had one: not every terminal is given one. */
async function cameraNow(): Promise<boolean | null> {
  const all = await (navigator.mediaDevices as MediaDevices | undefined)?.enumerateDevices().catch(() => null)
  if (!all) return null
  if (all.some((each) => each.kind === 'videoinput')) {
    localStorage.setItem(CAMERA_SEEN, '1')
    return true
  }
  return localStorage.getItem(CAMERA_SEEN) ? false : null
}

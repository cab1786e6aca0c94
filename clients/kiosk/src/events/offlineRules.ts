// Who may sign in while the line is down: what a terminal can tell by itself; the server looks at everything again.
import type { EventsToKeep, EventToday } from '@finmart/shared/events'

const EARLY_MS = 60 * 60_000
const OVER_MS = 60 * 60_000
const SECOND_MS = 1_000
const PASS = /^P([0-9a-f]{32})([0-9a-f]{32})\.(\d{1,12})\.[0-9a-f]+$/

interface Pass { readonly event: string, readonly owner: string, readonly slot: number }

export const CLOCK_OFF = '本终端的时钟不准，暂时不能离线签到，请由现场工作人员登记。'
export const NO_PASS = '这不是本人签到码，请在手机上打开本场活动的“本人签到码”，再对准扫码口。'
export const OTHER_EVENT = '这是另一场活动的签到码，请选择对应的活动，或打开本场活动的签到码。'
export const TOO_OLD = '签到码已过期，截图或转发的签到码不能使用，请在手机上刷新后再试。'
export const AGAIN = '已在本终端记下签到，无需重复签到。如非本人所签，请告知现场工作人员。'

function passOf(text: string): Pass | null {
  const [, event = '', owner = '', slot = ''] = PASS.exec(text) ?? []
  return owner ? { event, owner, slot: Number(slot) } : null
}

export const isPass = (text: string): boolean => PASS.test(text)
export const ownerOf = (text: string): string => passOf(text)?.owner ?? ''

/** Open by its times, as far as a terminal knows that has heard nothing since. */
export function letsIn(event: EventToday, now: number): boolean {
  const begun = event.open || now >= Date.parse(event.begins_at) - EARLY_MS
  return begun && now <= Date.parse(event.ends_at) + OVER_MS
}

/** When a pass was held up, and never before it was made, should this terminal's clock be a breath behind; or why it will not do. */
export function shownAt(text: string, event: string, now: number, { pass_slot_s, pass_slots }: EventsToKeep): number | string {
  const pass = passOf(text)
  if (!pass) return NO_PASS
  if (pass.event !== event.replaceAll('-', '')) return OTHER_EVENT
  const slotMs = pass_slot_s * SECOND_MS
  const age = now - pass.slot * slotMs
  if (age >= pass_slots * slotMs) return TOO_OLD
  return age < -slotMs ? CLOCK_OFF : now - Math.min(age, 0)
}

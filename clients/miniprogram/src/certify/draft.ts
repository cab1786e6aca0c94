// What is being filled in to be certified: kept while the mini-program is open, so that nothing is lost on the way, and for one person alone.
import type { CertificationView } from '@finmart/shared/api'
import type { HandInView } from '@finmart/shared/certification'
import { draftOf, noDraft, papersOf, type HandInDraft } from '@finmart/shared/certifying'
import { reactive } from 'vue'
import { held } from '../held'

export interface Filling extends HandInDraft {
  /** The certification that is put right; empty for a new one. */
  readonly mends: string
  /** Which screen one was at. */
  screen: number
  /** Where the phone shows the pictures taken here from. */
  pictures: Record<string, string>
}

let kept: { of: string, filling: Filling } | null = null

/** Begins, or goes on where one left off; another person, or a later hand-in, begins anew. */
export function fill(given: CertificationView | null, last: HandInView | null): void {
  const of = [held.token, given?.id, last?.serial].join('/')
  if (kept?.of === of) return
  const filling: Filling = { mends: given?.id ?? '', screen: 0, values: given ? draftOf(given) : { ...noDraft }, papers: papersOf(last), pictures: {}, signed: null, face: null }
  kept = { of, filling: reactive(filling) }
}

/** What has been begun here by whoever is logged in now. */
export function filling(): Filling | null {
  return kept?.of.startsWith(`${held.token}/`) ? kept.filling : null
}

export function doneFilling(): void {
  kept = null
}

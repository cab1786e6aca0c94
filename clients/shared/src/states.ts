// How a state is marked: its shape says whether it waits, came back, is done or ended; colour only supports.
export type Tone = 'done' | 'ended' | 'returned' | 'waiting'

const DONE = new Set([
  'completed', 'approved', 'active', 'admitted', 'in_use', 'running', 'current', 'settled', 'archived', 'issued', 'confirmed', 'listed', 'answered',
  'inspected', 'closed_loop', 'concluded', 'published', 'disbursed', 'served', 'called', 'serving',
])
const ENDED = new Set([
  'rejected', 'withdrawn', 'locked', 'closed', 'left', 'retired', 'declined', 'retracted', 'written_off', 'ended', 'released', 'delisted', 'removed',
  'left_out', 'false_alarm', 'not_supported', 'called_off', 'cancelled', 'lapsed', 'blocked',
])
const RETURNED = new Set(['to_amend', 'expired', 'to_leave', 'overdue', 'claimed', 'risk_accepted', 'no_show', 'parked'])

export const MARKS: Record<Tone, string> = { done: '●', ended: '✕', returned: '▲', waiting: '○' }

export function toneOf(state: string): Tone {
  if (DONE.has(state)) return 'done'
  if (ENDED.has(state)) return 'ended'
  return RETURNED.has(state) ? 'returned' : 'waiting'
}

// This month beside others: the change in per cent, where there is something to compare with.
import type { Month } from './shapes'

export interface Change { readonly text: string, readonly tone: 'up' | 'down' | 'none' }

const MONTHS_A_YEAR = 12
const oneDecimal = new Intl.NumberFormat('zh-CN', { minimumFractionDigits: 1, maximumFractionDigits: 1 })

export function change(now: number, then: number | undefined): Change {
  if (!then) return { text: '—', tone: 'none' }
  const share = (now - then) / then * 100
  if (Math.abs(share) < 0.05) return { text: '持平', tone: 'none' }
  return share > 0 ? { text: `▲ ${oneDecimal.format(share)}%`, tone: 'up' } : { text: `▼ ${oneDecimal.format(-share)}%`, tone: 'down' }
}

export const lastMonth = (months: readonly Month[]): Month | undefined => months[1]
export const sameMonthLastYear = (months: readonly Month[]): Month | undefined => months[MONTHS_A_YEAR]

// What the loan calculator is asked, and how its answer is drawn and written into a table of its own.
import { dateText } from '@finmart/shared/dates'
import type { RepaymentSchedule } from '@finmart/shared/tools'

export interface CalculatorDraft {
  principal_fen: number | null
  rate_bp: number | null
  term_months: number | null
  method: string
  day_count: string
  first_due_on: string
  drawn_on: string
}

/** The same day next month, as a person would first be asked to pay; a 31st becomes the month's last day. */
export function nextMonth(today: Date): string {
  const last = new Date(today.getFullYear(), today.getMonth() + 2, 0).getDate()
  const day = Math.min(today.getDate(), last)
  const month = new Date(today.getFullYear(), today.getMonth() + 1, day)
  return `${String(month.getFullYear())}-${String(month.getMonth() + 1).padStart(2, '0')}-${String(month.getDate()).padStart(2, '0')}`
}

/** An empty day is not sent: the server then takes the month before the first payment. */
export function bodyOf(draft: CalculatorDraft): object {
  const { drawn_on, ...rest } = draft
  return drawn_on ? { ...rest, drawn_on } : rest
}

const yuan = (fen: number): string => (fen / 100).toFixed(2)

/** The plan as CSV that a Chinese Excel opens as it is. */
export function csvOf(plan: RepaymentSchedule): string {
  const head = '期次,还款日,应还合计（元）,本金（元）,利息（元）,剩余本金（元）'
  const lines = plan.rows.map((row) => [row.no, dateText(row.due_on), yuan(row.principal_fen + row.interest_fen), yuan(row.principal_fen), yuan(row.interest_fen), yuan(row.balance_fen)].join(','))
  return `\uFEFF${[head, ...lines].join('\r\n')}\r\n`
}

// The shapes of what anybody may work out without logging in.

export interface ScheduleRow {
  readonly no: number
  readonly due_on: string
  readonly principal_fen: number
  readonly interest_fen: number
  readonly balance_fen: number
}

export interface RepaymentSchedule {
  readonly rows: ScheduleRow[]
  readonly total_interest_fen: number
  readonly apr_bp: number
}

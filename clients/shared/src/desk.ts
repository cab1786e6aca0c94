// The shapes of deadlines, of the second person, of appraisals and of the search for enterprises.

export interface LimitChange {
  readonly workdays: number
  readonly effective_on: string
  readonly reason: string
  readonly set_at: string
  readonly set_by: string
}

export interface StateLimitView {
  readonly state: string
  readonly label: string
  readonly declared: number
  readonly workdays: number
  readonly changes: LimitChange[]
  readonly waiting: number
  readonly approaching: number
  readonly missed: number
}

export interface FlowLimits {
  readonly subject: string
  readonly flow: string
  readonly title: string
  readonly states: StateLimitView[]
}

export interface LimitsView {
  readonly items: FlowLimits[]
}

// Opening a figure: asked of the server by the session of whoever sits before the cockpit.
import { offlineProblem, problemOf } from '@finmart/shared/problem'

export type FigureName = 'requests' | 'granted' | 'disbursed' | 'stage' | 'loans' | 'warnings'

export interface Asked {
  readonly figure: FigureName
  readonly stretch?: 'day' | 'month'
  readonly state?: string
}

export interface FigureRow {
  readonly subject_no: string
  readonly enterprise_masked: string
  readonly institution: string
  readonly amount_fen: number | null
  readonly label: string
  readonly at: string
  readonly entry_id: number | null
  readonly seal_no: number | null
  readonly link: string
}

export interface FigureRows {
  readonly title: string
  readonly formula: string
  readonly as_of: string
  readonly sealed_to: number
  readonly items: readonly FigureRow[]
  readonly next: string | null
}

/** One page of the rows behind a figure; throws a Problem. */
export async function rowsOf(asked: Asked, cursor = ''): Promise<FigureRows> {
  const query = new URLSearchParams({ ...asked, ...(cursor ? { cursor } : {}) })
  const response = await fetch(`/api/cockpit/figures?${query}`, { credentials: 'same-origin', headers: { Accept: 'application/json', 'X-Terminal': 'portal' } })
    .catch(() => null)
  if (response === null) throw offlineProblem()
  if (!response.ok) throw await problemOf(response)
  return await response.json() as FigureRows
}

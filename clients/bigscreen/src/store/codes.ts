// The codes of the moment as they are answered: each checked before it is drawn.
import { isRecord } from '../wall/wire'

export interface ShownCode {
  readonly kind: string
  readonly title: string
  readonly says: string
  readonly rows: readonly string[]
  readonly good_for_s: number
}

const CODES_MAX = 6
const SIDE_MAX = 177 // modules of the largest code there is
const SQUARES = /^[01]+$/

function isCode(value: unknown): value is ShownCode {
  if (!isRecord(value) || !Array.isArray(value['rows'])) return false
  const rows: unknown[] = value['rows']
  const isSquare = rows.length > 0 && rows.length <= SIDE_MAX && rows.every((row) => typeof row === 'string' && row.length === rows.length && SQUARES.test(row))
  return isSquare && ['kind', 'title', 'says'].every((name) => typeof value[name] === 'string') && typeof value['good_for_s'] === 'number' && value['good_for_s'] >= 0
}

/** Null when it is no answer, or one that nobody can draw. */
export function readCodes(answer: unknown): readonly ShownCode[] | null {
  if (!isRecord(answer) || !Array.isArray(answer['codes'])) return null
  const codes: unknown[] = answer['codes'].slice(0, CODES_MAX)
  return codes.length > 0 && codes.every(isCode) ? codes : null
}

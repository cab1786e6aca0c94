// A refusal of the server (application/problem+json): `detail` is Chinese and is shown as it is.

export type ProblemCode =
  | 'invalid' | 'malformed' | 'not_logged_in' | 'not_your_post' | 'not_verified' | 'on_hold' | 'not_found'
  | 'not_now' | 'unmet' | 'key_reused' | 'stale' | 'too_large' | 'too_often' | 'unavailable' | 'wrong_log_in'
  | 'locked' | 'step_up' | 'second_factor' | 'not_from_here' | 'unknown_device' | 'forbidden_origin' | 'offline'

export interface FieldProblem {
  readonly field: string
  readonly message: string
}

export interface ProblemBody {
  readonly status: number
  readonly code: ProblemCode
  readonly detail: string
  readonly request_id?: string
  readonly errors?: readonly FieldProblem[]
  readonly ways?: readonly string[]
  readonly ticket?: string
  readonly phone_masked?: string
}

const OFFLINE: ProblemBody = { status: 0, code: 'offline', detail: '网络连接已中断，请检查网络后重试。' }
const UNREADABLE = '服务暂时不可用，请稍后重试。'

export class Problem extends Error {
  readonly status: number
  readonly code: ProblemCode
  readonly requestId: string
  readonly errors: readonly FieldProblem[]
  /** In which ways a proof can be given, when one is asked for. */
  readonly ways: readonly string[]
  /** Stands for the first proof of a log-in that wants two. */
  readonly ticket: string
  readonly phoneMasked: string

  constructor(body: ProblemBody) {
    super(body.detail)
    this.name = 'Problem'
    this.status = body.status
    this.code = body.code
    this.requestId = body.request_id ?? ''
    this.errors = body.errors ?? []
    this.ways = body.ways ?? []
    this.ticket = body.ticket ?? ''
    this.phoneMasked = body.phone_masked ?? ''
  }

  /** The message for one field of a form, when the server named it. */
  of(field: string): string {
    return this.errors.find((each) => each.field === field)?.message ?? ''
  }
}

function isBody(value: unknown): value is ProblemBody {
  return typeof value === 'object' && value !== null && 'detail' in value && 'code' in value
}

/** Any answer that is no success becomes a Problem with a sentence for the reader. */
export function problemFrom(status: number, body: unknown): Problem {
  return new Problem(isBody(body) ? { ...body, status } : { status, code: 'unavailable', detail: UNREADABLE })
}

export async function problemOf(response: Response): Promise<Problem> {
  return problemFrom(response.status, await response.json().catch(() => null))
}

export function offlineProblem(): Problem {
  return new Problem(OFFLINE)
}

/** Whatever was thrown, as a Problem; programmer errors are not hidden. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown
  throw thrown
}

// Where a message leads: the case it is about, as this account may open it.
import type { MessageView } from '@finmart/shared/api'
import { useSession } from '../stores/session'

export interface Place {
  readonly path: string
  readonly label: string
}

export function placeOf(message: MessageView): Place | null {
  const session = useSession()
  if (!message.subject_id) return null
  if (message.subject_kind === 'certification') {
    return { path: session.isEnterprise ? '/certification' : `/certifications/${message.subject_id}`, label: '查看企业认证' }
  }
  if (message.subject_kind === 'rating_dispute') return { path: '/appraisals', label: '查看机构考核' }
  if (message.subject_kind === 'proposal') return { path: '/proposals', label: '查看大额复核' }
  return message.subject_kind === 'loan_application' ? { path: `/applications/${message.subject_id}`, label: '查看该笔业务' } : null
}

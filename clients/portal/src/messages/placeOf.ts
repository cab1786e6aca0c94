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
  if (message.subject_kind === 'product') {
    return { path: `${session.isOperator ? '/listings' : '/product-desk'}/${message.subject_id}`, label: '查看产品' }
  }
  if (message.subject_kind === 'product_enquiry') return { path: `/enquiries/${message.subject_id}`, label: '查看咨询' }
  return message.subject_kind === 'loan_application' ? { path: `/applications/${message.subject_id}`, label: '查看该笔业务' } : null
}

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
  if (message.subject_kind === 'notice') return { path: `/notices/${message.subject_id}`, label: '查看全文' }
  if (message.subject_kind === 'loan') return { path: `/loans/${message.subject_id}`, label: '查看该笔贷款' }
  if (message.subject_kind === 'claim') return { path: `/claims/${message.subject_id}`, label: '查看该笔代偿' }
  if (message.subject_kind === 'cover_request') return { path: `/cover-requests/${message.subject_id}`, label: '查看该需求' }
  if (message.subject_kind === 'letter_application') return { path: `/letters/${message.subject_id}`, label: '查看保函申请' }
  if (message.subject_kind === 'rating_dispute') return { path: '/appraisals', label: '查看机构考核' }
  if (message.subject_kind === 'proposal') return { path: '/proposals', label: '查看大额复核' }
  if (message.subject_kind === 'product') {
    return { path: `${session.isOperator ? '/listings' : '/product-desk'}/${message.subject_id}`, label: '查看产品' }
  }
  if (message.subject_kind === 'inspection') return { path: `/inspections/${message.subject_id}`, label: '查看巡检' }
  if (message.subject_kind === 'fault') return { path: `/faults/${message.subject_id}`, label: '查看故障' }
  if (message.subject_kind === 'meeting_support') return { path: `/meetings/${message.subject_id}`, label: '查看会议保障' }
  if (message.subject_kind === 'product_enquiry') return { path: `/enquiries/${message.subject_id}`, label: '查看咨询' }
  if (message.subject_kind === 'service_record') return { path: `/services/${message.subject_id}`, label: '查看到店服务' }
  return message.subject_kind === 'loan_application' ? { path: `/applications/${message.subject_id}`, label: '查看该笔业务' } : null
}

// Where a message, or a hint, leads: the page of what it is about, where the mini-program has one.

export interface Place {
  readonly page: string
  readonly label: string
}

const PAGES: Record<string, readonly [page: string, label: string]> = {
  loan_application: ['/pages/applications/detail', '查看该笔业务'],
  loan: ['/pages/loans/detail', '查看贷款'],
  product_enquiry: ['/pages/enquiries/detail', '查看咨询'],
  certification: ['/pages/certification/index', '查看企业认证'],
  notice: ['/pages/notices/detail', '查看全文'],
  visit: ['/pages/visits/detail', '查看参观预约'],
  roadshow: ['/pages/roadshows/detail', '查看路演'],
  ticket: ['/pages/store/ticket', '查看排队'],
}

export function placeOf({ subject_kind, subject_id }: { readonly subject_kind: string, readonly subject_id: string | null }): Place | null {
  const [page, label] = PAGES[subject_kind] ?? []
  return page && label && subject_id ? { page: `${page}?id=${subject_id}`, label } : null
}

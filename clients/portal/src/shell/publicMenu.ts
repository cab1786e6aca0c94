// The open pages of the public site, in the order of its menu. A new page is one line here and one in routes.ts.
export interface PublicPage {
  readonly path: string
  readonly label: string
}

export const publicMenu: readonly PublicPage[] = [
  { path: '/home', label: '首页' },
  { path: '/shelf', label: '金融产品' },
  { path: '/policies', label: '金融政策' },
  { path: '/news', label: '动态公告' },
  { path: '/institutions', label: '入驻机构' },
  { path: '/processes', label: '办事流程' },
  { path: '/calculator', label: '还款试算' },
  { path: '/verify', label: '保函核验' },
  { path: '/join/standard', label: '准入标准' },
  { path: '/join/apply', label: '申请入驻' },
  { path: '/join/progress', label: '查询进度' },
]

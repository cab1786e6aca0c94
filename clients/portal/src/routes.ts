// The pages of the portal, each with the menu item that opens it; without the right there is no way in.
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { assisting } from './assisting'
import { stopAssisting } from './stores/assist'
import { useSession } from './stores/session'
import { useTabs } from './stores/tabs'

declare module 'vue-router' {
  interface RouteMeta {
    /** Reachable without logging in. */
    open?: boolean
    /** Also for those who are logged in. */
    everyone?: boolean
    title: string
    /** The item of Me.menu that allows the page. */
    item?: string
    /** The page names its own tab once it knows its subject. */
    namesItself?: boolean
  }
}

const openPages: RouteRecordRaw[] = [
  { path: '/log-in', component: () => import('./pages/LogInPage.vue'), meta: { title: '登录', open: true } },
  { path: '/counter-display/:counter', component: () => import('./pages/CounterDisplayPage.vue'), props: true, meta: { title: '窗口屏', open: true, everyone: true } },
]

const publicPages: RouteRecordRaw[] = [
  { path: '/home', component: () => import('./pages/HomePage.vue'), meta: { title: '首页', open: true, everyone: true } },
  { path: '/shelf', component: () => import('./pages/ProductsPage.vue'), meta: { title: '金融产品', open: true, everyone: true } },
  { path: '/shelf/compare', component: () => import('./pages/ComparePage.vue'), meta: { title: '产品对比', open: true, everyone: true } },
  { path: '/shelf/:id', component: () => import('./pages/ProductPage.vue'), props: true, meta: { title: '产品详情', open: true, everyone: true } },
  { path: '/news', component: () => import('./pages/NewsPage.vue'), meta: { title: '动态公告', open: true, everyone: true } },
  { path: '/news/:id', component: () => import('./pages/NoticePage.vue'), props: true, meta: { title: '通知公告', open: true, everyone: true } },
  { path: '/policies', component: () => import('./pages/NewsPage.vue'), props: { aimed: true }, meta: { title: '金融政策', open: true, everyone: true } },
  { path: '/institutions', component: () => import('./pages/InstitutionsPage.vue'), meta: { title: '入驻机构', open: true, everyone: true } },
  { path: '/processes', component: () => import('./pages/ProcessesPage.vue'), meta: { title: '办事流程', open: true, everyone: true } },
  { path: '/processes/:name', component: () => import('./pages/ProcessPage.vue'), props: true, meta: { title: '办事流程', open: true, everyone: true } },
  { path: '/calculator', component: () => import('./pages/CalculatorPage.vue'), meta: { title: '还款试算', open: true, everyone: true } },
  { path: '/ticket/:id', component: () => import('./pages/TicketPage.vue'), props: true, meta: { title: '我的号', open: true, everyone: true } },
  { path: '/verify/:no?', component: () => import('./pages/VerifyPage.vue'), props: true, meta: { title: '担保函与保函核验', open: true, everyone: true } },
]

/** For institutions that come aboard, and whoever wants to read the standard. */
const joinPages: RouteRecordRaw[] = [
  { path: '/join/standard', component: () => import('./pages/AdmissionPage.vue'), meta: { title: '统一准入标准', open: true, everyone: true } },
  { path: '/join/apply', component: () => import('./pages/OnboardingApplyPage.vue'), meta: { title: '申请入驻', open: true, everyone: true } },
  { path: '/join/progress', component: () => import('./pages/OnboardingProgressPage.vue'), meta: { title: '入驻进度', open: true, everyone: true } },
]

const pages: RouteRecordRaw[] = [
  { path: '/cockpit', component: () => import('./pages/CockpitPage.vue'), meta: { title: '监管驾驶舱', item: 'cockpit' } },
  { path: '/workbench', component: () => import('./pages/WorkbenchPage.vue'), meta: { title: '工作台', item: 'workbench' } },
  { path: '/pool', component: () => import('./pages/PoolPage.vue'), meta: { title: '抢单区', item: 'pool' } },
  { path: '/applications', component: () => import('./pages/ApplicationsPage.vue'), meta: { title: '融资业务', item: 'applications' } },
  { path: '/applications/:id', component: () => import('./pages/ApplicationPage.vue'), props: true, meta: { title: '业务详情', item: 'applications', namesItself: true } },
  { path: '/loans', component: () => import('./pages/LoansPage.vue'), meta: { title: '贷后管理', item: 'loans' } },
  { path: '/loans/:id', component: () => import('./pages/LoanPage.vue'), props: true, meta: { title: '贷款详情', item: 'loans', namesItself: true } },
  { path: '/claims', component: () => import('./pages/ClaimsPage.vue'), meta: { title: '代偿管理', item: 'claims' } },
  { path: '/claims/:id', component: () => import('./pages/ClaimPage.vue'), props: true, meta: { title: '代偿详情', item: 'claims', namesItself: true } },
  { path: '/underwriting', component: () => import('./pages/UnderwritingPage.vue'), meta: { title: '信保贷审核', item: 'underwriting' } },
  { path: '/programmes', component: () => import('./pages/ProgrammesPage.vue'), meta: { title: '政策项目', item: 'programmes' } },
  { path: '/cover-requests', component: () => import('./pages/CoverRequestsPage.vue'), meta: { title: '融资保险', item: 'cover_requests' } },
  { path: '/cover-requests/:id', component: () => import('./pages/CoverRequestPage.vue'), props: true, meta: { title: '融资保险需求', item: 'cover_requests', namesItself: true } },
  { path: '/guarantees', component: () => import('./pages/GuaranteesPage.vue'), meta: { title: '担保业务', item: 'guarantees' } },
  { path: '/letters', component: () => import('./pages/LettersPage.vue'), meta: { title: '保函', item: 'letters' } },
  { path: '/letters/apply', component: () => import('./pages/LetterApplyPage.vue'), meta: { title: '申请保函', item: 'letters' } },
  { path: '/letters/:id', component: () => import('./pages/LetterPage.vue'), props: true, meta: { title: '保函详情', item: 'letters', namesItself: true } },
  { path: '/products', component: () => import('./pages/ProductsPage.vue'), meta: { title: '金融产品', item: 'products' } },
  { path: '/products/compare', component: () => import('./pages/ComparePage.vue'), meta: { title: '产品对比', item: 'products' } },
  { path: '/products/:id', component: () => import('./pages/ProductPage.vue'), props: true, meta: { title: '产品详情', item: 'products', namesItself: true } },
  { path: '/product-desk', component: () => import('./pages/ProductDeskPage.vue'), meta: { title: '产品管理', item: 'product_desk' } },
  { path: '/product-desk/new', component: () => import('./pages/ProductWritePage.vue'), meta: { title: '新增产品', item: 'product_desk' } },
  { path: '/product-desk/:id', component: () => import('./pages/ListingPage.vue'), props: true, meta: { title: '产品详情', item: 'product_desk', namesItself: true } },
  { path: '/product-desk/:id/write', component: () => import('./pages/ProductWritePage.vue'), props: true, meta: { title: '编辑产品', item: 'product_desk' } },
  { path: '/listings', component: () => import('./pages/ProductDeskPage.vue'), meta: { title: '上架审核', item: 'listings' } },
  { path: '/listings/:id', component: () => import('./pages/ListingPage.vue'), props: true, meta: { title: '上架审核', item: 'listings', namesItself: true } },
  { path: '/shelf-check', component: () => import('./pages/ShelfCheckPage.vue'), meta: { title: '货架巡检', item: 'shelf_check' } },
  { path: '/enquiries', component: () => import('./pages/EnquiriesPage.vue'), meta: { title: '产品咨询', item: 'enquiries' } },
  { path: '/enquiries/:id', component: () => import('./pages/EnquiryPage.vue'), props: true, meta: { title: '咨询详情', item: 'enquiries', namesItself: true } },
  { path: '/publish', component: () => import('./pages/PublishPage.vue'), meta: { title: '发布需求', item: 'publish' } },
  { path: '/certification', component: () => import('./pages/CertificationPage.vue'), meta: { title: '企业认证', item: 'certification' } },
  { path: '/onboarding', component: () => import('./pages/OnboardingPage.vue'), meta: { title: '入驻信息', item: 'onboarding' } },
  { path: '/onboardings', component: () => import('./pages/OnboardingsPage.vue'), meta: { title: '入驻管理', item: 'onboardings' } },
  { path: '/onboardings/:id', component: () => import('./pages/OnboardingReviewPage.vue'), props: true, meta: { title: '入驻审核', item: 'onboardings', namesItself: true } },
  { path: '/notices', component: () => import('./pages/NoticesPage.vue'), meta: { title: '政策与通知', item: 'notices' } },
  { path: '/notices/:id', component: () => import('./pages/NoticePage.vue'), props: (route) => ({ id: String(route.params['id']), own: true }), meta: { title: '通知公告', item: 'notices', namesItself: true } },
  { path: '/notice-desk', component: () => import('./pages/NoticeDeskPage.vue'), meta: { title: '通知公告', item: 'notice_desk' } },
  { path: '/notice-desk/new', component: () => import('./pages/NoticeWritePage.vue'), meta: { title: '起草通知公告', item: 'notice_desk' } },
  { path: '/notice-desk/:id', component: () => import('./pages/NoticeCasePage.vue'), props: true, meta: { title: '通知公告', item: 'notice_desk', namesItself: true } },
  { path: '/notice-desk/:id/write', component: () => import('./pages/NoticeWritePage.vue'), props: true, meta: { title: '编辑通知公告', item: 'notice_desk' } },
  { path: '/legacy-demands', component: () => import('./pages/LegacyDemandsPage.vue'), meta: { title: '历史需求', item: 'legacy_demands' } },
  { path: '/messages', component: () => import('./pages/MessagesPage.vue'), meta: { title: '消息中心', item: 'messages' } },
  { path: '/register', component: () => import('./pages/RegisterPage.vue'), meta: { title: '业务台账', item: 'register' } },
  { path: '/repayments', component: () => import('./pages/RepaymentsPage.vue'), meta: { title: '还款台账', item: 'repayments' } },
  { path: '/certifications', component: () => import('./pages/CertificationsPage.vue'), meta: { title: '认证审核', item: 'certifications' } },
  { path: '/certifications/:id', component: () => import('./pages/CertificationReviewPage.vue'), props: true, meta: { title: '认证详情', item: 'certifications', namesItself: true } },
  { path: '/accounts', component: () => import('./pages/AccountsPage.vue'), meta: { title: '机构与账号', item: 'accounts' } },
  { path: '/staff', component: () => import('./pages/AccountsPage.vue'), props: { own: true }, meta: { title: '员工与岗位', item: 'staff' } },
  { path: '/allow-lists', component: () => import('./pages/AllowListsPage.vue'), meta: { title: '网络白名单', item: 'allow_lists' } },
  { path: '/state-limits', component: () => import('./pages/StateLimitsPage.vue'), meta: { title: '办理时限', item: 'state_limits' } },
  { path: '/enterprise', component: () => import('./pages/EnterprisePage.vue'), meta: { title: '企业中心', item: 'enterprise' } },
  { path: '/enterprises', component: () => import('./pages/EnterprisesPage.vue'), meta: { title: '企业查询', item: 'enterprises' } },
  { path: '/enterprises/:id', component: () => import('./pages/EnterprisePage.vue'), props: true, meta: { title: '企业画像', item: 'enterprises', namesItself: true } },
  { path: '/services', component: () => import('./pages/ServicesPage.vue'), meta: { title: '到店服务', item: 'services' } },
  { path: '/services/:id', component: () => import('./pages/ServicePage.vue'), props: true, meta: { title: '到店服务', item: 'services', namesItself: true } },
  { path: '/follow-ups', component: () => import('./pages/FollowUpsPage.vue'), meta: { title: '回访任务', item: 'follow_ups' } },
  { path: '/own-tickets', component: () => import('./pages/OwnTicketsPage.vue'), meta: { title: '到店取号', item: 'own_tickets' } },
  { path: '/visits', component: () => import('./pages/VisitsPage.vue'), meta: { title: '参观接待', item: 'visits' } },
  { path: '/visits/:id', component: () => import('./pages/VisitPage.vue'), props: true, meta: { title: '参观详情', item: 'visits', namesItself: true } },
  { path: '/roadshows', component: () => import('./pages/RoadshowsPage.vue'), meta: { title: '路演活动', item: 'roadshows' } },
  { path: '/roadshows/:id', component: () => import('./pages/RoadshowPage.vue'), props: true, meta: { title: '路演详情', item: 'roadshows', namesItself: true } },
  { path: '/sign-in/:id', component: () => import('./pages/SignInPage.vue'), props: true, meta: { title: '活动签到' } },
  { path: '/store-calendar', component: () => import('./pages/StoreCalendarPage.vue'), meta: { title: '旗舰店日程', item: 'store_calendar' } },
  { path: '/appraisals', component: () => import('./pages/AppraisalsPage.vue'), meta: { title: '机构考核', item: 'appraisals' } },
  { path: '/exposure', component: () => import('./pages/ExposurePage.vue'), meta: { title: '展示分布', item: 'exposure' } },
  { path: '/proposals', component: () => import('./pages/ProposalsPage.vue'), meta: { title: '大额复核', item: 'proposals' } },
  { path: '/amount-limits', component: () => import('./pages/AmountLimitsPage.vue'), meta: { title: '复核金额', item: 'amount_limits' } },
  { path: '/counter', component: () => import('./pages/CounterPage.vue'), meta: { title: '叫号台', item: 'counter' } },
  { path: '/queue-statistics', component: () => import('./pages/QueueStatisticsPage.vue'), meta: { title: '排队统计', item: 'queue_statistics' } },
  { path: '/queue-settings', component: () => import('./pages/QueueSettingsPage.vue'), meta: { title: '排队设置', item: 'queue_settings' } },
  { path: '/meetings', component: () => import('./pages/MeetingsPage.vue'), meta: { title: '会议保障', item: 'meetings' } },
  { path: '/meetings/:id', component: () => import('./pages/MeetingPage.vue'), props: true, meta: { title: '会议保障', item: 'meetings', namesItself: true } },
  { path: '/inspections', component: () => import('./pages/InspectionsPage.vue'), meta: { title: '巡检', item: 'inspections' } },
  { path: '/inspections/:id', component: () => import('./pages/InspectionPage.vue'), props: true, meta: { title: '巡检', item: 'inspections', namesItself: true } },
  { path: '/faults', component: () => import('./pages/FaultsPage.vue'), meta: { title: '故障', item: 'faults' } },
  { path: '/faults/:id', component: () => import('./pages/FaultPage.vue'), props: true, meta: { title: '故障详情', item: 'faults', namesItself: true } },
  { path: '/findings', component: () => import('./pages/FaultsPage.vue'), props: { findings: true }, meta: { title: '安全隐患', item: 'findings' } },
  { path: '/devices', component: () => import('./pages/DevicesPage.vue'), meta: { title: '设备登记', item: 'devices' } },
  { path: '/fleet', component: () => import('./pages/FleetPage.vue'), meta: { title: '设备健康', item: 'fleet' } },
  { path: '/fleet/:id', component: () => import('./pages/FleetDevicePage.vue'), props: true, meta: { title: '设备', item: 'fleet', namesItself: true } },
  { path: '/device-alerts', component: () => import('./pages/DeviceAlertsPage.vue'), meta: { title: '设备告警', item: 'device_alerts' } },
  { path: '/device-alerts/:id', component: () => import('./pages/DeviceAlertPage.vue'), props: true, meta: { title: '设备告警', item: 'device_alerts', namesItself: true } },
  { path: '/duty-roster', component: () => import('./pages/DutyRosterPage.vue'), meta: { title: '值班表', item: 'duty_roster' } },
  { path: '/scan/:id', component: () => import('./pages/ScanPage.vue'), props: true, meta: { title: '确认登录' } },
  { path: '/journal', component: () => import('./pages/JournalPage.vue'), meta: { title: '操作日志', item: 'journal' } },
  { path: '/operations', component: () => import('./pages/OperationsPage.vue'), meta: { title: '运行状况', item: 'operations' } },
  { path: '/account', component: () => import('./pages/AccountPage.vue'), meta: { title: '账户设置', item: 'account' } },
  { path: '/:rest(.*)', component: () => import('./pages/NotFoundPage.vue'), meta: { title: '页面不存在' } },
]

export const router = createRouter({
  history: createWebHistory('/portal/'),
  routes: [
    ...openPages,
    { path: '/join', redirect: '/join/standard', component: () => import('./shell/PublicFrame.vue'), children: joinPages, meta: { title: '机构入驻', open: true, everyone: true } },
    { path: '/', redirect: () => useSession().home.path },
    { path: '/', component: () => import('./shell/PublicFrame.vue'), children: publicPages, meta: { title: '', open: true, everyone: true } },
    { path: '/', component: () => import('./shell/ShellFrame.vue'), children: pages, meta: { title: '' } },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

router.beforeEach(async (to) => {
  const session = useSession()
  if (!session.known) await session.recall()
  if (assisting.value && to.path.startsWith('/services')) await stopAssisting()
  if (!session.known || to.meta.everyone) return true
  if (to.meta.open) return session.me ? session.home.path : true
  if (!session.me && to.redirectedFrom?.path === '/') return '/home'
  if (!session.me) return { path: '/log-in', query: to.path === '/workbench' ? {} : { next: to.fullPath } }
  if (to.path === '/workbench' && !session.sees('workbench')) return session.home.path
  return true
})

router.afterEach((to) => {
  document.title = `${to.meta.title} · 苏州企业金融服务超市`
  const session = useSession()
  if (to.meta.open || !session.me || !to.meta.item) return
  if (allowed(to.meta.item)) useTabs().open(to.fullPath.split('?')[0] ?? to.path, to.meta.title)
})

/** Whether the logged-in account has this item in its menu; operations go by their right. */
export function allowed(item: string): boolean {
  const session = useSession()
  return session.sees(item) || (item === 'operations' && session.may('operations.view'))
}

// What the kiosk offers, in the order of its tiles: for whom, and whether it can be done without a line.
import type { KioskUser } from '@finmart/shared/faces'
import type { Screen } from './state/kiosk'

type Whose = 'everybody' | 'somebody' | 'clerk' | 'publisher' | 'applicant'

export interface Tile {
  readonly screen: Screen
  readonly label: string
  readonly hint: string
  readonly whose: Whose
  readonly offline?: boolean
}

export const TILES: readonly Tile[] = [
  { screen: 'ticket', label: '取号', hint: '到柜台办理，先取一个号', whose: 'everybody', offline: true },
  { screen: 'event', label: '活动签到', hint: '参观、路演现场签到', whose: 'everybody', offline: true },
  { screen: 'progress', label: '申请进度', hint: '办到哪一步，预计何时办结', whose: 'applicant' },
  { screen: 'file-request', label: '发布融资需求', hint: '五个问题，自助提交', whose: 'publisher' },
  { screen: 'certify', label: '企业认证', hint: '拍执照和身份证，几分钟办完', whose: 'clerk' },
  { screen: 'agree', label: '同意代填', hint: '请工作人员代填时，输入柜台的六位数字', whose: 'clerk' },
  { screen: 'rate', label: '服务评价', hint: '为到店服务打星', whose: 'clerk' },
  { screen: 'fault', label: '设备报修', hint: '哪里坏了，一句话告诉我们', whose: 'everybody' },
  { screen: 'my-face', label: '人脸登录授权', hint: '同意、采集或撤回', whose: 'somebody' },
]

const MAY: Record<Whose, (user: KioskUser) => boolean> = {
  everybody: () => true,
  somebody: () => true,
  clerk: (user) => user.may_certify,
  publisher: (user) => user.may_publish,
  applicant: (user) => user.may_see_applications,
}

/** May this person open the screen? Whoever is not logged in may choose it, and is asked to log in first. */
export function mayOpen(screen: Screen, user: KioskUser): boolean {
  const tile = TILES.find((each) => each.screen === screen)
  return tile === undefined || MAY[tile.whose](user)
}

/** The tiles of the first page; what somebody else built stands here as soon as its screen does. */
export function offered(built: readonly string[], user: KioskUser | null): readonly Tile[] {
  return TILES.filter((tile) => built.includes(tile.screen) && (user ? MAY[tile.whose](user) : tile.whose !== 'somebody'))
}

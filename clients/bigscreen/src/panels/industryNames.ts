// The sections of GB/T 4754 by names short enough for a wall; the full name stays in the tooltip.
const SHORT: Readonly<Record<string, string>> = {
  A: '农林牧渔',
  B: '采矿业',
  C: '制造业',
  D: '电热燃水',
  E: '建筑业',
  F: '批发零售',
  G: '交运仓储',
  H: '住宿餐饮',
  I: '信息软件',
  J: '金融业',
  K: '房地产业',
  L: '租赁商务',
  M: '科研技术',
  N: '水利环境',
  O: '居民服务',
  P: '教育',
  Q: '卫生社会',
  R: '文体娱乐',
  S: '公共管理',
  T: '国际组织',
}

export function industryName(code: string, name: string): string {
  return SHORT[code] ?? name
}

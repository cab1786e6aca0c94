// A device in words people use: the browser and the system, from what it says of itself.

type Known = readonly (readonly [RegExp, string])[]

const BROWSERS: Known = [
  [/MicroMessenger/, '微信'],
  [/\bEdg(?:e|A|iOS)?\//, 'Edge 浏览器'],
  [/Firefox\//, 'Firefox 浏览器'],
  [/QQBrowser\//, 'QQ 浏览器'],
  [/Chrome\/|CriOS\//, 'Chrome 浏览器'],
  [/Safari\//, 'Safari 浏览器'],
]
const SYSTEMS: Known = [
  [/HarmonyOS/, '鸿蒙'],
  [/Android/, '安卓'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux|X11/, 'Linux'],
]

/** Empty when nothing about it is known. */
export function deviceText(agent: string): string {
  return [BROWSERS, SYSTEMS].map((known) => known.find(([mark]) => mark.test(agent))?.[1]).filter(Boolean).join('，')
}

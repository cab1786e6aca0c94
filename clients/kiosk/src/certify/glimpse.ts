// A glimpse of what lies under the camera, taken in the page alone: is there light, does it lie still?

export type Glimpse = Uint8ClampedArray

const WIDE = 96
const HIGH = 54
const DARK = 55
const BURNT = 252
const GLARE_MIN = 0.02 // of the picture: a burnt-out spot; far more is white paper
const GLARE_MAX = 0.2
const MOVED = 10
const CHANNELS = 4

/** One sentence: what to do before the picture is taken. The reader at the server judges the picture itself. */
export function paperHint(video: HTMLVideoElement, before: Glimpse | null): { sentence: string, seen: Glimpse | null } {
  const canvas = document.createElement('canvas')
  canvas.width = WIDE
  canvas.height = HIGH
  const drawn = canvas.getContext('2d')
  if (!drawn || !video.videoWidth) return { sentence: '正在打开摄像头', seen: null }
  drawn.drawImage(video, 0, 0, WIDE, HIGH)
  const seen = drawn.getImageData(0, 0, WIDE, HIGH).data
  return { sentence: sentenceOf(seen, before), seen }
}

export function sentenceOf(seen: Glimpse, before: Glimpse | null): string {
  let light = 0
  let burnt = 0
  let moved = 0
  for (let at = 1; at < seen.length; at += CHANNELS) { // green stands for grey
    const here = seen[at] ?? 0
    light += here
    if (here >= BURNT) burnt += 1
    if (before) moved += Math.abs(here - (before[at] ?? 0))
  }
  const count = seen.length / CHANNELS
  const share = burnt / count
  if (light / count < DARK) return '光线太暗，请让证件更亮一些'
  if (before && moved / count > MOVED) return '请放稳，不要晃动'
  if (share > GLARE_MIN && share < GLARE_MAX) return '有反光，请换个角度放平'
  return '证件放进框内，四边完整后按“拍照”'
}

// The stage is drawn at its own size and scaled to the window; a window twice as wide gets a second half, not a stretch.

export const HALF_WIDTH = 1920
export const STAGE_HEIGHT = 1080
/** Half way (as a ratio) between 16:9 and 32:9. */
const WIDE_FROM = Math.sqrt((16 / 9) * (32 / 9))

export interface Fit {
  readonly wide: boolean
  readonly width: number
  readonly scale: number
  readonly left: number
  readonly top: number
}

export function fitStage(windowWidth: number, windowHeight: number): Fit {
  const wide = windowWidth / windowHeight >= WIDE_FROM
  const width = wide ? 2 * HALF_WIDTH : HALF_WIDTH
  const scale = Math.min(windowWidth / width, windowHeight / STAGE_HEIGHT)
  return {
    wide,
    width,
    scale,
    left: (windowWidth - width * scale) / 2,
    top: (windowHeight - STAGE_HEIGHT * scale) / 2,
  }
}

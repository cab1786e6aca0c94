// A chart that lives as long as its panel: drawn from the tokens, redrawn when its data change, disposed with it.
import { watch, watchEffect, type ShallowRef } from 'vue'
import { BarChart, PieChart, type BarSeriesOption, type PieSeriesOption } from 'echarts/charts'
import { GridComponent, type GridComponentOption } from 'echarts/components'
import { init, use, type ComposeOption, type EChartsType } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([BarChart, PieChart, GridComponent, SVGRenderer])

export type ChartDrawing = ComposeOption<BarSeriesOption | PieSeriesOption | GridComponentOption>
export type Token = (name: string) => string

const MOTION_MS = 160

/** `drawing` is asked again whenever something it read has changed; `token` reads a colour of the theme. */
export function useChart(host: Readonly<ShallowRef<HTMLElement | null>>, drawing: (token: Token) => ChartDrawing): void {
  const token: Token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches

  watch(host, (place, _, whenGone) => {
    if (place === null) return
    const chart: EChartsType = init(place, null, { renderer: 'svg' })
    const resized = new ResizeObserver(() => chart.resize())
    resized.observe(place)
    const stop = watchEffect(() => chart.setOption({
      animation: !calm,
      animationDuration: MOTION_MS,
      animationDurationUpdate: MOTION_MS,
      animationEasingUpdate: 'cubicOut',
      textStyle: { fontFamily: token('--font') },
      ...drawing(token),
    }))
    whenGone(() => {
      stop()
      resized.disconnect()
      chart.dispose()
    })
  }, { immediate: true, flush: 'post' })
}

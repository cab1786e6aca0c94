// The drawing of the hours chart: two bar charts back to back, each on its own scale, with its highest bar labelled.
import { moneyText } from '@finmart/shared/money'
import type { ChartDrawing, Token } from '../parts/chart'
import { peak } from './hours'
import type { Hour } from '../wall/shapes'

const HALF = '33%'
const TICK_EVERY_SHORT = 2
const TICK_EVERY_LONG = 3
const SHORT_SPAN_MAX = 14

function axes(names: readonly string[], every: number, token: Token): Pick<ChartDrawing, 'xAxis' | 'yAxis' | 'grid'> {
  const line = { show: true, lineStyle: { color: token('--faint'), width: 1 } }
  const labels = {
    color: token('--secondary'), fontSize: 16, margin: 9, interval: (at: number) => at % every === 0,
  }
  return {
    grid: [{ left: 4, right: 4, top: 24, height: HALF }, { left: 4, right: 4, bottom: 24, height: HALF }],
    xAxis: [
      { type: 'category', gridIndex: 0, data: [...names], axisTick: { show: false }, axisLine: line, axisLabel: labels },
      { type: 'category', gridIndex: 1, data: [...names], position: 'top', axisTick: { show: false }, axisLine: line, axisLabel: { show: false } },
    ],
    yAxis: [
      { type: 'value', gridIndex: 0, show: false, min: 0 },
      { type: 'value', gridIndex: 1, show: false, min: 0, inverse: true },
    ],
  }
}

export function hoursDrawing(hours: readonly Hour[], [from, to]: readonly [number, number], token: Token): ChartDrawing {
  const shown = hours.slice(from, to + 1)
  const names = shown.map((_, place) => String(from + place))
  const requests = shown.map((hour) => hour.requests)
  const paid = shown.map((hour) => hour.disbursed_fen)
  const every = shown.length > SHORT_SPAN_MAX ? TICK_EVERY_LONG : TICK_EVERY_SHORT
  const bars = (place: number, values: readonly number[], colour: string, say: (value: number) => string) => ({
    type: 'bar' as const,
    xAxisIndex: place,
    yAxisIndex: place,
    silent: true,
    barCategoryGap: '32%',
    itemStyle: { color: token(colour), borderRadius: place === 0 ? [2, 2, 0, 0] : [0, 0, 2, 2] },
    data: values.map((value, at) => ({
      value,
      label: {
        show: at === peak(values),
        position: place === 0 ? 'top' as const : 'bottom' as const,
        color: token('--ink'),
        fontSize: 16,
        formatter: say(value),
      },
    })),
  })
  return {
    ...axes(names, every, token),
    series: [bars(0, requests, '--chart-1', (value) => `${value} 笔`), bars(1, paid, '--chart-3', moneyText)],
  }
}

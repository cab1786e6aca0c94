// One's message settings, changed one after the other: what is asked is made of what the change before left.
import type { Ask } from '../asking'
import type { KindView, MessageSettings, QuietHours, SwitchView } from '../messages'
import type { Choice } from '../words'
import { computed, type ComputedRef } from 'vue'
import type { Acting } from './useAct'
import { useAsk, type Asked } from './useAsk'

const HOURS = 24

export interface SettingMessages extends Asked<MessageSettings> {
  acting: Acting['acting']
  turn: (kind: KindView, way: SwitchView, wanted: boolean) => void
  keepQuiet: (change: Partial<QuietHours>) => void
  /** From when until when it may be quiet: never the same hour twice. */
  starts: ComputedRef<Choice[]>
  ends: ComputedRef<Choice[]>
  overMidnight: ComputedRef<boolean>
}

/** `told` says what came of a change. */
export function useMessageSettings(ask: Ask, { acting, problem: refusal, run }: Acting, told: (text: string, refused: boolean) => void): SettingMessages {
  const asked = useAsk(() => ask<MessageSettings>('/messages/settings'))
  const { data, reload } = asked
  const hours: Choice[] = Array.from({ length: HOURS }, (_, hour) => ({ value: String(hour), label: `${hour}:00` }))
  const starts = computed(() => hours.filter((each) => each.value !== String(data.value?.quiet.to_hour)))
  const ends = computed(() => hours.filter((each) => each.value !== String(data.value?.quiet.from_hour)))
  const overMidnight = computed(() => (data.value ? data.value.quiet.from_hour > data.value.quiet.to_hour : false))
  let saving = Promise.resolve()

  async function saved(change: object): Promise<void> {
    const answer = await run<MessageSettings>('/messages/settings/change', change)
    if (answer) {
      data.value = answer
      told('消息设置已保存。', false)
      return
    }
    told(refusal.value?.message ?? '未能保存，请稍后再试。', true)
    await reload()
  }

  function save(change: () => object): void {
    saving = saving.then(() => saved(change()))
  }

  const turn = (kind: KindView, way: SwitchView, wanted: boolean): void => { save(() => ({ switches: [{ kind: kind.kind, way: way.way, wanted }] })) }
  const keepQuiet = (change: Partial<QuietHours>): void => { save(() => ({ quiet: { ...data.value?.quiet, ...change } })) }
  return { ...asked, acting, turn, keepQuiet, starts, ends, overMidnight }
}

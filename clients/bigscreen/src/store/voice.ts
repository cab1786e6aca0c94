// The voice of the store: calls are spoken one after another, each twice, by a Chinese voice of the machine.
import { computed, onScopeDispose, ref, watch, type ComputedRef } from 'vue'
import type { Called } from './shapes'

const TIMES = 2
const QUEUE_MAX = 12
const ASK_AGAIN_MS = 5_000
const RATE = 0.9
const DIGITS = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九']

/** What is said: digits one by one, as numbers are read out in a hall. */
export function sentenceOf(call: { ticket_no: string, counter_no: number }): string {
  const spoken = [...call.ticket_no].map((sign) => DIGITS[Number(sign)] ?? sign).join(' ').replaceAll('-', '杠')
  return `请 ${spoken} 号，到 ${call.counter_no} 号窗口办理`
}

/** Reads an arrival once, and says whether there is a voice to read it with. */
export function useVoice(arrived: () => readonly Called[]): { hasVoice: ComputedRef<boolean> } {
  const speech = 'speechSynthesis' in window ? window.speechSynthesis : null
  const voice = ref<SpeechSynthesisVoice | null>(null)
  const waiting: string[] = []
  let speaking = false

  function find(): void {
    const chinese = speech?.getVoices().filter((each) => each.lang.toLowerCase().replace('_', '-').startsWith('zh')) ?? []
    voice.value = chinese.find((each) => each.lang.toLowerCase().replace('_', '-') === 'zh-cn') ?? chinese[0] ?? null
  }

  function next(): void {
    const sentence = waiting.shift()
    if (!sentence || !speech || !voice.value) {
      speaking = false
      return
    }
    speaking = true
    const said = new SpeechSynthesisUtterance(sentence)
    said.voice = voice.value
    said.lang = voice.value.lang
    said.rate = RATE
    said.onend = said.onerror = next
    speech.speak(said)
  }

  watch(arrived, (calls) => {
    if (!voice.value) return // what nobody could hear is not read out late
    for (const call of calls) waiting.push(...Array<string>(TIMES).fill(sentenceOf(call)))
    waiting.splice(0, Math.max(0, waiting.length - QUEUE_MAX))
    if (!speaking) next()
  })
  find()
  speech?.addEventListener('voiceschanged', find)
  const timer = window.setInterval(find, ASK_AGAIN_MS) // some browsers never say that voices have come
  onScopeDispose(() => {
    speech?.removeEventListener('voiceschanged', find)
    window.clearInterval(timer)
  })
  return { hasVoice: computed(() => voice.value !== null) }
}

// One sentence a screen, spoken where the machine has a Chinese voice; never anything of a person.
import type { Screen } from './state/kiosk'
import { aids } from './state/aids'

export const SENTENCES: Partial<Record<Screen, string>> = {
  home: '您好，请选择要办理的事项。',
  scan: '请用手机扫描屏幕上的二维码。',
  sms: '请输入手机号码，再获取验证码。',
  face: '请正对屏幕，按提示做动作。',
  'id-card': '请把身份证放在读卡器上。',
  progress: '这里是您的申请进度。',
  certify: '请准备好营业执照和身份证。',
  'file-request': '请按屏幕上的问题逐一填写。',
  rate: '请为这次服务打星。',
  agree: '请输入柜台屏幕上的六位数字。',
  ticket: '请选择要办理的业务，取一个号。',
  event: '请选择要签到的活动。',
  fault: '请告诉我们哪里坏了。',
}

function chinese(): SpeechSynthesisVoice | undefined {
  return window.speechSynthesis.getVoices().find((voice) => /^(zh|cmn)\b/i.test(voice.lang))
}

/** Speaks instead of what was being spoken. Without a voice, or muted, nothing is said. */
export function say(sentence: string | undefined): void {
  quiet()
  const voice = 'speechSynthesis' in window && !aids.muted && sentence ? chinese() : undefined
  if (!voice || !sentence) return
  const spoken = new SpeechSynthesisUtterance(sentence)
  spoken.voice = voice
  spoken.lang = voice.lang
  window.speechSynthesis.speak(spoken)
}

export function quiet(): void {
  if ('speechSynthesis' in window) window.speechSynthesis.cancel()
}

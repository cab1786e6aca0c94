// The code that a demonstration shows instead of sending it.
import type { SmsCodeSent } from './api'

export function printedText(sent: SmsCodeSent): string {
  return sent.printed_code ? `演示环境验证码：${sent.printed_code}` : ''
}

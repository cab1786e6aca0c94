// What makes the kiosk easier for one person: larger type with more contrast, silence. Gone when they leave.
import { reactive, watch } from 'vue'

export const aids = reactive({ large: false, muted: false })

watch(() => aids.large, (large) => { document.documentElement.toggleAttribute('data-large', large) })

export function asUsual(): void {
  Object.assign(aids, { large: false, muted: false })
}

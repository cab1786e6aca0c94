// A short note at the top of the page, in words; it goes by itself.
import { ElMessage } from 'element-plus'

export function note(text: string, type: 'success' | 'info' | 'error' = 'success'): void {
  ElMessage({ message: text, type, grouping: true, duration: type === 'error' ? 6_000 : 3_500, showClose: type === 'error' })
}

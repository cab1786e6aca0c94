// The four things a service is rated by, and what one to five stars say.
import type { RatingDraft } from './api'

export const SCALES: readonly (readonly [Exclude<keyof RatingDraft, 'comment'>, string])[] = [
  ['responsiveness', '响应速度'], ['courtesy', '服务态度'], ['efficiency', '办理效率'], ['expertise', '专业度'],
]
export const STAR_WORDS = ['很不满意', '不满意', '一般', '满意', '很满意'] as const

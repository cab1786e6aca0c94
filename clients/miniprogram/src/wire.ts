// The few words of Engine.IO 4 and Socket.IO 5 that the mini-program speaks, as text.
export const NAMESPACE = '/portal'
export const PING = '2'
export const PONG = '3'

const EVENT = `42${NAMESPACE},`

export function followMessage(subject: string): string {
  return `${EVENT}${JSON.stringify(['follow', { subject_id: subject }])}`
}

export function unfollowMessage(subject: string): string {
  return `${EVENT}${JSON.stringify(['unfollow', { subject_id: subject }])}`
}

/** The subject that has moved, or nothing. */
export function nudgeIn(text: string): string {
  if (!text.startsWith(EVENT)) return ''
  const [name, nudge] = JSON.parse(text.slice(EVENT.length)) as [string, { subject_id?: string } | undefined]
  return name === 'nudge' ? nudge?.subject_id ?? '' : ''
}

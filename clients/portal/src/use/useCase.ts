// One case on a page of its own: asked for, followed live, its tab named by it.
import type { Problem } from '@finmart/shared/problem'
import { onScopeDispose, watch, type ShallowRef } from 'vue'
import { ask } from '../http'
import { useLive } from '../stores/live'
import { useTabs } from '../stores/tabs'
import { useAsk } from '@finmart/shared/use/useAsk'
import { useLiveReload } from './useLiveReload'

export interface Case<Subject> {
  subject: ShallowRef<Subject | null>
  problem: ShallowRef<Problem | null>
  reload: () => Promise<void>
}

/** `base` is where it is asked for; `page` where it is shown, if that is not the same. */
export function useCase<Subject>(base: string, id: string, named: (subject: Subject) => string, page = base): Case<Subject> {
  const tabs = useTabs()
  const { data: subject, problem, reload } = useAsk(() => ask<Subject>(`${base}/${id}`))
  useLiveReload(reload, (nudge) => nudge.subject_id === id)
  onScopeDispose(useLive().follow(id))
  watch(subject, (now) => { if (now) tabs.rename(`${page}/${id}`, named(now)) })
  return { subject, problem, reload }
}

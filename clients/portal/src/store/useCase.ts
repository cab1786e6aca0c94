// One case of the store: asked for, followed live, its tab named by it.
import type { Problem } from '@finmart/shared/problem'
import { onScopeDispose, watch, type ShallowRef } from 'vue'
import { ask } from '../http'
import { useLive } from '../stores/live'
import { useTabs } from '../stores/tabs'
import { useAsk } from '../use/useAsk'
import { useLiveReload } from '../use/useLiveReload'

export interface Case<Subject> {
  subject: ShallowRef<Subject | null>
  problem: ShallowRef<Problem | null>
  reload: () => Promise<void>
}

export function useCase<Subject>(base: string, id: string, named: (subject: Subject) => string): Case<Subject> {
  const tabs = useTabs()
  const { data: subject, problem, reload } = useAsk(() => ask<Subject>(`${base}/${id}`))
  useLiveReload(reload, (nudge) => nudge.subject_id === id)
  onScopeDispose(useLive().follow(id))
  watch(subject, (now) => { if (now) tabs.rename(`${base}/${id}`, named(now)) })
  return { subject, problem, reload }
}

// The shelf has two doors: the public site, and the portal after log-in. Links stay on the reader's own side.
import { computed, type ComputedRef } from 'vue'
import { useRoute } from 'vue-router'

export function useShelf(): ComputedRef<string> {
  const route = useRoute()
  return computed(() => (route.path === '/home' || route.path.startsWith('/shelf') || route.path === '/institutions' ? '/shelf' : '/products'))
}

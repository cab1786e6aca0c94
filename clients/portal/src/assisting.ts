// Typing for an enterprise by its leave: kept for this tab alone, said to the server with everything but the store's own business.
import { computed, shallowRef } from 'vue'

export interface Assisting {
  readonly grantId: string
  readonly serviceId: string
  readonly expiresAt: string
}

const KEY = 'assisting'
const OWN = /^\/api\/(services|service-figures|assistances|follow-ups|sessions)(\/|$|\?)/

function kept(): Assisting | null {
  const text = sessionStorage.getItem(KEY)
  return text ? JSON.parse(text) as Assisting : null
}

const now = shallowRef(kept())
export const assisting = computed(() => now.value)

export function holdAssisting(given: Assisting): void {
  sessionStorage.setItem(KEY, JSON.stringify(given))
  now.value = given
}

/** Whether there was anything to let go of. */
export function dropAssisting(): boolean {
  const was = now.value !== null
  sessionStorage.removeItem(KEY)
  now.value = null
  return was
}

/** The header for this address, or none. */
export function assistingFor(address: string): Record<string, string> {
  return now.value && !OWN.test(address) ? { 'X-Assisting': now.value.grantId } : {}
}

/** Where whoever has filed looks next: the enterprise at its case, its typist at the service. */
export function afterFiling(path: string): string {
  return now.value ? `/services/${now.value.serviceId}` : path
}

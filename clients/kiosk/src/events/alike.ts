// Of a list without full names: those who look alike are one line, and the digits of their phones tell who it is.
import type { Expected } from '@finmart/shared/events'

export interface Alike { readonly first: Expected, readonly people: number }

export function alike(expected: readonly Expected[]): Alike[] {
  const lines = new Map<string, Alike>()
  for (const each of expected) {
    const shown = `${each.name_masked}/${each.company_masked}`
    const line = lines.get(shown)
    lines.set(shown, { first: line?.first ?? each, people: (line?.people ?? 0) + 1 })
  }
  return [...lines.values()]
}

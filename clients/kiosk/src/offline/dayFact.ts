// What the terminal keeps for one day to go on without a line, sealed because it speaks of people, and gone the next day.
import { seal, unseal, type KeyRing, type Sealed } from './sealing'

export interface FactShelf {
  take: (key: string) => Promise<unknown>
  put: (key: string, value: unknown) => Promise<unknown>
  drop: (key: string) => Promise<unknown>
}

export interface DayFact<Fact extends object> {
  keep: (fact: Fact) => Promise<void>
  /** Null where nothing was kept today. */
  read: () => Promise<Fact | null>
  /** Takes it off the disk once its day is over. */
  tidy: () => Promise<void>
}

interface OfADay extends Sealed { readonly day: string }

export function makeDayFact<Fact extends object>(key: string, shelf: FactShelf, ring: KeyRing, day: () => string): DayFact<Fact> {
  const bound = (): string => `${key}/${day()}`

  async function kept(): Promise<OfADay | null> {
    const found = await shelf.take(key) as OfADay | undefined
    if (!found) return null
    if (found.day === day()) return found
    await shelf.drop(key)
    return null
  }

  return {
    keep: async (fact) => { await shelf.put(key, { day: day(), ...await seal(ring, bound(), fact) } satisfies OfADay) },
    read: async () => {
      const found = await kept()
      return found ? await unseal(ring, bound(), found).catch(() => null) as Fact | null : null
    },
    tidy: async () => { await kept() },
  }
}

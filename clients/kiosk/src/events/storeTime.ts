// What time it is at the store while nobody can be asked: the server's time, carried on by a clock that nobody can set.
export interface ToldTime {
  readonly now: string
  /** What this terminal's own clock said when it was told; after a restart there is nothing better to go by. */
  readonly wall_ms: number
}

export interface StoreTime {
  told: (now: string) => ToldTime
  /** Null where the terminal's clock has been put back since: then nobody knows. */
  at: (told: ToldTime) => number | null
}

export function makeStoreTime(steady: () => number, wall: () => number): StoreTime {
  let begun: { readonly now: string, readonly steady_ms: number } | null = null
  return {
    told: (now) => {
      begun = { now, steady_ms: steady() }
      return { now, wall_ms: wall() }
    },
    at: (told) => {
      const passed = begun?.now === told.now ? steady() - begun.steady_ms : wall() - told.wall_ms
      return passed < 0 ? null : Date.parse(told.now) + passed
    },
  }
}
